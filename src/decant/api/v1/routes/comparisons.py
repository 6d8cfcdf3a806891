"""Comparisons of any two revisions of an API."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from decant.api import etags
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.comparisons import ComparisonQuery, ComparisonSchema
from decant.services import comparisons
from decant.services.access import ApiName
from decant.services.comparisons import Sides
from decant.web import actor, database, json_answer, pool, unbound

if TYPE_CHECKING:
    from flask import Response

blp = Blueprint(
    "Comparisons",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/apis/<api_name:api>/comparisons",
    description="What one revision changes over another.",
)


@blp.route("")
class Comparisons(View):
    """Any two revisions of an API."""

    @blp.operation("compareRevisions", auth=Auth.OPTIONAL, etag=True)
    @blp.arguments(ComparisonQuery, location="query")
    @blp.response(200, ComparisonSchema, headers={"ETag": "ETag"})
    @unbound
    def get(self, query: dict[str, Any], org: str, api: str) -> Response:
        """Compare two revisions.

        Whatever the policy says: this never refuses, it only tells.
        """
        found = comparisons.between(
            database(), pool(), actor(), ApiName(org, api), sides=Sides(**query)
        )
        tag = etags.tag(found.older, found.newer, sha256(found.report).hexdigest()[:16])
        known = etags.unchanged(tag)
        if known is not None:
            return known
        answer = json_answer({"older": found.older, "newer": found.newer, **found.says})
        answer.headers["ETag"] = tag
        return answer
