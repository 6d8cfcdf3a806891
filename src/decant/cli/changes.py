"""Changes as people read them: by operation, the worst first, each with its way out.

The last word of each is its kind, by which suppressions and waivers call it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .findings import place_of
from .output import bold, dim, severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from decant.contract import NotEvaluated
    from decant.contract.renderings import Entry
    from decant.contract.suppressions import Idle, Suppression

    from .output import Terminal

LEVELS: Final = ("breaking", "risky", "safe", "docs")
_MARGIN: Final = " " * 12


def tell(terminal: Terminal, entries: Iterable[Entry]) -> None:
    """Print what counts under the operations it reaches, then what the team lives with."""
    groups: dict[str, list[Entry]] = {}
    aside: dict[str, list[Entry]] = {"Suppressed": [], "Waived": []}
    for entry in entries:
        if entry.counts:
            groups.setdefault(_group(entry), []).append(entry)
        elif entry.suppression is not None:
            aside["Waived" if entry.suppression.waiver else "Suppressed"].append(entry)
    for members in groups.values():
        terminal.line(bold(members[0].heading))
        for entry in members:
            _tell_one(terminal, entry)
        terminal.line()
    for title, members in aside.items():
        if members:
            terminal.line(bold(title))
            for entry in members:
                _tell_suppressed(terminal, entry)
            terminal.line()


def tell_gaps(terminal: Terminal, gaps: Sequence[NotEvaluated]) -> None:
    """Print what could not be compared."""
    if not gaps:
        return
    terminal.line(bold("Not evaluated"))
    for gap in gaps:
        word = severity("not_evaluated")
        terminal.line("  ", word, "  ", gap.reason, "  ", dim(gap.pointer))
    terminal.line()


def tell_idle(terminal: Terminal, idle: Sequence[Idle]) -> None:
    """Print the suppressions that did nothing."""
    if not idle:
        return
    terminal.line(bold("Suppressions without use"))
    for each in idle:
        terminal.line("  ", each.suppression.target, ": ", each.why)
        terminal.line(_MARGIN, dim(f"at   {each.suppression.written}"))
    terminal.line()


def tell_reason(terminal: Terminal, suppression: Suppression, margin: str = _MARGIN) -> None:
    """Print why the team lives with something, and until when."""
    until = f" (until {suppression.expires})" if suppression.expires else ""
    terminal.line(margin, dim("because  "), f"{suppression.reason}{until}")


def summary(counts: Mapping[str, int], bump: str, gaps: int = 0) -> str:
    """`3 breaking, 1 risky, 7 safe · asks for a major release`."""
    parts = [f"{counts[level]} {level}" for level in LEVELS if counts.get(level)]
    said = [", ".join(parts) or "no changes"]
    if bump != "none":
        said.append(f"asks for a {bump} release")
    if gaps:
        said.append(f"{gaps} not evaluated")
    return " · ".join(said)


def _group(entry: Entry) -> str:
    """What two changes share that stand under one heading: every operation, not only those named."""
    return "\n".join(entry.operations)


def _tell_one(terminal: Terminal, entry: Entry) -> None:
    change = entry.change
    mark = dim("  already there") if entry.is_known else ""
    terminal.line("  ", severity(change.severity.value, 8), "  ", change.message, mark)
    if change.severity.value in ("breaking", "risky"):
        for label, words in (("why", change.why), ("fix", change.fix)):
            if words:
                terminal.line(_MARGIN, dim(f"{label}  "), words)
    _tell_place(terminal, entry)


def _tell_suppressed(terminal: Terminal, entry: Entry) -> None:
    terminal.line("  ", severity(entry.change.severity.value, 8), "  ", entry.change.message)
    if entry.suppression is not None:
        tell_reason(terminal, entry.suppression)
    _tell_place(terminal, entry)


def _tell_place(terminal: Terminal, entry: Entry) -> None:
    places = [place_of(place) for place in (entry.older, entry.newer) if place is not None]
    at = f"at   {' → '.join(dict.fromkeys(places))}  " if places else ""
    terminal.line(_MARGIN, dim(f"{at}{entry.change.kind}"))
