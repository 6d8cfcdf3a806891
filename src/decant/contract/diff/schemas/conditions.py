"""`not` and `if`: where allowing less inside means allowing more outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.diff.edits import NARROWS, WIDENS, Edit, Turn
from decant.contract.diff.sides import Site

if TYPE_CHECKING:
    from decant.contract.diff.edits import Effects

    from .meeting import Meeting

Json: TypeAlias = Any


def compare(meeting: Meeting) -> None:
    """Note what changed about what is excluded, and under which conditions."""
    _compare_exclusions(meeting)
    _compare_conditions(meeting)


def _compare_exclusions(meeting: Meeting) -> None:
    older, newer = list(meeting.older.nots), list(meeting.newer.nots)
    for before in list(older):
        equal = next((after for after in newer if meeting.walk.is_same(before, after)), None)
        if equal is not None:
            older.remove(before)
            newer.remove(equal)
    for before, after in zip(older, newer, strict=False):
        meeting.descend(before, after, turn=Turn.FLIP)
    for after in newer[len(older) :]:
        _note(meeting, ("not-added", NARROWS), None, after)
    for before in older[len(newer) :]:
        _note(meeting, ("not-removed", WIDENS), before, None)


def _compare_conditions(meeting: Meeting) -> None:
    older, newer = meeting.older.conditions, meeting.newer.conditions
    for before, after in zip(older, newer, strict=False):
        _compare_condition(meeting, before, after)
    for after in newer[len(older) :]:
        _note(meeting, ("condition-added", NARROWS), None, after.at("if"))
    for before in older[len(newer) :]:
        _note(meeting, ("condition-removed", WIDENS), before.at("if"), None)


def _compare_condition(meeting: Meeting, before: Site, after: Site) -> None:
    branches = [_branch(site, word) for word in ("then", "else") for site in (before, after)]
    then = any(branch.value is not True for branch in branches[:2])
    otherwise = any(branch.value is not True for branch in branches[2:])
    # Fewer values that meet the condition: fewer under `then`, more under `else`.
    turn = Turn.BLUR if then and otherwise else Turn.FLIP if then else Turn.KEEP
    meeting.descend(before.at("if"), after.at("if"), turn=turn)
    meeting.descend(branches[0], branches[1])
    meeting.descend(branches[2], branches[3])


def _branch(site: Site, word: str) -> Site:
    found = site.at(word)
    return found if found.value is not None else Site(True, found.pointer)


def _note(
    meeting: Meeting, what: tuple[str, Effects], before: Site | None, after: Site | None
) -> None:
    kind, effects = what
    meeting.pair.edits.append(
        Edit(
            kind,
            effects,
            before.pointer if before else meeting.older.pointer,
            after.pointer if after else meeting.newer.pointer,
            before.value if before else None,
            after.value if after else None,
        )
    )
