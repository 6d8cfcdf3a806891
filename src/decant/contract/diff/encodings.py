"""`encoding`: how the parts of a form or multipart body are written, and with what headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import contents
from .edits import INCOMPARABLE, NARROWS, WIDENS, Edit
from .sides import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .edits import Effects, Pair
    from .walk import Walk

Json: TypeAlias = Any
WORDS: Final = ("encoding", "prefixEncoding", "itemEncoding")


def compare(walk: Walk, pair: Pair, sites: tuple[Site, Site], *, is_form: bool = False) -> None:
    """Compare the encodings of all parts, by name, by place, or of every item."""
    if not any(word in site.value for site in sites for word in WORDS):
        return
    before, after = (dict(_encodings(site)) for site in sites)
    for key in sorted(before.keys() | after.keys()):
        one = before.get(key) or Site({}, sites[0].pointer)
        two = after.get(key) or Site({}, sites[1].pointer)
        _compare_one(walk, pair, (one, two), (f"`{key[1]}`", is_form))


def _encodings(holder: Site) -> Iterator[tuple[tuple[str, str], Site]]:
    """Each encoding that a media type, or a part, lays down for what is inside it."""
    for name, site in holder.at("encoding").members():
        yield ("encoding", name), site
    for index, site in enumerate(holder.at("prefixEncoding").items()):
        yield ("prefixEncoding", str(index)), site
    items = holder.at("itemEncoding")
    if items.is_object:
        yield ("itemEncoding", "[]"), items


def _compare_one(walk: Walk, pair: Pair, sites: tuple[Site, Site], named: tuple[str, bool]) -> None:
    older, newer = sites
    if not older.is_object or not newer.is_object:
        return
    name, is_form = named
    places = (older.pointer, newer.pointer)
    types = (_types(older), _types(newer))
    effects = _effects(*types)
    if effects is not None:
        shown = (older.text("contentType"), newer.text("contentType"))
        pair.edits.append(Edit("encoding-changed", effects, *places, *shown, name=name))
    before, after = (_style(site, is_form=is_form) for site in sites)
    if before != after:
        edit = Edit("encoding-changed", INCOMPARABLE, *places, before, after, name=name)
        pair.edits.append(edit)
    was, is_now = older.flag("allowReserved"), newer.flag("allowReserved")
    if was != is_now:
        kind = "reserved-characters-allowed" if is_now else "reserved-characters-forbidden"
        allowed = WIDENS if is_now else NARROWS
        pair.edits.append(Edit(kind, allowed, *places, was, is_now, name=name))
    contents.compare_headers(walk, pair, older, newer)
    compare(walk, pair, sites)


def _types(encoding: Site) -> frozenset[str] | None:
    """The content types a part may have; None if that is left to its schema."""
    written = encoding.text("contentType")
    if not written:
        return None
    return frozenset(name.strip().lower() for name in written.split(","))


def _effects(older: frozenset[str] | None, newer: frozenset[str] | None) -> Effects | None:
    shrank, grew = _covers(older, newer), _covers(newer, older)
    if shrank and grew:
        return None
    return NARROWS if shrank else WIDENS if grew else INCOMPARABLE


def _covers(wide: frozenset[str] | None, slim: frozenset[str] | None) -> bool:
    if wide is None or slim is None:
        return wide is None
    return all(name in wide or f"{name.split('/')[0]}/*" in wide for name in slim)


def _style(encoding: Site, *, is_form: bool) -> Json:
    """How a part is spelled like a parameter; None if it is not (OpenAPI 3.1, 4.8.15.1.2)."""
    style, explode = encoding.text("style"), encoding.value.get("explode")
    if style is None and explode is None and not is_form:
        return None
    style = style or "form"
    is_exploded = explode if isinstance(explode, bool) else style == "form"
    return f"{style}, exploded" if is_exploded else style
