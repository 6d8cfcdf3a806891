"""Uploads, from request bodies to values, and pushes, from values to answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from decant import problems
from decant.errors import PushRefused
from decant.services import checks
from decant.services.uploads import Source, Upload

from .schemas.checks import CheckSchema

if TYPE_CHECKING:
    from decant.services.access import ApiName
    from decant.services.revisions import Publication

_CHECK = CheckSchema()

# What a problem says beyond its code, where a push was refused.
problems.EXTENSIONS[PushRefused] = lambda refused: {"check": _CHECK.dump(refused.check)}


def upload_of(name: ApiName, wanted: dict[str, Any]) -> Upload:
    """The upload that a JSON body describes."""
    files = {path: text.encode() for path, text in wanted.pop("files").items()}
    source = wanted.pop("source")
    return Upload(name, files, source=None if source is None else Source(**source), **wanted)


def raw_upload(name: ApiName, text: bytes, wanted: dict[str, Any]) -> Upload:
    """The upload of one document that is the body itself."""
    file = wanted.pop("file", None)
    if file is None:
        file = "openapi.json" if text.lstrip()[:1] == b"{" else "openapi.yaml"
    return Upload(name, {file: text}, **wanted)


def answer(publication: Publication) -> tuple[Publication, int, dict[str, str]]:
    """What a push answers; raises PushRefused if the policy did not let it in."""
    revision, check, review = publication.revision, publication.check, publication.review
    if review is not None:
        api = review.api
        location = url_for("Reviews.Review", org=api.org, api=api.api, review_id=review.id)
        return publication, 202, {"Location": location}
    if revision is None:
        reasons = "; ".join(check.facts.reasons)
        raise PushRefused(f"the policy refuses this: {reasons}", checks.errors_in(check), check)
    location = url_for(
        "Revisions.Revision",
        org=revision.api.org,
        api=revision.api.api,
        ref=str(revision.number),
    )
    return publication, 201 if publication.created else 200, {"Location": location}
