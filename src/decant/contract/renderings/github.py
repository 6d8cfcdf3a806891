"""A report as GitHub annotations: workflow commands that a job prints.

GitHub shows ten of each level in one step, so there are no more: the worst come first, and a
notice counts the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.diff.change import Level
from decant.contract.findings import Severity

from .inert import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.findings import Location

    from .report import Entry, Fault, Report

MOST_OF_A_LEVEL: Final = 10
_LEVELS: Final = ("error", "warning", "notice")
_OF_CHANGE: Final = {Level.BREAKING: "error", Level.RISKY: "warning"}
_OF_FINDING: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(report: Report) -> str:
    """One command for each change that harms and each fault, then the summary."""
    told = [*_changes(report), *_faults(report)]
    lines: list[str] = []
    left_out = 0
    for level in _LEVELS:
        of_level = [line for named, line in told if named == level]
        lines += of_level[:MOST_OF_A_LEVEL]
        left_out += max(0, len(of_level) - MOST_OF_A_LEVEL)
    if left_out:
        lines.append(f"::notice title=Decant::{left_out} more are not shown here")
    lines.append(_data(f"{report.title}: {report.summary}"))
    return "\n".join(lines) + "\n"


def _changes(report: Report) -> Iterator[tuple[str, str]]:
    for entry in report.entries:
        level = _OF_CHANGE.get(entry.change.severity)
        if level is not None and entry.counts:
            words = " ".join(filter(None, (_reach(entry), entry.change.fix)))
            yield level, _command(level, _place(entry, report), entry.change.kind, words)


def _faults(report: Report) -> Iterator[tuple[str, str]]:
    for fault in report.faults:
        if fault.is_open:
            level = _OF_FINDING[fault.finding.severity]
            words = " ".join(filter(None, (fault.finding.message, fault.finding.hint)))
            yield level, _command(level, _of_fault(fault, report), fault.finding.rule, words)


def _reach(entry: Entry) -> str:
    return f"{entry.heading}: {entry.change.message}" if entry.operations else entry.change.message


def _place(entry: Entry, report: Report) -> str:
    return _at(entry.newer, report) if entry.newer else _at_file(report.file)


def _of_fault(fault: Fault, report: Report) -> str:
    return _at(fault.place, report)


def _at(place: Location, report: Report) -> str:
    said = _at_file(place.file or report.file)
    if place.line is None:
        return said
    return f"{said},line={place.line},col={place.column or 1}"


def _at_file(file: str) -> str:
    return f"file={_property(file)}"


def _command(level: str, place: str, title: str, words: str) -> str:
    return f"::{level} {place},title={_property(title)}::{_data(words)}"


def _data(text: str) -> str:
    """As the toolkit of GitHub Actions escapes it; line breaks are gone already."""
    return plain(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
