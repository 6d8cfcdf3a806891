"""Events: what happened in an org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decant.api import pages
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.events import EventPageSchema
from decant.services import events
from decant.web import actor, session

if TYPE_CHECKING:
    from decant.services.pages import Window

blp = Blueprint(
    "Events",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/events",
    description="What happened, and who did it.",
)


@blp.route("")
class Events(View):
    """What happened in an org."""

    @blp.operation("listEvents")
    @blp.arguments(pages.ByNumber, location="query")
    @blp.response(200, EventPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str) -> Any:
        """List events, newest first.

        For maintainers of the org.
        """
        return pages.answer(events.browse(session(), actor(), org, window))
