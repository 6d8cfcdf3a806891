"""Discriminators: which property chooses an alternative, and by which values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.edits import INCOMPARABLE, NARROWS, NONE, UNKNOWN, WIDENS, Effects
from decant.contract.diff.fold import branch_name

if TYPE_CHECKING:
    from decant.contract.diff.fold import View

    from .meeting import Meeting

Json: TypeAlias = Any
WORD: Final = "discriminator"


def compare(meeting: Meeting) -> None:
    """Note what changed about how an alternative is chosen."""
    older, newer = (value if isinstance(value, dict) else None for value in meeting.words(WORD))
    if older is None or newer is None:
        if (older is None) != (newer is None):
            kind = "discriminator-added" if older is None else "discriminator-removed"
            meeting.note(kind, NONE, WORD, (older, newer))
        return
    names = (older.get("propertyName"), newer.get("propertyName"))
    if names[0] != names[1]:
        meeting.note("discriminator-property-changed", INCOMPARABLE, WORD, names)
    _compare_mappings(meeting, older.get("mapping"), newer.get("mapping"))
    _compare_default(meeting, (older.get("defaultMapping"), newer.get("defaultMapping")))


def _compare_mappings(meeting: Meeting, older: Json, newer: Json) -> None:
    """Values that choose an alternative; those of alternatives that came or went are echoes."""
    before = older if isinstance(older, dict) else {}
    after = newer if isinstance(newer, dict) else {}
    gone, new = _targets(meeting.older), _targets(meeting.newer)
    for value in sorted(before.keys() | after.keys()):
        # A value that nothing is said of means the component of that name.
        one, two = before.get(value), after.get(value)
        names = (_tail(one) or value, _tail(two) or value)
        if names[0] == names[1] or _is_renamed(meeting, names):
            continue
        if two is None:
            if names[0] in new or names[0] not in gone:
                _note(meeting, ("removed", NARROWS), (one, None), value)
        elif one is None:
            if names[1] in gone or names[1] not in new:
                _note(meeting, ("added", WIDENS), (None, two), value)
        else:
            _note(meeting, ("changed", UNKNOWN), (one, two), value)


def _compare_default(meeting: Meeting, targets: tuple[Json, Json]) -> None:
    """`defaultMapping` (3.2): the alternative of all values that choose no other."""
    names = (_tail(targets[0]), _tail(targets[1]))
    if names[0] == names[1] or _is_renamed(meeting, names):
        return
    if names[1] is None:
        what = ("discriminator-default-removed", NARROWS)
    elif names[0] is None:
        what = ("discriminator-default-added", WIDENS)
    else:
        what = ("discriminator-default-changed", UNKNOWN)
    meeting.note(*what, WORD, targets)


def _note(
    meeting: Meeting, what: tuple[str, Effects], targets: tuple[Json, Json], value: str
) -> None:
    meeting.note(f"discriminator-value-{what[0]}", what[1], WORD, targets, name=value)


def _is_renamed(meeting: Meeting, names: tuple[str | None, str | None]) -> bool:
    """Whether both are the same component, by two names."""
    older, newer = (f"#/components/schemas/{name}" for name in names)
    return None not in names and meeting.walk.is_clean(older, newer)


def _targets(view: View) -> set[str]:
    return {branch_name(branch) for union in view.unions for branch in union.branches}


def _tail(reference: Json) -> str | None:
    return reference.rsplit("/", 1)[-1] if isinstance(reference, str) else None
