"""The page that compares any two revisions of an API."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template, request

from decant.contract import Profile
from decant.errors import Invalid
from decant.portal.presentation import MOST_CHANGES, change_counts, group_by_operation
from decant.services import comparisons
from decant.services.access import ApiName
from decant.services.comparisons import Sides
from decant.web import actor, database, pool, unbound

blueprint = Blueprint("comparisons", __name__)

# fmt: off
HEADLINES: Final = {
    "breaking": ("fail", "Clients would break"),
    "risky":    ("warn", "Some clients might break"),
    "safe":     ("pass", "Safe for every client"),
    "none":     ("pass", "They promise the same"),
}
# fmt: on


@blueprint.get("/<name:org>/<api_name:api>/compare")
@unbound
def show(org: str, api: str) -> str:
    """Compare two revisions, each named by number, digest or label."""
    name = ApiName(org, api)
    sides = Sides(_ref("older"), _ref("newer"), _profile())
    comparison = comparisons.between(database(), pool(), actor(), name, sides=sides)
    report = comparison.says
    tone, headline = HEADLINES[report["verdict"]]
    return render_template(
        "comparison.html",
        name=name,
        sides=sides,
        profiles=[known.value for known in Profile],
        comparison=comparison,
        report=report,
        tone=tone,
        headline=headline,
        change_counts=change_counts(report["counts"]),
        groups=group_by_operation(report["changes"]),
        left_out=max(0, len(report["changes"]) - MOST_CHANGES),
    )


def _ref(side: str) -> str:
    ref = request.args.get(side, "").strip()
    if not ref:
        raise Invalid(f"say which revision is the {side} one: ?older=1&newer=main")
    return ref


def _profile() -> Profile:
    raw = request.args.get("profile") or Profile.WIRE.value
    try:
        return Profile(raw)
    except ValueError as error:
        known = ", ".join(profile.value for profile in Profile)
        raise Invalid(f"the profile is one of {known}") from error
