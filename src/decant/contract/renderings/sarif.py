"""A report as SARIF 2.1.0, for code scanning.

What harms nobody is left out: scanners make an alert of every result. What is suppressed is
in, marked so, with its reason, and what the head has already is `unchanged`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant import __version__
from decant.contract.diff.change import Level
from decant.contract.findings import Severity

from .inert import for_json, for_path, plain
from .rules import help_of, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.findings import Location
    from decant.contract.suppressions import Suppression

    from .report import Entry, Fault, Report

Json: TypeAlias = Any

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LINK: Final = re.compile(r"\[([^\]]*)\]\(")
_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")
_OF_CHANGE: Final = {Level.BREAKING: "error", Level.RISKY: "warning"}
_OF_FINDING: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def render(report: Report) -> str:
    """One run with a rule for each kind that occurs, and a result for each change and fault."""
    results = [*_changes(report), *_faults(report)]
    rules = list(dict.fromkeys(result["ruleId"] for result in results))
    for result in results:
        result["ruleIndex"] = rules.index(result["ruleId"])
    run: dict[str, Json] = {
        "tool": {
            "driver": {
                "name": "Decant",
                "version": __version__,
                "rules": [_rule(rule, report) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": _properties(report),
    }
    if report.bases:
        gaps = [{"level": "warning", "message": _text(gap.reason)} for gap in report.gaps]
        run["invocations"] = [{"executionSuccessful": not gaps, "toolExecutionNotifications": gaps}]
    return for_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _properties(report: Report) -> dict[str, Json]:
    said: dict[str, Json] = {
        "outcome": report.outcome.value,
        "summary": plain(report.summary),
        "engineVersion": plain(report.engine),
    }
    if report.bases:
        said["comparedWith"] = [plain(base) for base in report.bases]
        said["requiredBump"] = plain(report.bump)
    if report.idle:
        said["suppressionsWithoutUse"] = [
            plain(f"{each.suppression.target}: {each.why}") for each in report.idle
        ]
    return said


def _rule(rule: str, report: Report) -> Json:
    told = help_of(rule)
    known: dict[str, Json] = {"id": plain(rule), "shortDescription": _text(told.title)}
    if told.full:
        known["fullDescription"] = _text(told.full)
    if told.text:
        known["help"] = {"text": told.text, "markdown": told.markdown}
    if told.has_page:
        known["helpUri"] = page_of(rule, report.rules_url)
    return known


def _changes(report: Report) -> Iterator[dict[str, Json]]:
    for entry in report.entries:
        if entry.change.severity in _OF_CHANGE:
            yield _change(entry, report)


def _change(entry: Entry, report: Report) -> dict[str, Json]:
    change = entry.change
    result: dict[str, Json] = {
        "ruleId": change.kind,
        "level": _OF_CHANGE[change.severity],
        "message": _text(" ".join(filter(None, (change.message, change.why, change.fix)))),
        "locations": [_location(entry.newer, report, reached=entry.operations)],
        "partialFingerprints": {"decantChange/v1": change.fingerprint},
        "baselineState": "unchanged" if entry.is_known else "new",
        "properties": {
            "severity": change.severity.value,
            "effect": change.effect.value,
            "polarity": change.polarity.value,
            "guards": list(change.guards),
            "operations": [plain(each) for each in entry.operations],
        },
    }
    if entry.older is not None:
        result["properties"]["older"] = plain(
            f"{entry.older.file}:{entry.older.line or 1}:{entry.older.column or 1}"
        )
    return {**result, **_suppressed(entry.suppression)}


def _faults(report: Report) -> Iterator[dict[str, Json]]:
    for fault in report.faults:
        yield _fault(fault, report)


def _fault(fault: Fault, report: Report) -> dict[str, Json]:
    finding = fault.finding
    return {
        "ruleId": plain(finding.rule),
        "level": "note" if fault.aside == "on trial" else _OF_FINDING[finding.severity],
        "message": _text(" ".join(filter(None, (finding.message, finding.hint)))),
        "locations": [_location(fault.place, report)],
        "partialFingerprints": {"decantFinding/v1": fault.fingerprint},
        **({"baselineState": "unchanged" if fault.is_known else "new"} if report.bases else {}),
        **_suppressed(fault.suppression),
    }


def _suppressed(suppression: Suppression | None) -> dict[str, Json]:
    if suppression is None:
        return {}
    return {
        "suppressions": [
            {
                "kind": "external",
                "status": "accepted",
                "justification": plain(suppression.reason),
            }
        ]
    }


def _location(
    place: Location | None, report: Report, *, reached: tuple[str, ...] = ()
) -> dict[str, Json]:
    """In the newer document; what is gone from it is told of at its top."""
    file = (place.file if place else None) or report.file
    line = (place.line if place else None) or 1
    column = (place.column if place else None) or 1
    said: dict[str, Json] = {
        "physicalLocation": {
            "artifactLocation": {"uri": for_path(file), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": line, "startColumn": column},
        }
    }
    pointer = place.pointer if place else ""
    if pointer or reached:
        said["logicalLocations"] = [
            {
                "fullyQualifiedName": plain(pointer or "/"),
                **({"decoratedName": plain(reached[0])} if reached else {}),
            }
        ]
    return said


def _text(text: str) -> dict[str, str]:
    """Plain text: SARIF §3.11 reads `[words](target)` as a link, and `{0}` as a place to fill."""
    words = _LINK.sub(r"\\[\1\\](", plain(text))
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", words)}
