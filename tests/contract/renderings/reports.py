"""Reports to render: of a real comparison, and of findings that say what they like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from contract.diff import documents
from decant.contract.diff import Profile, compare
from decant.contract.findings import Finding, Location, Severity
from decant.contract.renderings import Entry, Fault, Outcome, Report
from decant.contract.suppressions import Idle, Suppression, fingerprint_of

if TYPE_CHECKING:
    from decant.contract.diff.change import Change

Json: TypeAlias = Any

# Everything that is more than text somewhere: in HTML, XML, Markdown, logs and terminals.
HOSTILE = (
    "<script>alert(1)</script>",
    "</details><img src=x onerror=alert(1)>",
    "[click](https://evil.example)",
    "![pixel](https://evil.example/p.png)",
    "@acme/owners look #1",
    "x\n::error::owned",
    "x\r\n::stop-commands::y",
    "]]><failure/>",
    "\x1b[31mred\x9b0m",
    "\u202egnp.exe",
    "a`b``c",
    "--> <!-- decant:",
    '" onmouseover="x',
    "100%0A::warning::x",
    "| a | b |",
    "# heading",
)
PET = {"type": "object", "properties": {"name": {"type": "string"}}}
STANDING = Suppression("Nobody reads it.", rule="property-removed", pointer="/x", written="a:1:1")
PAST = Suppression("It was late.", fingerprint="0" * 16, expires="2025-01-31", written="a:5:3")


def entries(older: Json, newer: Json) -> tuple[Entry, ...]:
    """The changes from one schema of a request body to another, placed in two files."""
    comparison = compare(documents.accepting(older), documents.accepting(newer), Profile.WIRE)
    return tuple(placed(change) for change in comparison.changes)


def placed(change: Change) -> Entry:
    def at(place: Location | None, file: str) -> Location | None:
        return None if place is None else replace(place, file=file)

    return Entry(change, at(change.older, "old.json"), at(change.newer, "new.json"), "old.json")


def comparison(changed: tuple[Entry, ...], outcome: Outcome = Outcome.FAIL, **facts: Any) -> Report:
    known = {"bases": ("old.json",), "bump": "major", "profile": "wire", **facts}
    return Report("new.json", "new.json", outcome, "0+law.1", entries=changed, **known)


def broken() -> Report:
    """One change that breaks clients."""
    return comparison(entries(PET, {**PET, "required": ["name"]}))


def mixed() -> Report:
    """One change of each standing: breaking, suppressed, and there before."""
    (one,) = entries(PET, {**PET, "required": ["name"]})
    (two,) = entries({"type": "number"}, {"type": "integer"})
    (three,) = entries({"type": "string"}, {"type": "string", "maxLength": 5})
    return comparison(
        (
            one,
            replace(two, suppression=STANDING, counts=False),
            replace(three, is_known=True, counts=False),
        ),
        idle=(Idle(PAST, is_past=True),),
    )


def hostile() -> Report:
    """Changes whose names, values and paths were written by an enemy."""
    older = {"type": "object", "properties": {text: {"type": "string"} for text in HOSTILE}}
    newer = {
        "type": "object",
        "properties": {text: {"type": "string", "enum": [text]} for text in HOSTILE},
        "required": list(HOSTILE),
    }
    return replace(
        comparison(entries(older, newer)),
        title=HOSTILE[0],
        faults=tuple(fault(text, text) for text in HOSTILE),
    )


def fault(message: str, file: str = "new.json", severity: Severity = Severity.ERROR) -> Fault:
    place = Location("/paths", file, 3, 5)
    finding = Finding("operation-operationId-unique", severity, message, place, f"Mend {message}")
    return Fault(finding, place, fingerprint_of(finding))


def faulty(*severities: Severity) -> Report:
    """A document with findings of these severities."""
    faults = tuple(fault("It is wrong.", severity=severity) for severity in severities)
    return Report("new.json", "new.json", Outcome.FAIL, "0+law.1", faults=faults)
