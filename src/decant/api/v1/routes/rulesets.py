"""Rulesets: push, list, read, and see what they would find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from decant.api import etags, pages
from decant.api.blueprints import Blueprint, View
from decant.api.operations import takes_documents
from decant.api.v1.schemas.rulesets import (
    PreviewPageSchema,
    PreviewQuery,
    RulesetPageSchema,
    RulesetPublicationSchema,
    RulesetRevisionPageSchema,
    RulesetRevisionTextsSchema,
    RulesetSchema,
    RulesetUploadSchema,
)
from decant.services import previews, rulesets
from decant.services.previews import Asked
from decant.services.rulesets import RulesetName
from decant.web import actor, database, pool, session, unbound

if TYPE_CHECKING:
    from decant.services.pages import Window
    from decant.services.rulesets import Publication

blp = Blueprint(
    "Rulesets",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/rulesets",
    description="Rules of an org, as they are written for Spectral; for its members.",
)


@blp.route("")
class Rulesets(View):
    """The rulesets of an org."""

    @blp.operation("listRulesets")
    @blp.arguments(pages.ByName, location="query")
    @blp.response(200, RulesetPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str) -> Any:
        """List the rulesets of an org, by name.

        Each with its newest revision.
        """
        return pages.answer(rulesets.browse(session(), actor(), org, window))


@blp.route("/<ruleset:ruleset>")
class Ruleset(View):
    """One ruleset."""

    @blp.operation("getRuleset", etag=True)
    @blp.response(200, RulesetSchema, headers={"ETag": "ETag"})
    def get(self, org: str, ruleset: str) -> Any:
        """Show a ruleset.

        With its newest revision.
        """
        found = rulesets.get(session(), actor(), RulesetName(org, ruleset))
        tag = etags.tag(found.newest.number, found.newest.digest[7:23])
        return etags.unchanged(tag) or (found, {"ETag": tag})


@blp.route("/<ruleset:ruleset>/revisions")
class RulesetRevisions(View):
    """The revisions of a ruleset."""

    @blp.operation("listRulesetRevisions")
    @blp.arguments(pages.ByNumber, location="query")
    @blp.response(200, RulesetRevisionPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str, ruleset: str) -> Any:
        """List the revisions of a ruleset, newest first.

        Without the texts of their files.
        """
        name = RulesetName(org, ruleset)
        return pages.answer(rulesets.browse_revisions(session(), actor(), name, window))

    @blp.operation("publishRuleset", errors=(409,))
    @blp.arguments(RulesetUploadSchema)
    @blp.response(201, RulesetPublicationSchema, headers={"Location": "Location"})
    @blp.alt_response(
        200, schema=RulesetPublicationSchema, headers={"Location": "Location"}, success=True
    )
    @unbound
    @takes_documents
    def post(
        self, wanted: dict[str, Any], org: str, ruleset: str
    ) -> tuple[Publication, int, dict[str, str]]:
        """Push a ruleset.

        For maintainers; the ruleset is made if it is not there. What cannot run is refused as
        `unreadable_ruleset`, every fault with its line. `extends: hub:NAME@N` names another
        ruleset of the org; without the number, its newest revision is pinned. Files that the
        ruleset has in any revision answer 200 and change nothing.
        """
        files = {path: text.encode() for path, text in wanted["files"].items()}
        name = RulesetName(org, ruleset)
        publication = rulesets.push(
            database(), pool(), actor(), name, files=files, root=wanted["root"]
        )
        number = publication.revision.number
        location = url_for("Rulesets.RulesetRevision", org=org, ruleset=ruleset, number=number)
        return publication, 201 if publication.created else 200, {"Location": location}


@blp.route("/<ruleset:ruleset>/revisions/<number:number>")
class RulesetRevision(View):
    """One revision of a ruleset."""

    @blp.operation("getRulesetRevision", etag=True)
    @blp.response(200, RulesetRevisionTextsSchema, headers={"ETag": "ETag"})
    def get(self, org: str, ruleset: str, number: int) -> Any:
        """Show a revision of a ruleset.

        With its files exactly as they were pushed; none of it ever changes.
        """
        found = rulesets.texts(session(), actor(), RulesetName(org, ruleset), number)
        tag = etags.tag(number, found.facts.digest[7:23])
        return etags.unchanged(tag) or (found, {"ETag": tag})


@blp.route("/<ruleset:ruleset>/revisions/<number:number>/preview")
class RulesetPreview(View):
    """What a revision of a ruleset would find."""

    @blp.operation("previewRuleset")
    @blp.arguments(PreviewQuery, location="query")
    @blp.response(200, PreviewPageSchema, headers={"Link": "Link"})
    @unbound
    def get(self, query: dict[str, Any], org: str, ruleset: str, number: int) -> Any:
        """Hold a ruleset against the APIs of the org, by name.

        Before it is switched on: what it alone would find in the revision that the label names,
        and what that would do to a push. Nothing is kept. A page that takes long ends early.
        """
        asked = Asked(RulesetName(org, ruleset), number, query["label"])
        return pages.answer(
            previews.browse(database(), pool(), actor(), asked, window=query["window"])
        )
