"""Arrays: what the items are, by place or all alike, and whether they may repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.diff.edits import NARROWS, WIDENS, Turn
from decant.contract.diff.sides import Site

if TYPE_CHECKING:
    from decant.contract.diff.fold import View

    from .meeting import Meeting


def compare(meeting: Meeting) -> None:
    """Note what changed about the items of an array."""
    meeting.descend_word("items")
    _compare_places(meeting)
    _compare_contains(meeting)
    meeting.descend_word("unevaluatedItems")
    older, newer = (value is True for value in meeting.words("uniqueItems"))
    if older != newer:
        kind = "unique-items-added" if newer else "unique-items-removed"
        meeting.note(kind, NARROWS if newer else WIDENS, "uniqueItems", (older, newer))


def _compare_places(meeting: Meeting) -> None:
    """`prefixItems`: a place that one side does not name is under `items` there."""
    older, newer = _places(meeting.older), _places(meeting.newer)
    for index in range(max(len(older), len(newer))):
        before = older[index] if index < len(older) else _rest(meeting.older)
        after = newer[index] if index < len(newer) else _rest(meeting.newer)
        meeting.descend(before, after, step=f"/prefixItems/{index}")


def _places(view: View) -> list[Site]:
    written = view.site("prefixItems")
    return list(written.items()) if written else []


def _rest(view: View) -> Site:
    return view.site("items") or Site(True, view.place("items"))


def _compare_contains(meeting: Meeting) -> None:
    older, newer = meeting.words("contains")
    if older is None and newer is None:
        return
    if newer is None:
        meeting.note("contains-removed", WIDENS, "contains", (older, None))
    elif older is None:
        meeting.note("contains-added", NARROWS, "contains", (None, newer))
    else:
        # With an upper count, more matches may be too many: neither way is safe to say.
        counted = any(value is not None for value in meeting.words("maxContains"))
        meeting.descend_word("contains", turn=Turn.BLUR if counted else Turn.KEEP)
