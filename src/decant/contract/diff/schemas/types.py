"""Types as sets: integers are numbers, null is a matter of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.diff.edits import INCOMPARABLE, NARROWS, WIDENS

if TYPE_CHECKING:
    from decant.contract.diff.fold import Folder, View

    from .meeting import Meeting

# Unions of unions are looked into this far for their types.
DEEPEST: Final = 8
_WRITTEN_AS_TEXT: Final = frozenset(["boolean", "integer", "number"])


def compare(meeting: Meeting) -> bool:
    """Note a change of type; False if nothing else about the two schemas compares."""
    older = reachable(meeting.walk.older_views, meeting.older)
    newer = reachable(meeting.walk.newer_views, meeting.newer)
    compare_null(meeting)
    if older == newer or _follow_from_values(meeting) or _follow_from_unions(meeting):
        return True
    values = (_listed(older), _listed(newer))
    grew = _covers(newer, older, is_text=meeting.is_text)
    shrank = _covers(older, newer, is_text=meeting.is_text)
    if grew and shrank:
        return True
    if grew:
        meeting.note("type-widened", WIDENS, "type", values)
    elif shrank:
        meeting.note("type-narrowed", NARROWS, "type", values)
    else:
        meeting.note("type-changed", INCOMPARABLE, "type", values)
    return older is not None and newer is not None and _overlap(older, newer)


def _follow_from_values(meeting: Meeting) -> bool:
    """Whether the types only echo the values that both sides list."""
    values = meeting.words("enum")
    return None not in values and not (meeting.older.is_typed and meeting.newer.is_typed)


def _follow_from_unions(meeting: Meeting) -> bool:
    """Whether the types only echo the alternatives that both sides have."""
    views = (meeting.older, meeting.newer)
    return all(view.unions and view.types is None for view in views)


def compare_null(meeting: Meeting) -> None:
    older, newer = meeting.older, meeting.newer
    if older.nullable == newer.nullable:
        return
    for view in (older, newer):
        # No type at all allows null already, whatever `nullable` says.
        if view.types is None and not view.unions and "enum" not in view.words:
            return
    kind, effects = (
        ("became-nullable", WIDENS) if newer.nullable else ("became-not-nullable", NARROWS)
    )
    meeting.note(kind, effects, "type", (older.nullable, newer.nullable))


def reachable(views: Folder, view: View, depth: int = 0) -> frozenset[str] | None:
    """The types a schema allows; one that is only a union allows those of its alternatives."""
    if view.types is not None or not view.unions or depth > DEEPEST:
        return view.types
    found: set[str] = set()
    for branch in view.unions[0].branches:
        types = reachable(views, views.view(branch), depth + 1)
        if types is None:
            return None
        found |= types
    return frozenset(found - {"integer"} if "number" in found else found)


def _covers(wide: frozenset[str] | None, slim: frozenset[str] | None, *, is_text: bool) -> bool:
    """Whether every value of the slim types has one of the wide types."""
    if wide is None:
        return True
    if slim is None:
        return False
    rest = slim - wide
    if "number" in wide:
        rest -= {"integer"}
    if is_text and "string" in wide:
        rest -= _WRITTEN_AS_TEXT
    return not rest


def _overlap(one: frozenset[str], two: frozenset[str]) -> bool:
    numbers = {"integer", "number"}
    return bool(one & two) or bool(one & numbers and two & numbers)


def _listed(types: frozenset[str] | None) -> str | list[str] | None:
    if types is None:
        return None
    names = sorted(types) or ["null"]
    return names[0] if len(names) == 1 else names
