"""Two schemas, compared: types first, then values, members, and what is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.diff.edits import NARROWS, WIDENS, Edit

from . import arrays, conditions, objects, remarks, types, unions, values
from .meeting import Meeting

if TYPE_CHECKING:
    from decant.contract.diff.edits import Pair
    from decant.contract.diff.sides import Site
    from decant.contract.diff.walk import Walk


def compare(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two schemas of values that travel typed, as in JSON."""
    _compare(Meeting(walk, pair, older, newer, descend=compare))


def compare_text(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two schemas of values that travel as text, as parameters do."""
    _compare(Meeting(walk, pair, older, newer, descend=compare_text, is_text=True))


def _compare(meeting: Meeting) -> None:
    if _cannot_tell(meeting) or _never(meeting):
        return
    remarks.compare(meeting)
    if unions.transition(meeting) or not types.compare(meeting):
        return
    values.compare(meeting)
    if meeting.share("object"):
        objects.compare(meeting)
    if meeting.share("array"):
        arrays.compare(meeting)
    conditions.compare(meeting)
    unions.compare(meeting)


def _cannot_tell(meeting: Meeting) -> bool:
    """Whether a part of either schema is missing; what is there says too little then."""
    older, newer = meeting.older, meeting.newer
    for view, side in ((older, meeting.walk.older), (newer, meeting.walk.newer)):
        ref = side.unresolved.get(view.pointer)
        if view.broken:
            reason = f"`{ref}` leads nowhere" if ref else "a part of this schema cannot be read"
            meeting.walk.give_up(view.pointer, reason)
    return older.broken or newer.broken


def _never(meeting: Meeting) -> bool:
    """Deal with schemas that allow nothing at all (`false`)."""
    older, newer = meeting.older, meeting.newer
    if older.never != newer.never:
        kind = "schema-became-impossible" if newer.never else "schema-became-possible"
        effects = NARROWS if newer.never else WIDENS
        meeting.pair.edits.append(
            Edit(kind, effects, older.pointer, newer.pointer, not older.never, not newer.never)
        )
    return older.never or newer.never
