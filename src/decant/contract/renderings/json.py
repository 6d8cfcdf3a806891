"""A report as JSON values, as its published schemas describe them.

`schemas/` holds the JSON Schemas: `comparison` for two documents, `document` for one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.change import Comparison, Level, Profile, Verdict
from decant.contract.diff.report import as_json, change_json
from decant.contract.findings import Severity, finding_json

if TYPE_CHECKING:
    from decant.contract.suppressions import Idle, Suppression

    from .report import Entry, Fault, Report

Json: TypeAlias = Any

SCHEMA_VERSION: Final = 1
SCHEMAS: Final = ("comparison", "document")


def schema(name: str) -> str:
    """The JSON Schema (2020-12) of what `comparison` or `document` returns, as text."""
    from importlib import resources

    return resources.files(__package__).joinpath("schemas", f"{name}.schema.json").read_text()


def comparison(report: Report) -> dict[str, Json]:
    """What a report on two documents says; verdict and counts are of what counts."""
    changes = [entry.change for entry in report.deciding]
    judged = Comparison.of(changes, Profile(report.profile), report.gaps)
    said = as_json(replace(judged, changes=()), engine_version=report.engine)
    return {
        "schema_version": SCHEMA_VERSION,
        **said,
        "required_bump": report.bump,
        "outcome": report.outcome.value,
        "document": report.title,
        "compared_with": list(report.bases),
        "already_there": report.known,
        "suppressed": report.suppressed,
        "changes": [entry_json(entry) for entry in report.entries],
        "suppressions_without_use": [_idle(each) for each in report.idle],
    }


def verdict_of(report: Report) -> str:
    """The verdict over what counts: `breaking`, `risky`, `safe` or `none`."""
    levels = {entry.change.severity for entry in report.deciding}
    worst = next((level for level in Level if level in levels), Level.DOCS)
    return Verdict.NONE.value if worst is Level.DOCS else worst.value


def document(report: Report) -> dict[str, Json]:
    """What a report on one document says, less what only its reader knows of it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "document": report.title,
        "counts": counts(report),
        "suppressed": report.suppressed,
        "findings": [fault_json(fault) for fault in report.faults],
        "suppressions_without_use": [_idle(each) for each in report.idle],
        "engine_version": report.engine,
    }


def here(report: Report) -> dict[str, Json]:
    """What this machine makes of a check by the hub: what it lives with, and what is left."""
    entries = [entry_json(each) for each in report.entries if each.suppression is not None]
    faults = [fault_json(each) for each in report.faults if each.suppression is not None]
    return {
        "outcome": report.outcome.value,
        "suppressed_changes": entries,
        "suppressed_findings": faults,
        "suppressions_without_use": [_idle(each) for each in report.idle],
    }


def counts(report: Report) -> dict[str, int]:
    """How many findings of each severity there are, less those that are suppressed."""
    found = [fault.finding.severity for fault in report.faults if fault.is_open]
    return {severity.value: found.count(severity) for severity in Severity}


def entry_json(entry: Entry) -> dict[str, Json]:
    """One change, with what it is held against and whether it counts."""
    return {
        **change_json(entry.change),
        "compared_with": entry.base,
        "baseline": "unchanged" if entry.is_known else "new",
        "counts": entry.counts,
        "suppressions": _suppressions(entry.suppression),
    }


def fault_json(fault: Fault) -> dict[str, Json]:
    """One finding, with the names that the hub's API uses, too."""
    return {
        **finding_json(fault.finding),
        "fingerprint": fault.fingerprint,
        "suppressions": _suppressions(fault.suppression),
    }


def _suppressions(suppression: Suppression | None) -> list[Json]:
    if suppression is None:
        return []
    return [{**_suppression(suppression), "reason": suppression.reason}]


def _idle(idle: Idle) -> Json:
    state = "expired" if idle.is_past else "unused"
    return {
        **_suppression(idle.suppression),
        "reason": idle.suppression.reason,
        "state": state,
    }


def _suppression(suppression: Suppression) -> dict[str, Json]:
    return {
        "rule": suppression.rule or None,
        "pointer": suppression.pointer or None,
        "fingerprint": suppression.fingerprint or None,
        "expires": suppression.expires or None,
        "written": suppression.written or None,
    }
