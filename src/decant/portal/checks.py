"""The page of a check: what a refused push links to, made to be understood in a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, render_template

from decant.portal.presentation import (
    MOST_CHANGES,
    MOST_FINDINGS,
    change_counts,
    finding_counts,
    group_by_operation,
)
from decant.services import checks
from decant.services.access import ApiName
from decant.services.verdicts import Verdict
from decant.web import actor, session

if TYPE_CHECKING:
    from uuid import UUID

    from decant.services.checks import CheckFacts

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
    "it is kept with the check."
)


@blueprint.get("/<name:org>/<api_name:api>/checks/<uuid:check_id>")
def show(org: str, api: str, check_id: UUID) -> str:
    """Show a check: its verdict, why, and every change that led to it."""
    name = ApiName(org, api)
    report = checks.get(session(), actor(), name, str(check_id))
    findings = sorted(report.findings, key=_is_aside)
    return render_template(
        "check.html",
        name=name,
        check=report.facts,
        headline=HEADLINES[report.facts.verdict],
        advice=ADVICE if _was_refused(report.facts) else "",
        change_counts=change_counts(report.facts.counts["changes"]),
        groups=group_by_operation(report.changes),
        left_out=max(0, len(report.changes) - MOST_CHANGES),
        finding_counts=finding_counts(report.facts.counts["findings"]),
        findings=findings[:MOST_FINDINGS],
        findings_left_out=max(0, len(findings) - MOST_FINDINGS),
        waivers=report.waivers,
        not_evaluated=report.not_evaluated,
    )


def _is_aside(finding: dict[str, Any]) -> bool:
    """Whether a finding is only shown: it has no say, and comes after those that have."""
    return finding["waiver"] is not None or finding["report_only"] or not finding["is_new"]


def _was_refused(check: CheckFacts) -> bool:
    return check.kind == "push" and check.revision is None
