"""Parameters: matched by place and name, wherever they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import contents, lifecycle, schemas
from .documentation import note_documentation
from .edits import ADDED, INCOMPARABLE, NARROWS, REMOVED, WIDENS, Edit, Effects, Guard
from .sides import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .doors import Door
    from .edits import Pair
    from .sides import Side
    from .walk import Walk

Json: TypeAlias = Any
Key: TypeAlias = tuple[str, str]
Found: TypeAlias = dict[Key, tuple[Site, Site]]

# OpenAPI 3.1, 4.8.12.2: these header parameters are ignored.
SPOKEN_FOR: Final = frozenset(["accept", "content-type", "authorization"])


def compare(walk: Walk, door: Door, renamed: Mapping[str, str]) -> None:
    """Compare what an operation takes; `renamed` maps older path parameters to newer."""
    older = _parameters(walk.older, door.older_item, door.older)
    newer = _parameters(walk.newer, door.newer_item, door.newer)
    older = {_renamed(key, renamed): found for key, found in older.items()}
    for key, (before, one) in older.items():
        if key in newer:
            after, two = newer[key]
            del before
            pair = walk.pair(compare_parameter, one, two)
            marks = lifecycle.unstable(one.value)
            door.open(walk, pair, door.asks, _place(key), marks=marks)
            _name(walk, (one, after, two), key)
    gone = {key: found for key, found in older.items() if key not in newer}
    new = {key: found for key, found in newer.items() if key not in older}
    _note_moved(walk, door, gone, new)
    for key, (before, one) in gone.items():
        walk.older.names[before.pointer] = _label(key)
        _note_removed(walk, door, key, (before, one))
    for key, (after, two) in new.items():
        walk.newer.names[after.pointer] = _label(key)
        _note_added(walk, door, key, (after, two))


def _parameters(side: Side, item: Site, operation: Site) -> Found:
    """(as written, as it reads) by place and name: the operation's own win."""
    found: Found = {}
    for holder in (item, operation):
        for written in holder.at("parameters").items():
            parameter = side.land(written)
            place, name = parameter.text("in"), parameter.text("name")
            if place is None or name is None:
                continue
            if place == "header":
                name = name.lower()
                if name in SPOKEN_FOR:
                    continue
            found[place, name] = (written, parameter)
    return found


def _renamed(key: Key, renamed: Mapping[str, str]) -> Key:
    place, name = key
    return (place, renamed.get(name, name)) if place == "path" else key


def _label(key: Key) -> str:
    return f"{key[0]} parameter `{key[1]}`" if key[0] != "path" else f"path parameter `{key[1]}`"


def _place(key: Key) -> str:
    return f"parameter `{key[1]}` in {key[0]}"


def _name(walk: Walk, sites: tuple[Site, Site, Site], key: Key) -> None:
    one, after, two = sites
    walk.older.names.setdefault(one.pointer, _label(key))
    walk.newer.names.setdefault(two.pointer, _label(key))
    walk.newer.names.setdefault(after.pointer, _label(key))


def _note_moved(walk: Walk, door: Door, gone: Found, new: Found) -> None:
    """The same name in another place: one move, not a removal and an addition."""
    for key in list(gone):
        twins = [other for other in new if other[1].lower() == key[1].lower()]
        if len(twins) != 1:
            continue
        (before, one), (after, two) = gone.pop(key), new.pop(twins[0])
        walk.newer.names[after.pointer] = _label(twins[0])
        edit = Edit(
            "parameter-moved",
            INCOMPARABLE,
            before.pointer,
            after.pointer,
            key[0],
            twins[0][0],
            name=key[1],
        )
        door.note(walk, edit, door.asks, _place(key))
        pair = walk.pair(schemas.compare_text, one.at("schema"), two.at("schema"), schema=True)
        if one.is_object and "schema" in one.value and "schema" in two.value:
            door.open(walk, pair, door.asks, _place(key))


def _note_removed(walk: Walk, door: Door, key: Key, sites: tuple[Site, Site]) -> None:
    before, parameter = sites
    marks = lifecycle.removal(parameter.value, walk.today)
    if not parameter.flag("required"):
        marks |= {Guard.TOLERANT_READER}
    edit = Edit(
        "parameter-removed",
        REMOVED,
        before.pointer,
        f"{door.newer.pointer}/parameters",
        parameter.value,
        None,
        name=key[1],
        marks=marks,
    )
    door.note(walk, edit, door.asks, _place(key))


def _note_added(walk: Walk, door: Door, key: Key, sites: tuple[Site, Site]) -> None:
    after, parameter = sites
    required = parameter.flag("required") or key[0] == "path"
    edit = Edit(
        "required-parameter-added" if required else "parameter-added",
        NARROWS if required else ADDED,
        f"{door.older.pointer}/parameters",
        after.pointer,
        None,
        parameter.value,
        name=key[1],
    )
    door.note(walk, edit, door.asks, _place(key))


def compare_parameter(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare one parameter: whether it must be there, how it is written, what it holds."""
    was, is_now = (site.flag("required") or site.text("in") == "path" for site in (older, newer))
    if was != is_now:
        kind = "parameter-became-required" if is_now else "parameter-became-optional"
        _note(pair, (kind, NARROWS if is_now else WIDENS), (older, newer), "required")
    lifecycle.compare(pair, older, newer, thing="parameter")
    fields = ("description", "example", "examples")
    note_documentation(pair, older, newer, fields=fields, walk=walk)
    if older.flag("allowEmptyValue") != newer.flag("allowEmptyValue"):
        what = (
            ("parameter-empty-value-allowed", WIDENS)
            if newer.flag("allowEmptyValue")
            else ("parameter-empty-value-forbidden", NARROWS)
        )
        _note(pair, what, (older, newer), "allowEmptyValue")
    contents.compare_writing(walk, pair, older, newer)


def _note(pair: Pair, what: tuple[str, Effects], sites: tuple[Site, Site], field: str) -> None:
    older, newer = sites
    pair.edits.append(
        Edit(
            *what,
            f"{older.pointer}/{field}",
            f"{newer.pointer}/{field}",
            older.value.get(field),
            newer.value.get(field),
        )
    )
