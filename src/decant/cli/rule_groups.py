"""Findings under the rules that they break: what to do is said once, then the places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.findings import Severity

from .findings import place_of, reading_order
from .output import bold, counted, dim, severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract.renderings import Fault

    from .output import Terminal

MOST_PLACES: Final = 5  # of one rule, unless all are asked for
_MARGIN: Final = " " * 9
_WIDEST: Final = 60
_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}


def tell(terminal: Terminal, faults: Sequence[Fault], *, most: int | None = MOST_PLACES) -> None:
    """Print findings by rule, the gravest first; `most` places of each, None for every one."""
    from decant.contract.validate.rules import left_out

    groups: dict[tuple[Severity, str], list[Fault]] = {}
    for fault in sorted(faults, key=reading_order):
        groups.setdefault((fault.finding.severity, fault.finding.rule), []).append(fault)
    for (weight, rule), members in sorted(groups.items(), key=_gravest_first):
        listed = [fault for fault in members if not left_out(fault.finding)]
        unlisted = sum(left_out(fault.finding) for fault in members)
        count = len(listed) + unlisted
        terminal.line(severity(weight.value, 7), "  ", bold(rule), dim(f"  {count}"))
        hint = _shared_hint(listed)
        if hint:
            terminal.line(_MARGIN, hint)
        shown = listed[:most]
        _tell_places(terminal, shown, is_hinted=not hint)
        _tell_rest(terminal, len(listed) - len(shown), unlisted)
        terminal.line()


def _gravest_first(group: tuple[tuple[Severity, str], list[Fault]]) -> tuple[int, str]:
    (weight, rule), _ = group
    return _RANK[weight], rule


def _shared_hint(faults: Sequence[Fault]) -> str:
    """What to do, if it is the same everywhere."""
    hints = {fault.finding.hint for fault in faults}
    return (hints.pop() or "") if len(hints) == 1 else ""


def _tell_places(terminal: Terminal, faults: Sequence[Fault], *, is_hinted: bool) -> None:
    places = [place_of(fault.place) for fault in faults]
    width = min(max(map(len, places), default=0), _WIDEST)
    for fault, place in zip(faults, places, strict=True):
        terminal.line(_MARGIN, dim(place.ljust(width)), "  ", fault.finding.message)
        if is_hinted and fault.finding.hint:
            terminal.line(_MARGIN, " " * (width + 2), dim(fault.finding.hint))


def _tell_rest(terminal: Terminal, hidden: int, unlisted: int) -> None:
    if hidden:
        terminal.line(_MARGIN, dim(f"and {hidden + unlisted} more; --all prints {_of(unlisted)}"))
    elif unlisted:
        terminal.line(_MARGIN, dim(f"and {unlisted} more that are not listed"))


def _of(unlisted: int) -> str:
    return f"all but {counted(unlisted, 'place')}" if unlisted else "them"
