"""Responses: which statuses there are, with their headers, bodies and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import contents
from .change import Effect
from .documentation import note_documentation
from .edits import INCOMPARABLE, NARROWS, UNKNOWN, WIDENS, Edit, Effects, Guard
from .equality import are_equal

if TYPE_CHECKING:
    from .doors import Door
    from .edits import Pair
    from .sides import Site
    from .walk import Walk

Json: TypeAlias = Any
Answers: TypeAlias = dict[str, "Site"]

# Only those who read a response can follow a link.
OFFERED: Final = Effects(input=Effect.NONE, output=Effect.NARROWS)
WITHDRAWN: Final = Effects(input=Effect.NONE, output=Effect.WIDENS)
# RFC 9110, 6.4.1 and 15.3.6: these never have content, nor has any answer to HEAD or any 1xx.
EMPTY: Final = frozenset(["204", "205", "304"])


def compare(walk: Walk, door: Door) -> None:
    """Compare the responses of an operation, status by status."""
    older, newer = _answers(door.older), _answers(door.newer)
    # Beside a success that is spelled out, on either side, `default` is written for errors.
    is_for_errors = any(status[:1] == "2" for status in (*older, *newer))
    swapped = _swapped(older, newer)
    if swapped is not None:
        _note_swapped(walk, door, swapped, (older.pop(swapped[0]), newer.pop(swapped[1])))
    for status, before in older.items():
        covering = _covering(status, newer, is_for_errors=is_for_errors)
        after = newer.get(status) or newer.get(covering or "")
        if after is None:
            _note_removed(walk, door, status, (before, newer))
        else:
            _open(walk, door, (before, after), status)
    for status, after in newer.items():
        if status in older:
            continue
        # What is documented now could have come before, under a range or `default`.
        covering = _covering(status, older, is_for_errors=is_for_errors)
        if covering is not None:
            _open(walk, door, (older[covering], after), status)
        else:
            _note_added(walk, door, status, after)


def _swapped(older: Answers, newer: Answers) -> tuple[str, str] | None:
    """One success that took the place of another: 200 where there was 201."""
    gone = [status for status in older if status[:1] == "2" and status not in newer]
    new = [status for status in newer if status[:1] == "2" and status not in older]
    is_one = len(gone) == len(new) == 1 and "2XX" not in gone + new
    return (gone[0], new[0]) if is_one else None


def _note_swapped(
    walk: Walk, door: Door, statuses: tuple[str, str], sites: tuple[Site, Site]
) -> None:
    before, after = sites
    places = (before.pointer, after.pointer)
    edit = Edit("success-status-changed", INCOMPARABLE, *places, *statuses, name=statuses[1])
    door.note(walk, edit, door.answers, f"response {statuses[1]}")
    if EMPTY.isdisjoint(statuses):
        _open(walk, door, sites, statuses[1])


def _answers(operation: Site) -> Answers:
    found = {}
    for status, site in operation.at("responses").members():
        if not status.startswith("x-"):
            found[status.upper() if status != "default" else status] = site
    return found


def _covering(status: str, answers: Answers, *, is_for_errors: bool) -> str | None:
    """The range, or `default`, under which a status falls."""
    ranged = f"{status[:1]}XX"
    if ranged != status and ranged in answers:
        return ranged
    if status == "default" or "default" not in answers:
        return None
    return None if _is_success(status) and is_for_errors else "default"


def _is_success(status: str) -> bool:
    return status[:1] in ("1", "2", "3")


def _open(walk: Walk, door: Door, sites: tuple[Site, Site], status: str) -> None:
    is_empty = status in EMPTY or status[:1] == "1" or door.method == "head"
    pair = walk.pair(compare_empty_response if is_empty else compare_response, *sites)
    door.open(walk, pair, door.answers, f"response {status}")


def _note_removed(walk: Walk, door: Door, status: str, found: tuple[Site, Answers]) -> None:
    before, newer = found
    was_last = status[:1] == "2" and not any(_is_success(other) for other in newer)
    edit = Edit(
        "success-status-removed" if was_last else "response-status-removed",
        INCOMPARABLE if was_last else NARROWS,
        before.pointer,
        f"{door.newer.pointer}/responses",
        status,
        None,
        name=status,
    )
    door.note(walk, edit, door.answers, f"response {status}")


def _note_added(walk: Walk, door: Door, status: str, after: Site) -> None:
    is_tolerated = not _is_success(status)
    edit = Edit(
        "response-status-added",
        WIDENS,
        f"{door.older.pointer}/responses",
        after.pointer,
        None,
        status,
        name=status,
        marks=frozenset([Guard.TOLERANT_READER] if is_tolerated else ()),
    )
    door.note(walk, edit, door.answers, f"response {status}")


def compare_response(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two responses."""
    if not older.is_object or not newer.is_object:
        return
    note_documentation(pair, older, newer, fields=("summary", "description"))
    before, after = older.at("content"), newer.at("content")
    if bool(before.value) == bool(after.value):
        contents.compare_content(walk, pair, older, newer, offered=True)
    else:
        kind = "response-body-added" if after.value else "response-body-removed"
        effects = INCOMPARABLE if before.value else WIDENS
        pair.edits.append(
            Edit(kind, effects, before.pointer, after.pointer, before.value, after.value)
        )
    contents.compare_headers(walk, pair, older, newer)
    _compare_links(walk, pair, older, newer)


def compare_empty_response(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two responses without content; one that is written down is never sent."""
    if not older.is_object or not newer.is_object:
        return
    note_documentation(pair, older, newer, fields=("summary", "description", "content"))
    contents.compare_headers(walk, pair, older, newer)
    _compare_links(walk, pair, older, newer)


def _compare_links(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    before, after = dict(older.at("links").members()), dict(newer.at("links").members())
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        if one is None and two is not None:
            edit = Edit("link-added", OFFERED, older.pointer, two.pointer, None, two.value)
            pair.edits.append(edit)
        elif two is None and one is not None:
            places = (one.pointer, newer.pointer)
            edit = Edit("link-removed", WITHDRAWN, *places, one.value, None, name=name)
            pair.edits.append(edit)
        elif one is not None and two is not None:
            _compare_link(pair, walk.older.land(one), walk.newer.land(two))


def _compare_link(pair: Pair, older: Site, newer: Site) -> None:
    note_documentation(pair, older, newer, fields=("description",))
    values = [_aim(site.value) for site in (older, newer)]
    if not are_equal(*values):
        pair.edits.append(Edit("link-changed", UNKNOWN, older.pointer, newer.pointer, *values))


def _aim(value: Json) -> Json:
    """Where a link leads, less what is said about it."""
    return (
        {k: v for k, v in value.items() if k != "description"} if isinstance(value, dict) else value
    )
