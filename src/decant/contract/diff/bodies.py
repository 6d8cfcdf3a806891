"""Bodies: which media types there are, and what each of them holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import schemas
from .documentation import note_documentation
from .edits import INCOMPARABLE, NARROWS, NONE, WIDENS, Edit, Turn

if TYPE_CHECKING:
    from .doors import Door
    from .edits import Effects, Pair
    from .sides import Site
    from .walk import Comparer, Walk

Json: TypeAlias = Any
TEXTUAL: Final = frozenset(["application/x-www-form-urlencoded"])


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
        effects = NARROWS if required else WIDENS
        edit = Edit(kind, effects, door.older.pointer, newer.pointer, None, newer.value)
    else:
        edit = Edit("body-removed", NARROWS, older.pointer, door.newer.pointer, older.value, None)
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
    compare_content(walk, pair, older, newer)


def compare_content(
    walk: Walk, pair: Pair, older: Site, newer: Site, *, offered: bool = False
) -> None:
    """Compare two `content` maps. Media types on offer in a response are chosen by the
    client (`Accept`), so which there are is a matter of input even there.
    """
    before = {_canonical(name): site for name, site in older.at("content").members()}
    after = {_canonical(name): site for name, site in newer.at("content").members()}
    gone = [name for name in before if name not in after]
    new = [name for name in after if name not in before]
    for name, site in before.items():
        if name in after:
            _compare_media(walk, pair, (site, after[name]), name)
    for name in list(gone):
        wider = next((other for other in after if _within(name, other)), None)
        if wider is not None:
            gone.remove(name)
            _compare_media(walk, pair, (before[name], after[wider]), name)
    choice = walk.fresh()
    walk.link(pair, choice, turn=Turn.FLIP if offered else Turn.KEEP)
    if len(gone) == len(new) == len(before) == len(after) == 1:
        places = (before[gone[0]].pointer, after[new[0]].pointer)
        choice.edits.append(Edit("media-type-changed", INCOMPARABLE, *places, gone[0], new[0]))
        if _is_json(gone[0]) and _is_json(new[0]):
            _compare_media(walk, pair, (before[gone[0]], after[new[0]]), new[0])
        return
    for name in gone:
        places = (before[name].pointer, f"{newer.pointer}/content")
        choice.edits.append(Edit("media-type-removed", NARROWS, *places, name, None))
    for name in new:
        effects = NONE if any(_within(name, other) for other in before) else WIDENS
        places = (f"{older.pointer}/content", after[name].pointer)
        choice.edits.append(Edit("media-type-added", effects, *places, None, name))


def _canonical(media_type: str) -> str:
    """A media type less spaces and case; parameters stay (RFC 9110, 8.3.1)."""
    return media_type.replace(" ", "").lower()


def _within(name: str, wider: str) -> bool:
    """Whether a range such as `application/*` covers a media type; its parameters may go."""
    if wider == "*/*":
        return True
    if wider.endswith("/*"):
        return name.split("/", 1)[0] == wider.split("/", 1)[0]
    return name.split(";", 1)[0] == wider


def _is_json(name: str) -> bool:
    """Whether a media type is spelled as JSON (RFC 6838, 4.2.8), whatever it means."""
    subtype = name.split(";", 1)[0].rpartition("/")[2]
    return subtype == "json" or subtype.endswith("+json")


def _compare_media(walk: Walk, pair: Pair, sites: tuple[Site, Site], name: str) -> None:
    older, newer = walk.older.land(sites[0]), walk.newer.land(sites[1])
    if not older.is_object or not newer.is_object:
        return
    note_documentation(pair, older, newer, fields=("example", "examples"))
    for field in ("schema", "itemSchema"):
        _compare_schemas(walk, pair, (older, newer), (field, name))
    _compare_encoding(pair, older, newer)


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
    walk.link(pair, walk.pair(compare, one, two, schema=True))


def _compare_encoding(pair: Pair, older: Site, newer: Site) -> None:
    """`encoding`: how the parts of a form or multipart body are written."""
    before, after = dict(older.at("encoding").members()), dict(newer.at("encoding").members())
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        values = (one.value if one else None, two.value if two else None)
        if _spelling(values[0]) == _spelling(values[1]):
            continue
        pair.edits.append(
            Edit(
                "encoding-changed",
                INCOMPARABLE if values[0] is not None and values[1] is not None else _set(values),
                one.pointer if one else older.pointer,
                two.pointer if two else newer.pointer,
                *values,
                name=f"`{name}`",
            )
        )


def _set(values: tuple[Json, Json]) -> Effects:
    """An encoding that came restricts what was open, one that went opens it."""
    return NARROWS if values[0] is None else WIDENS


def _spelling(encoding: Json) -> tuple[Json, ...]:
    if not isinstance(encoding, dict):
        encoding = {}
    content_type = encoding.get("contentType")
    types = content_type.split(",") if isinstance(content_type, str) else []
    return (
        tuple(sorted(name.strip().lower() for name in types)),
        encoding.get("style"),
        encoding.get("explode"),
        encoding.get("allowReserved") is True,
        repr(encoding.get("headers")),
    )
