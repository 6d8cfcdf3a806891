"""Findings as people and programs read them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from decant.contract.findings import Finding, Location, Severity, finding_json

from .output import bold, counted, dim, red, severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from decant.contract.renderings import Fault

    from .exits import Unreadable
    from .output import Terminal

    Shown = Callable[[str | None], str]

_WIDEST: Final = 60


def from_json(value: Mapping[str, Any]) -> Finding:
    """A finding that the hub reported."""
    return Finding(
        rule=str(value.get("rule") or value.get("code") or ""),
        severity=Severity(value.get("severity", Severity.ERROR)),
        message=str(value.get("message", "")),
        location=Location(
            value.get("pointer") or "", value.get("file"), value.get("line"), value.get("column")
        ),
        hint=value.get("hint") or None,
    )


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are of each severity."""
    found = {severity.value: 0 for severity in Severity}
    for finding in findings:
        found[finding.severity.value] += 1
    return found


def tell(terminal: Terminal, faults: Sequence[Fault]) -> None:
    """Print findings by file, then those that the team lives with."""
    _tell_by_file(terminal, [fault for fault in faults if fault.is_open])
    tried = [fault for fault in faults if fault.aside == "on trial"]
    if tried:
        terminal.line(bold("Found by rulesets on trial, not counted"))
        _tell_by_file(terminal, tried)
    tell_suppressed(terminal, faults)


def tell_suppressed(terminal: Terminal, faults: Sequence[Fault]) -> None:
    """Print those that the team lives with, each with the reason; then those the hub lets pass."""
    listed = [(fault, fault.suppression) for fault in faults if fault.suppression is not None]
    for title, is_waived in (("Suppressed", False), ("Waived", True)):
        members = [fault for fault, excuse in listed if bool(excuse.waiver) is is_waived]
        if members:
            terminal.line(bold(title))
            _tell_by_file(terminal, members)


def _tell_by_file(terminal: Terminal, faults: Sequence[Fault]) -> None:
    from .changes import tell_reason

    ordered = sorted(faults, key=reading_order)
    for _, group in groupby(ordered, key=lambda fault: fault.place.file):
        members = list(group)
        places = [place_of(fault.place) for fault in members]
        width = min(max(map(len, places)), _WIDEST)
        for fault, place in zip(members, places, strict=True):
            finding = fault.finding
            word = severity(finding.severity.value, 7)
            rule = dim(f"  {finding.rule}")
            terminal.line(place.ljust(width), "  ", word, "  ", finding.message, rule)
            if fault.suppression is not None:
                tell_reason(terminal, fault.suppression, " " * (width + 11))
            elif finding.hint:
                terminal.line(" " * (width + 11), dim(finding.hint))
        terminal.line()


def tell_unreadable(terminal: Terminal, refusal: Unreadable, form: str) -> None:
    """Print why a document cannot be read, which leaves nothing else to say about it."""
    if form == "json":
        listed = [finding_json(finding) for finding in refusal.found]
        said = {"code": "unreadable_document", "message": str(refusal), "document": refusal.name}
        terminal.json({"error": {**said, "findings": listed}})
        return
    from . import reports

    report = reports.of_unreadable(refusal)
    if form in reports.FORMS:
        reports.emit(report, form, terminal)
        return
    tell(terminal, report.faults)
    terminal.line(bold(refusal.name), " ", red("cannot be read"), f": {report.summary}")


def place_of(location: Location) -> str:
    """`api.yaml:12:5`, as editors and terminals understand it."""
    place = location.file or ""
    if location.line is None:
        return f"{place}#{location.pointer}" if location.pointer else place
    return f"{place}:{location.line}:{location.column or 1}"


def summary(found: Mapping[str, int]) -> str:
    """`2 errors, 1 warning`, or `no findings`."""
    nouns = {"error": "error", "warning": "warning", "info": "remark"}
    parts = [counted(found[key], noun) for key, noun in nouns.items() if found.get(key)]
    return ", ".join(parts) or "no findings"


def reading_order(fault: Fault) -> tuple[str, int, int]:
    """By file and line, as a reader meets them."""
    place = fault.place
    return place.file or "", place.line or 0, place.column or 0
