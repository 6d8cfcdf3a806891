"""The page of a check: what a refused push links to, made to be understood in a minute."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, render_template

from decant.errors import NotFound
from decant.portal.presentation import (
    MOST_CHANGES,
    MOST_FINDINGS,
    change_counts,
    finding_counts,
    group_by_operation,
)
from decant.services import checks, reviews
from decant.services.access import ApiName
from decant.services.reviews import State
from decant.services.verdicts import Verdict
from decant.web import actor, session

if TYPE_CHECKING:
    from uuid import UUID

    from decant.services.checks import CheckFacts, CheckReport
    from decant.services.reviews import ReviewFacts

blueprint = Blueprint("checks", __name__)

# fmt: off
HEADLINES: Final[dict[Verdict, str]] = {
    Verdict.PASS:          "Nothing stands in the way",
    Verdict.WARN:          "It may go out, with warnings",
    Verdict.FAIL:          "It may not go out",
    Verdict.NOT_EVALUATED: "It could not be judged",
}
# fmt: on
ADVICE: Final = (
    "Change the document so that it breaks nobody, or have a maintainer push it with a reason: "
    "it is kept with the check. A push may also ask for a review, and wait for it."
)
# A review has the last word over what its check says.
REVIEWED: Final = {
    State.PENDING: "It waits for a maintainer",
    State.APPROVED: "A maintainer let it in",
    State.REJECTED: "A maintainer turned it away",
    State.SUPERSEDED: "Something newer took its place",
}


@blueprint.get("/<name:org>/<api_name:api>/checks/<uuid:check_id>")
def show(org: str, api: str, check_id: UUID) -> str:
    """Show a check: its verdict, why, and every change that led to it."""
    name = ApiName(org, api)
    report = checks.get(session(), actor(), name, str(check_id))
    return render_template(
        "check.html",
        name=name,
        headline=_headline(report.facts),
        advice=ADVICE if _was_refused(report.facts) else "",
        review=_review_of(report.facts),
        **shown(report),
    )


def shown(report: CheckReport) -> dict[str, Any]:
    """What `report.html` shows of a check: what was found, the weightiest first."""
    findings = sorted(report.findings, key=_is_aside)
    return {
        "check": report.facts,
        "change_counts": change_counts(report.facts.counts["changes"]),
        "groups": group_by_operation(report.changes),
        "left_out": max(0, len(report.changes) - MOST_CHANGES),
        "finding_counts": finding_counts(report.facts.counts["findings"]),
        "findings": findings[:MOST_FINDINGS],
        "findings_left_out": max(0, len(findings) - MOST_FINDINGS),
        "waivers": report.waivers,
        "not_evaluated": report.not_evaluated,
    }


def _review_of(check: CheckFacts) -> ReviewFacts | None:
    """The review of a check; only members see it, and others the check once that was approved."""
    if check.review is not None:
        with suppress(NotFound):
            return reviews.get(session(), actor(), check.api, check.review)
    return None


def _headline(check: CheckFacts) -> str:
    state = check.review_state
    return HEADLINES[check.verdict] if state is None else REVIEWED[state]


def _is_aside(finding: dict[str, Any]) -> bool:
    """Whether a finding is only shown: it has no say, and comes after those that have."""
    return finding["waiver"] is not None or finding["report_only"] or not finding["is_new"]


def _was_refused(check: CheckFacts) -> bool:
    return check.kind == "push" and check.revision is None
