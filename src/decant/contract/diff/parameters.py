"""Parameters: matched by place and name wherever they are written, compared with their spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import bodies, lifecycle, schemas
from .documentation import note_documentation
from .edits import INCOMPARABLE, NARROWS, NONE, WIDENS, Edit
from .sides import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .doors import Door
    from .edits import Effects, Pair
    from .sides import Side
    from .walk import Walk

Json: TypeAlias = Any
Key: TypeAlias = tuple[str, str]
Found: TypeAlias = dict[Key, tuple[Site, Site]]

# OpenAPI 3.1, 4.8.12.2: these header parameters are ignored.
SPOKEN_FOR: Final = frozenset(["accept", "content-type", "authorization"])
STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
SCALARS: Final = frozenset(["string", "number", "integer", "boolean"])


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
            door.open(walk, pair, door.asks, _place(key))
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
    edit = Edit(
        "parameter-removed",
        NARROWS,
        before.pointer,
        f"{door.newer.pointer}/parameters",
        parameter.value,
        None,
        name=key[1],
        marks=lifecycle.removal(parameter.value, walk.today),
    )
    door.note(walk, edit, door.asks, _place(key))


def _note_added(walk: Walk, door: Door, key: Key, sites: tuple[Site, Site]) -> None:
    after, parameter = sites
    required = parameter.flag("required") or key[0] == "path"
    edit = Edit(
        "required-parameter-added" if required else "parameter-added",
        NARROWS if required else WIDENS,
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
    note_documentation(pair, older, newer, fields=("description", "example", "examples"))
    if older.flag("allowEmptyValue") != newer.flag("allowEmptyValue"):
        what = (
            ("parameter-empty-value-allowed", WIDENS)
            if newer.flag("allowEmptyValue")
            else ("parameter-empty-value-forbidden", NARROWS)
        )
        _note(pair, what, (older, newer), "allowEmptyValue")
    compare_writing(walk, pair, older, newer)


def compare_writing(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare the schema of a parameter or header, or its `content`, and how it is spelled."""
    if "content" in older.value or "content" in newer.value:
        if "content" in older.value and "content" in newer.value:
            bodies.compare_content(walk, pair, older, newer)
        else:
            values = ("content", "schema") if "content" in older.value else ("schema", "content")
            pair.edits.append(
                Edit("parameter-style-changed", INCOMPARABLE, older.pointer, newer.pointer, *values)
            )
        return
    one, two = (
        site.at("schema") if "schema" in site.value else Site(True, f"{site.pointer}/schema")
        for site in (older, newer)
    )
    if _became_list(walk, (one, two), newer):
        pair.edits.append(Edit("parameter-became-list", WIDENS, one.pointer, two.pointer))
        two = walk.newer_views.view(two).site("items") or two
    else:
        _compare_style(walk, pair, older, newer)
    walk.link(pair, walk.pair(schemas.compare_text, one, two, schema=True))


def _became_list(walk: Walk, sites: tuple[Site, Site], newer: Site) -> bool:
    """A scalar and an exploded list of one: `?a=1` both times."""
    one, two = walk.older_views.view(sites[0]), walk.newer_views.view(sites[1])
    is_exploded = newer.text("in") in ("query", "cookie") and _style(newer) == ("form", True)
    is_scalar = bool(one.types) and (one.types or SCALARS) <= SCALARS
    return is_exploded and is_scalar and two.types == frozenset(["array"])


def _compare_style(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    styles = (_style(older), _style(newer))
    if styles[0] != styles[1] and not (_is_scalar(walk, older) and _plain(styles)):
        older_style, newer_style = map(_style_words, styles)
        places = (older.pointer, newer.pointer)
        pair.edits.append(
            Edit("parameter-style-changed", INCOMPARABLE, *places, older_style, newer_style)
        )
    was, is_now = older.flag("allowReserved"), newer.flag("allowReserved")
    if was != is_now:
        kind = "reserved-characters-allowed" if is_now else "reserved-characters-forbidden"
        effects = NONE if _is_scalar(walk, older, texts=False) else WIDENS if is_now else NARROWS
        _note(pair, (kind, effects), (older, newer), "allowReserved")


def _style(parameter: Site) -> tuple[str, bool]:
    style = parameter.text("style") or STYLES.get(parameter.text("in") or "header", "simple")
    explode = parameter.value.get("explode")
    return style, explode if isinstance(explode, bool) else style in ("form", "cookie")


def _style_words(style: tuple[str, bool]) -> str:
    return f"{style[0]}, exploded" if style[1] else style[0]


def _plain(styles: tuple[tuple[str, bool], tuple[str, bool]]) -> bool:
    """Whether both styles write a scalar the same way: only `explode` or delimiters differ."""
    prefixed = {"matrix", "label"}
    return styles[0][0] == styles[1][0] or not prefixed & {styles[0][0], styles[1][0]}


def _is_scalar(walk: Walk, parameter: Site, *, texts: bool = True) -> bool:
    types = walk.older_views.view(parameter.at("schema")).types
    return types is not None and frozenset() < types <= (SCALARS if texts else SCALARS - {"string"})


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
