"""Waivers: ask, approve, revoke, list, read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from decant.api import etags, pages
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.waivers import (
    WaiverCreateSchema,
    WaiverPageSchema,
    WaiverQuery,
    WaiverSchema,
)
from decant.services import waivers
from decant.services.access import ApiName
from decant.web import actor, session

if TYPE_CHECKING:
    from uuid import UUID

    from decant.services.waivers import Plea, WaiverFacts

blp = Blueprint(
    "Waivers",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/apis/<api_name:api>/waivers",
    description="Faults and changes that may pass, for a reason and until a moment.",
)


@blp.route("")
class Waivers(View):
    """The waivers of an API."""

    @blp.operation("listWaivers", auth=Auth.OPTIONAL)
    @blp.arguments(WaiverQuery, location="query")
    @blp.response(200, WaiverPageSchema, headers={"Link": "Link"})
    def get(self, query: dict[str, Any], org: str, api: str) -> Any:
        """List waivers, newest first.

        For members of the org; to others there are none.
        """
        name, window, state = ApiName(org, api), query["window"], query["state"]
        return pages.answer(waivers.browse(session(), actor(), name, window, state=state))

    @blp.operation("askForWaiver", errors=(409,))
    @blp.arguments(WaiverCreateSchema)
    @blp.response(201, WaiverSchema, headers={"Location": "Location"})
    def post(self, plea: Plea, org: str, api: str) -> tuple[WaiverFacts, dict[str, str]]:
        """Ask to let something pass.

        For writers. A maintainer's waiver is active at once, unless the policy wants four
        eyes; any other is pending until a maintainer approves it. What it says never changes.
        """
        asked = waivers.ask(session(), actor(), ApiName(org, api), plea)
        location = url_for("Waivers.Waiver", org=org, api=api, waiver_id=asked.id)
        return asked, {"Location": location}


@blp.route("/<uuid:waiver_id>")
class Waiver(View):
    """One waiver."""

    @blp.operation("getWaiver", auth=Auth.OPTIONAL, etag=True)
    @blp.response(200, WaiverSchema, headers={"ETag": "ETag"})
    def get(self, org: str, api: str, waiver_id: UUID) -> Any:
        """Show a waiver.

        For members of the org, also when it is over.
        """
        found = waivers.get(session(), actor(), ApiName(org, api), str(waiver_id))
        tag = etags.tag(found.version, found.state)
        return etags.unchanged(tag) or (found, {"ETag": tag})

    @blp.operation("revokeWaiver", errors=(409,))
    @blp.response(204)
    def delete(self, org: str, api: str, waiver_id: UUID) -> None:
        """Revoke a waiver.

        For who asked for it, and for maintainers, who refuse a pending one like this. From
        now on it lets nothing pass; it stays in the list. One that has ended is refused as
        `waiver_settled`.
        """
        waivers.revoke(session(), actor(), ApiName(org, api), str(waiver_id))


@blp.route("/<uuid:waiver_id>/approval")
class WaiverApproval(View):
    """The approval of a waiver."""

    @blp.operation("approveWaiver", errors=(409,))
    @blp.response(200, WaiverSchema)
    def post(self, org: str, api: str, waiver_id: UUID) -> WaiverFacts:
        """Approve a waiver.

        For maintainers. One that is not pending is refused as `waiver_settled`; where the
        policy wants four eyes, one's own as `second_person_needed`.
        """
        return waivers.approve(session(), actor(), ApiName(org, api), str(waiver_id))
