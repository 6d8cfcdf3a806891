"""Changes as people read them: by operation, the worst first, each with its way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from decant.contract.findings import Location

from .findings import place_of
from .output import bold, dim, severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .output import Terminal

    Shown = Callable[[str | None], str]

LEVELS: Final = ("breaking", "risky", "safe", "docs")
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as the engine or the hub reports it, less what only programs need."""

    severity: str
    message: str
    why: str
    fix: str
    operations: tuple[str, ...]
    older: Location | None
    newer: Location | None

    @classmethod
    def of(cls, change: Mapping[str, Any]) -> Entry:
        """The entry for a change in JSON (`contract.diff.report.change_json`)."""
        return cls(
            severity=str(change["severity"]),
            message=str(change["message"]),
            why=str(change.get("why") or ""),
            fix=str(change.get("fix") or ""),
            operations=tuple(_operation(each) for each in change.get("operations", ())),
            older=_location(change.get("older")),
            newer=_location(change.get("newer")),
        )


def tell(
    terminal: Terminal,
    changes: Iterable[Mapping[str, Any]],
    *,
    older: Shown,
    newer: Shown,
) -> None:
    """Print changes under the operations they reach, in the order they come."""
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for entry in map(Entry.of, changes):
        groups.setdefault(entry.operations, []).append(entry)
    for operations, entries in groups.items():
        terminal.line(bold(_heading(operations)))
        for entry in entries:
            _tell_one(terminal, entry, older, newer)
        terminal.line()


def tell_gaps(terminal: Terminal, gaps: Sequence[Mapping[str, Any]]) -> None:
    """Print what could not be compared."""
    if not gaps:
        return
    terminal.line(bold("Not evaluated"))
    for gap in gaps:
        word = severity("not_evaluated")
        terminal.line("  ", word, "  ", str(gap["reason"]), "  ", dim(str(gap["pointer"])))
    terminal.line()


def summary(counts: Mapping[str, int], bump: str, gaps: int = 0) -> str:
    """`3 breaking, 1 risky, 7 safe · asks for a major release`."""
    parts = [f"{counts[level]} {level}" for level in LEVELS if counts.get(level)]
    said = [", ".join(parts) or "no changes"]
    if bump != "none":
        said.append(f"asks for a {bump} release")
    if gaps:
        said.append(f"{gaps} not evaluated")
    return " · ".join(said)


def _tell_one(terminal: Terminal, entry: Entry, older: Shown, newer: Shown) -> None:
    terminal.line("  ", severity(entry.severity, 8), "  ", entry.message)
    margin = " " * 12
    if entry.severity in ("breaking", "risky"):
        for label, words in (("why", entry.why), ("fix", entry.fix)):
            if words:
                terminal.line(margin, dim(f"{label}  "), words)
    places = [
        place_of(place, shown)
        for place, shown in ((entry.older, older), (entry.newer, newer))
        if place is not None
    ]
    if places:
        terminal.line(margin, dim("at   " + " → ".join(dict.fromkeys(places))))


def _heading(operations: tuple[str, ...]) -> str:
    if not operations:
        return "The document as a whole"
    named = ", ".join(operations[:_MOST_NAMED])
    more = len(operations) - _MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def _operation(value: Mapping[str, Any]) -> str:
    return f"{str(value['method']).upper()} {value['path']}".strip()


def _location(value: Mapping[str, Any] | None) -> Location | None:
    if value is None:
        return None
    return Location(
        str(value.get("pointer") or ""), value.get("file"), value.get("line"), value.get("column")
    )
