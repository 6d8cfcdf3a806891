"""How a value is spelled in a URL or header: styles, exploded or not, reserved characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .edits import INCOMPARABLE, NARROWS, NONE, WIDENS, Edit

if TYPE_CHECKING:
    from .edits import Pair
    from .sides import Site
    from .walk import Walk

STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
SCALARS: Final = frozenset(["string", "number", "integer", "boolean"])
# Styles that put something before a single value, or none of the escapes others do.
_MARKED: Final = frozenset(["matrix", "label", "cookie"])


def compare(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Note another spelling of the same value."""
    styles = (_style(older), _style(newer))
    if styles[0] != styles[1] and not (_is_scalar(walk, older) and _plain(styles)):
        before, after = map(_words, styles)
        places = (older.pointer, newer.pointer)
        pair.edits.append(Edit("parameter-style-changed", INCOMPARABLE, *places, before, after))
    was, is_now = older.flag("allowReserved"), newer.flag("allowReserved")
    if was != is_now:
        kind = "reserved-characters-allowed" if is_now else "reserved-characters-forbidden"
        effects = NONE if _is_scalar(walk, older, texts=False) else WIDENS if is_now else NARROWS
        field = "allowReserved"
        places = (f"{older.pointer}/{field}", f"{newer.pointer}/{field}")
        values = (older.value.get(field), newer.value.get(field))
        pair.edits.append(Edit(kind, effects, *places, *values))


def became_list(walk: Walk, schemas: tuple[Site, Site], newer: Site) -> bool:
    """A scalar and an exploded list of one: `?a=1` both times."""
    one, two = walk.older_views.view(schemas[0]), walk.newer_views.view(schemas[1])
    is_exploded = newer.text("in") in ("query", "cookie") and _style(newer)[:2] == ("form", True)
    is_scalar = bool(one.types) and (one.types or SCALARS) <= SCALARS
    return is_exploded and is_scalar and two.types == frozenset(["array"])


def _style(parameter: Site) -> tuple[str, bool, str]:
    style = parameter.text("style") or STYLES.get(parameter.text("in") or "header", "simple")
    explode = parameter.value.get("explode")
    is_exploded = explode if isinstance(explode, bool) else style in ("form", "cookie")
    # Swagger 2.0 parts values by tabs, for which OpenAPI 3 has no word.
    return style, is_exploded, parameter.text("x-collectionFormat") or ""


def _words(style: tuple[str, bool, str]) -> str:
    name, is_exploded, parted = style
    return parted or (f"{name}, exploded" if is_exploded else name)


def _plain(styles: tuple[tuple[str, bool, str], tuple[str, bool, str]]) -> bool:
    """Whether both styles write a scalar the same way: only `explode` or delimiters differ."""
    return styles[0][0] == styles[1][0] or not _MARKED & {styles[0][0], styles[1][0]}


def _is_scalar(walk: Walk, parameter: Site, *, texts: bool = True) -> bool:
    types = walk.older_views.view(parameter.at("schema")).types
    return types is not None and frozenset() < types <= (SCALARS if texts else SCALARS - {"string"})
