"""A report as GitLab reads it: a Code Quality artifact, a list of what to look at.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.change import Level
from decant.contract.findings import Severity

from .inert import for_json, plain

if TYPE_CHECKING:
    from decant.contract.findings import Location

    from .report import Entry, Fault, Report

Json: TypeAlias = Any

_OF_CHANGE: Final = {Level.BREAKING: "critical", Level.RISKY: "minor"}
_OF_FINDING: Final = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def render(report: Report) -> str:
    """Each change that harms and each fault; what is suppressed is no degradation."""
    changes = (
        _change(entry, report)
        for entry in report.entries
        if entry.counts and entry.change.severity in _OF_CHANGE
    )
    faults = (_fault(fault, report) for fault in report.faults if fault.is_open)
    return for_json([*changes, *faults]) + "\n"


def _change(entry: Entry, report: Report) -> Json:
    change = entry.change
    reach = f"{entry.heading}: " if entry.operations else ""
    return {
        "description": plain(reach + change.message),
        "check_name": change.kind,
        "fingerprint": change.fingerprint,
        "severity": _OF_CHANGE[change.severity],
        "location": _location(entry.newer, report),
    }


def _fault(fault: Fault, report: Report) -> Json:
    finding = fault.finding
    return {
        "description": plain(finding.message),
        "check_name": plain(finding.rule),
        "fingerprint": fault.fingerprint,
        "severity": _OF_FINDING[finding.severity],
        "location": _location(fault.place, report),
    }


def _location(place: Location | None, report: Report) -> Json:
    file = (place.file if place else None) or report.file
    line = place.line if place and place.line else 1
    return {"path": plain(file), "lines": {"begin": line}}
