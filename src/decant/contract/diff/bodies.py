"""Request bodies: whether there is one, and whether it must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import contents
from .documentation import note_documentation
from .edits import INCOMPARABLE, NARROWS, WIDENS, Edit, Effects

if TYPE_CHECKING:
    from .doors import Door
    from .edits import Pair
    from .sides import Site
    from .walk import Walk

# What the API sends itself, in webhooks and callbacks, changes for those who read it.
REQUIRED_ADDED: Final = Effects(input=NARROWS.input, output=WIDENS.output)
REMOVED: Final = Effects(input=NARROWS.input, output=INCOMPARABLE.output)


def compare(walk: Walk, door: Door) -> None:
    """Compare the request bodies of an operation."""
    older, newer = door.older.at("requestBody"), door.newer.at("requestBody")
    if older.value is None and newer.value is None:
        return
    place = "request body"
    if older.value is not None and newer.value is not None:
        door.open(walk, walk.pair(compare_body, older, newer), door.asks, place)
        return
    if older.value is None:
        required = walk.newer.land(newer).flag("required")
        kind = "required-body-added" if required else "body-added"
        effects = REQUIRED_ADDED if required else WIDENS
        edit = Edit(kind, effects, door.older.pointer, newer.pointer, None, newer.value)
    else:
        edit = Edit("body-removed", REMOVED, older.pointer, door.newer.pointer, older.value, None)
    door.note(walk, edit, door.asks, place)


def compare_body(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two request bodies."""
    was, is_now = older.flag("required"), newer.flag("required")
    if was != is_now:
        kind = "body-became-required" if is_now else "body-became-optional"
        pair.edits.append(
            Edit(
                kind,
                NARROWS if is_now else WIDENS,
                f"{older.pointer}/required",
                f"{newer.pointer}/required",
                was,
                is_now,
            )
        )
    note_documentation(pair, older, newer, fields=("description",))
    contents.compare_content(walk, pair, older, newer)
