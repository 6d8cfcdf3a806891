"""Scores: the trend, and what one is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decant.api import pages
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.scores import ScorePageSchema, ScoreSheetSchema
from decant.services import scores
from decant.services.access import ApiName
from decant.web import actor, session

if TYPE_CHECKING:
    from decant.services.pages import Window

blp = Blueprint(
    "Scores",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/apis/<api_name:api>/scores",
    description="How good each revision was by the rules of its day; never a gate.",
)


@blp.route("")
class Scores(View):
    """The scores of an API."""

    @blp.operation("listScores", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByNumber, location="query")
    @blp.response(200, ScorePageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str, api: str) -> Any:
        """List scores, of the newest revisions first.

        Where `ruleset` differs, the rules have changed between two of them.
        """
        return pages.answer(scores.browse(session(), actor(), ApiName(org, api), window))


@blp.route("/<number:number>")
class Score(View):
    """One score."""

    @blp.operation("getScore", auth=Auth.OPTIONAL)
    @blp.response(200, ScoreSheetSchema)
    def get(self, org: str, api: str, number: int) -> Any:
        """Show what the score of a revision is made of.

        Each rule with what it looked at and what of that failed.
        """
        return scores.get(session(), actor(), ApiName(org, api), number)
