"""Checks: run one, list, read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from decant.api import etags, pages
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.operations import takes_documents
from decant.api.v1 import uploads
from decant.api.v1.schemas.checks import CheckPageSchema, CheckSchema, UploadSchema
from decant.services import checks
from decant.services.access import ApiName
from decant.web import actor, database, pool, session, unbound

if TYPE_CHECKING:
    from decant.services.checks import CheckReport
    from decant.services.pages import Window

blp = Blueprint(
    "Checks",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/apis/<api_name:api>/checks",
    description="Documents judged against a base: findings, changes and a verdict.",
)


@blp.route("")
class Checks(View):
    """The checks of an API."""

    @blp.operation("listChecks", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByNumber, location="query")
    @blp.response(200, CheckPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str, api: str) -> Any:
        """List checks, newest first.

        Members see them all; others see those that let a revision in.
        """
        return pages.answer(checks.browse(session(), actor(), ApiName(org, api), window))

    @blp.operation("runCheck", errors=(409,))
    @blp.arguments(UploadSchema)
    @blp.response(201, CheckSchema, headers={"Location": "Location"})
    @unbound
    @takes_documents
    def post(
        self, wanted: dict[str, Any], org: str, api: str
    ) -> tuple[CheckReport, dict[str, str]]:
        """Check a document.

        For writers: what a push would find and be told. Nothing but the check is kept.
        """
        upload = uploads.upload_of(ApiName(org, api), wanted)
        report = checks.run(database(), pool(), actor(), upload)
        location = url_for("Checks.Check", org=org, api=api, check_id=report.facts.id)
        return report, {"Location": location}


@blp.route("/<uuid:check_id>")
class Check(View):
    """One check."""

    @blp.operation("getCheck", auth=Auth.OPTIONAL, etag=True)
    @blp.response(200, CheckSchema, headers={"ETag": "ETag"})
    def get(self, org: str, api: str, check_id: object) -> Any:
        """Show a check.

        With everything that was found. It never changes.
        """
        tag = etags.tag(f"check-{check_id}")
        found = checks.get(session(), actor(), ApiName(org, api), str(check_id))
        return etags.unchanged(tag) or (found, {"ETag": tag})
