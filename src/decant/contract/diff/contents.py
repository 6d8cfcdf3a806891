"""What is inside messages: media types, what each holds, and how its parts are written.

A part of a form may have headers, a header may have content: so they are all told here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import encodings, lifecycle, schemas, styles
from .documentation import note_documentation
from .edits import ADDED, INCOMPARABLE, NARROWS, NONE, REMOVED, WIDENS, Edit, Effects, Turn
from .sides import Site

if TYPE_CHECKING:
    from .edits import Pair
    from .walk import Comparer, Walk

Json: TypeAlias = Any
TEXTUAL: Final = frozenset(["application/x-www-form-urlencoded"])
# A header that was always there and goes: older messages have it, newer ones never do.
REQUIRED_REMOVED: Final = Effects(input=INCOMPARABLE.input, output=REMOVED.output)


def compare_content(
    walk: Walk, pair: Pair, older: Site, newer: Site, *, offered: bool = False
) -> None:
    """Compare two `content` maps. Media types on offer in a response are chosen by the
    client (`Accept`), so which there are is a matter of input even there.
    """
    before = {_canonical(name): site for name, site in older.at("content").members()}
    after = {_canonical(name): site for name, site in newer.at("content").members()}
    for one, two in _matched(before, after):
        _compare_media(walk, pair, (before[one], after[two]), one)
    gone = [name for name in before if name not in after and not _ranges_over(after, name)]
    new = [name for name in after if name not in before]
    spelled_out = [name for name in new if _ranges_over(dict.fromkeys(gone), name)]
    choice = walk.fresh()
    walk.link(pair, choice, turn=Turn.FLIP if offered else Turn.KEEP)
    if len(gone) == len(new) == len(before) == len(after) == 1 and not spelled_out:
        places = (before[gone[0]].pointer, after[new[0]].pointer)
        choice.edits.append(Edit("media-type-changed", INCOMPARABLE, *places, gone[0], new[0]))
        if _is_json(gone[0]) and _is_json(new[0]):
            _compare_media(walk, pair, (before[gone[0]], after[new[0]]), new[0])
        return
    for name in gone:
        places = (before[name].pointer, f"{newer.pointer}/content")
        choice.edits.append(Edit("media-type-removed", NARROWS, *places, name, None))
    for name in new:
        if name not in spelled_out:
            effects = NONE if _ranges_over(before, name) else WIDENS
            places = (f"{older.pointer}/content", after[name].pointer)
            choice.edits.append(Edit("media-type-added", effects, *places, None, name))


def _canonical(media_type: str) -> str:
    """A media type less spaces, case and the charset that everybody takes for granted."""
    return media_type.replace(" ", "").lower().replace(";charset=utf-8", "")


def _matched(before: dict[str, Site], after: dict[str, Site]) -> list[tuple[str, str]]:
    """Media types that hold the same messages: by name, or by the range they fall under."""
    pairs = [(name, name) for name in before if name in after]
    pairs += [
        (name, wider) for name in before if name not in after for wider in _ranges_over(after, name)
    ]
    pairs += [
        (wider, name)
        for name in after
        if name not in before
        for wider in _ranges_over(before, name)
    ]
    return pairs


def _ranges_over(names: dict[str, Any], name: str) -> list[str]:
    """Those that cover a media type, as `application/*` does; its parameters may go."""
    ranges = ("*/*", f"{name.split('/', 1)[0]}/*", name.split(";", 1)[0])
    return [wider for wider in ranges if wider in names and wider != name][:1]


def _is_json(name: str) -> bool:
    """Whether a media type is spelled as JSON (RFC 6838, 4.2.8), whatever it means."""
    subtype = name.split(";", 1)[0].rpartition("/")[2]
    return subtype == "json" or subtype.endswith("+json")


def _compare_media(walk: Walk, pair: Pair, sites: tuple[Site, Site], name: str) -> None:
    older, newer = walk.older.land(sites[0]), walk.newer.land(sites[1])
    if not older.is_object or not newer.is_object:
        return
    fields = ("description", "example", "examples")
    note_documentation(pair, older, newer, fields=fields, walk=walk)
    for field in ("schema", "itemSchema"):
        _compare_schemas(walk, pair, (older, newer), (field, name))
    encodings.compare(walk, pair, (older, newer), is_form=name in TEXTUAL)


def _compare_schemas(
    walk: Walk, pair: Pair, sites: tuple[Site, Site], names: tuple[str, str]
) -> None:
    field, media_type = names
    one, two = sites[0].at(field), sites[1].at(field)
    if one.value is None and two.value is None:
        return
    if one.value is None or two.value is None:
        kind = "media-type-schema-added" if one.value is None else "media-type-schema-removed"
        known = walk.newer_views.view(two) if one.value is None else walk.older_views.view(one)
        if not known.says_nothing:
            effects = NARROWS if one.value is None else WIDENS
            pair.edits.append(Edit(kind, effects, one.pointer, two.pointer, one.value, two.value))
        return
    compare: Comparer = schemas.compare_text if media_type in TEXTUAL else schemas.compare
    marks = lifecycle.unstable(walk.older.land(one, schema=True).value)
    walk.link(pair, walk.pair(compare, one, two, schema=True), marks=marks)


def compare_headers(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare the headers of two responses, or of two parts of a form."""
    before, after = _headers(older), _headers(newer)
    for name, one in before.items():
        two = after.get(name)
        if two is not None:
            marks = lifecycle.unstable(walk.older.land(one).value)
            walk.link(pair, walk.pair(compare_header, one, two), marks=marks)
            continue
        header = walk.older.land(one)
        required = header.flag("required")
        pair.edits.append(
            Edit(
                "required-header-removed" if required else "header-removed",
                REQUIRED_REMOVED if required else REMOVED,
                one.pointer,
                f"{newer.pointer}/headers",
                header.value,
                None,
                name=name,
                marks=lifecycle.removal(header.value, walk.today),
            )
        )
    for name, two in after.items():
        if name not in before:
            header = walk.newer.land(two)
            required = header.flag("required")
            kind = "required-header-added" if required else "header-added"
            effects = NARROWS if required else ADDED
            place = f"{older.pointer}/headers"
            pair.edits.append(
                Edit(kind, effects, place, two.pointer, None, header.value, name=name)
            )


