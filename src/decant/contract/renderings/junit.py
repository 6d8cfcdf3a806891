"""A report as JUnit XML, the one form that every CI server shows as tests.

A change that breaks clients and an error are failures; what is suppressed is skipped, with
its reason; what could not be compared is an error. Anything else passes, and changes to words
are no tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.diff.change import Level
from decant.contract.findings import Severity

from .inert import for_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decant.contract.diff.change import NotEvaluated
    from decant.contract.findings import Location

    from .report import Entry, Fault, Report

# What a test case says besides its name: the element, its type and message, and its text.
Result = tuple[str, str, str, str]


def render(report: Report) -> str:
    """One test case for each change, fault and gap."""
    cases = [
        *_cases(report.entries, report),
        *_fault_cases(report.faults, report),
        *map(_gap, report.gaps),
    ]
    results = [result for _, _, result in cases]
    counts = {word: sum(r is not None and r[0] == word for r in results) for word in _COUNTED}
    if not cases:
        cases = [(report.title, "nothing to report", None)]
    numbers = f'tests="{len(cases)}" failures="{counts["failure"]}" errors="{counts["error"]}"'
    numbers += f' skipped="{counts["skipped"]}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="decant" {numbers}>',
        f'  <testsuite name="{for_xml(report.title)}" {numbers}>',
        *(_case(*case) for case in cases),
        f"    <system-out>{for_xml(report.summary)}</system-out>",
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


_COUNTED = ("failure", "error", "skipped")


def _cases(entries: Iterable[Entry], report: Report) -> Iterator[tuple[str, str, Result | None]]:
    for entry in entries:
        change = entry.change
        if change.severity is Level.DOCS:
            continue
        name = f"{change.kind} {_at(entry.newer or entry.older, report)}"
        yield entry.heading, name, _result(entry)


def _result(entry: Entry) -> Result | None:
    change = entry.change
    if entry.suppression is not None:
        return "skipped", "", f"suppressed: {entry.suppression.reason}", ""
    if not entry.counts:
        return "skipped", "", "already there", ""
    text = " ".join(filter(None, (change.message, change.why, change.fix)))
    if change.severity is Level.BREAKING:
        return "failure", change.kind, change.message, text
    return "system-out", "", "", f"{change.severity.value}: {text}"


def _fault_cases(
    faults: Iterable[Fault], report: Report
) -> Iterator[tuple[str, str, Result | None]]:
    for fault in faults:
        finding = fault.finding
        yield finding.rule, f"{finding.rule} {_at(fault.place, report)}", _fault_result(fault)


def _fault_result(fault: Fault) -> Result | None:
    finding = fault.finding
    if fault.suppression is not None:
        return "skipped", "", f"suppressed: {fault.suppression.reason}", ""
    if fault.aside:
        return "skipped", "", fault.aside, ""
    text = " ".join(filter(None, (finding.message, finding.hint)))
    if finding.severity is Severity.ERROR:
        return "failure", finding.rule, finding.message, text
    return "system-out", "", "", f"{finding.severity.value}: {text}"


def _gap(gap: NotEvaluated) -> tuple[str, str, Result | None]:
    return "Not evaluated", gap.pointer or "/", ("error", "not-evaluated", gap.reason, gap.reason)


def _at(place: Location | None, report: Report) -> str:
    if place is None:
        return report.file
    line = f":{place.line}:{place.column or 1}" if place.line else f"#{place.pointer}"
    return f"{place.file or report.file}{line}"


def _case(group: str, name: str, result: Result | None) -> str:
    opening = f'    <testcase classname="{for_xml(group)}" name="{for_xml(name)}"'
    if result is None:
        return f"{opening}/>"
    element, kind, message, text = result
    named = f' type="{for_xml(kind)}"' if kind else ""
    named += f' message="{for_xml(message)}"' if message else ""
    inside = f"<{element}{named}>{for_xml(text)}</{element}>" if text else f"<{element}{named}/>"
    return f"{opening}>{inside}</testcase>"
