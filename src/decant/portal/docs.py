"""Reference pages by Swagger UI: of any revision one may read, and of the hub's own API.

A revision's page holds its document, works offline and runs in a sandbox (see
`policies`). Who may see it is decided anew for every request, also for one that could be
answered with 304.
"""

from __future__ import annotations

import gzip
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import orjson
from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup

from decant import __version__
from decant.pool import Recent
from decant.portal import assets, policies, viewer
from decant.services import apis, documents, revisions
from decant.services.access import ApiName, Visibility
from decant.services.documents import Wanted
from decant.web import actor, database, pool, unbound

if TYPE_CHECKING:
    from decant.services.revisions import RevisionFacts

blueprint = Blueprint("docs", __name__)

# Beyond these a browser takes its time, so the page starts with everything folded.
MANY_OPERATIONS: Final = 150
MANY_BYTES: Final = 1_000_000
KEPT_BYTES: Final = 32 << 20
_kept: Recent[bytes] = Recent(KEPT_BYTES)


@blueprint.get("/api/docs")
def show_own() -> Response:
    """Show the reference of the hub's own API."""
    answer = make_response(render_template("contract.html"))
    answer.headers["Content-Security-Policy"] = policies.CONTRACT
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@blueprint.get("/docs/<name:org>/<api_name:api>/<ref:ref>")
@unbound
def show(org: str, api: str, ref: str) -> Response:
    """Show the reference of a revision."""
    name = ApiName(org, api)
    with database().reading() as session:
        revision = revisions.get(session, actor(), name, ref)
        is_public = apis.get(session, actor(), name).visibility is Visibility.PUBLIC
    tag = _tag(revision)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        answer = _answer(_page(revision, tag))
    answer.set_etag(tag, weak=True)  # one page, compressed or not
    answer.headers["Content-Security-Policy"] = policies.DOCUMENT
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    is_public = is_public and revision.is_let_in
    answer.headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    answer.headers["Vary"] = "Accept-Encoding" if is_public else "Accept-Encoding, Cookie"
    return answer


def _tag(revision: RevisionFacts) -> str:
    seen = (str(revision.api), revision.number, revision.digest, assets.edition(), __version__)
    return sha256(repr(seen).encode()).hexdigest()[:32]


def _answer(page: bytes) -> Response:
    if request.accept_encodings["gzip"] > 0:
        answer = Response(page, content_type="text/html; charset=utf-8")
        answer.headers["Content-Encoding"] = "gzip"
        return answer
    return Response(gzip.decompress(page), content_type="text/html; charset=utf-8")


def _page(revision: RevisionFacts, tag: str) -> bytes:
    """The page, compressed: of a document of 13 MB that is a tenth."""
    page = _kept.get(tag)
    if page is None:
        written = render_template(
            "docs.html",
            name=revision.api,
            revision=revision,
            document=Markup(_shown(revision)),  # noqa: S704 - escaped by `as_script_block`
            is_long=revision.operation_count > MANY_OPERATIONS or revision.size > MANY_BYTES,
        )
        page = gzip.compress(written.encode(), 6, mtime=0)
        _kept.put(tag, page, len(page))
    return page


def _shown(revision: RevisionFacts) -> str:
    wanted = Wanted(revision.api, str(revision.number))
    document = orjson.loads(documents.spelled_as_3(database(), pool(), actor(), wanted))
    return viewer.as_script_block(orjson.dumps(viewer.make_harmless(document))).decode()