def _headers(holder: Site) -> dict[str, Site]:
    """Headers by name, which has no case; `Content-Type` is said elsewhere."""
    found = {name.lower(): site for name, site in holder.at("headers").members()}
    found.pop("content-type", None)
    return found


def compare_header(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two headers of a response."""
    if not older.is_object or not newer.is_object:
        return
    was, is_now = older.flag("required"), newer.flag("required")
    if was != is_now:
        kind = "header-became-required" if is_now else "header-became-optional"
        effects = NARROWS if is_now else WIDENS
        pair.edits.append(Edit(kind, effects, older.pointer, newer.pointer, was, is_now))
    lifecycle.compare(pair, older, newer, thing="header")
    fields = ("description", "example", "examples")
    note_documentation(pair, older, newer, fields=fields, walk=walk)
    compare_writing(walk, pair, older, newer)


def compare_writing(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare the schema of a parameter or header, or its `content`, and how it is spelled."""
    if "content" in older.value or "content" in newer.value:
        if "content" in older.value and "content" in newer.value:
            compare_content(walk, pair, older, newer)
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
    if styles.became_list(walk, (one, two), newer):
        pair.edits.append(Edit("parameter-became-list", WIDENS, one.pointer, two.pointer))
        two = walk.newer_views.view(two).site("items") or two
    else:
        styles.compare(walk, pair, older, newer)
    walk.link(pair, walk.pair(schemas.compare_text, one, two, schema=True))
