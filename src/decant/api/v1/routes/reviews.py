"""Reviews: list, read, decide. A push asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decant.api import etags, pages
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.reviews import (
    DecisionPutSchema,
    ReviewPageSchema,
    ReviewQuery,
    ReviewSchema,
)
from decant.services import decisions, reviews
from decant.services.access import ApiName
from decant.web import actor, session

if TYPE_CHECKING:
    from uuid import UUID

    from decant.services.decisions import Decision
    from decant.services.reviews import ReviewFacts

blp = Blueprint(
    "Reviews",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/apis/<api_name:api>/reviews",
    description="Pushes that wait for a maintainer: stored, while the label stays where it is.",
)


@blp.route("")
class Reviews(View):
    """The reviews of an API."""

    @blp.operation("listReviews", auth=Auth.OPTIONAL)
    @blp.arguments(ReviewQuery, location="query")
    @blp.response(200, ReviewPageSchema, headers={"Link": "Link"})
    def get(self, query: dict[str, Any], org: str, api: str) -> Any:
        """List reviews, newest first.

        For members of the org; to others there are none.
        """
        name, window, state = ApiName(org, api), query["window"], query.get("state")
        return pages.answer(reviews.browse(session(), actor(), name, window, state=state))


@blp.route("/<uuid:review_id>")
class Review(View):
    """One review."""

    @blp.operation("getReview", auth=Auth.OPTIONAL, etag=True)
    @blp.response(200, ReviewSchema, headers={"ETag": "ETag"})
    def get(self, org: str, api: str, review_id: UUID) -> Any:
        """Show a review.

        For members of the org, also when it is decided.
        """
        found = reviews.get(session(), actor(), ApiName(org, api), str(review_id))
        tag = etags.tag(found.id, found.state)
        return etags.unchanged(tag) or (found, {"ETag": tag})


@blp.route("/<uuid:review_id>/decision")
class ReviewDecision(View):
    """The decision over a review."""

    @blp.operation("decideReview", errors=(409,))
    @blp.arguments(DecisionPutSchema)
    @blp.response(200, ReviewSchema)
    def put(self, decision: Decision, org: str, api: str, review_id: UUID) -> ReviewFacts:
        """Let a push in that waits, or turn it away.

        For maintainers, once. Approved, the label moves to the revision, if it is still where
        the push was judged; else this is refused as `review_outdated`. Where the policy wants
        four eyes, approving what one asked for oneself is refused as `second_person_needed`.
        """
        name, review = ApiName(org, api), str(review_id)
        return decisions.make(session(), actor(), name, review, decision=decision)
