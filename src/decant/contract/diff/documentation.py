"""Edits to what people read: one change for each place, whatever fields it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from .edits import NONE, Edit
from .equality import are_equal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .edits import Pair
    from .sides import Side, Site
    from .walk import Walk

Json: TypeAlias = Any


def note_documentation(
    pair: Pair, older: Site, newer: Site, *, fields: Iterable[str], walk: Walk | None = None
) -> None:
    """Note the fields for readers that differ between two objects, as one edit.

    With a walk, examples that are referred to are read as well.
    """
    before, after = older.value, newer.value
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    if before is after and "examples" not in before:
        return
    if walk is not None:
        before, after = _read(walk.older, older), _read(walk.newer, newer)
    touched = [field for field in fields if not are_equal(before.get(field), after.get(field))]
    # 3.0 has one `example` where 3.1 has a list of them.
    if {"example", "examples"} <= set(touched) and _examples(before) == _examples(after):
        touched = [field for field in touched if field not in ("example", "examples")]
    if not touched:
        return
    pair.edits.append(
        Edit(
            "documentation-changed",
            NONE,
            f"{older.pointer}/{touched[0]}" if touched[0] in before else older.pointer,
            f"{newer.pointer}/{touched[0]}" if touched[0] in after else newer.pointer,
            {field: before[field] for field in touched if field in before} or None,
            {field: after[field] for field in touched if field in after} or None,
            name=_in_words(touched),
        )
    )


def _in_words(fields: list[str]) -> str:
    *most, last = (f"`{field}`" for field in fields)
    return f"{', '.join(most)} and {last}" if most else last


def _examples(node: dict[str, Json]) -> list[Json]:
    many = node.get("examples")
    if isinstance(many, list):
        return many
    return [node["example"]] if "example" in node else []


def _read(side: Side, site: Site) -> dict[str, Json]:
    """The fields of an object, each of its examples where it is written."""
    fields: dict[str, Json] = site.value
    named = site.at("examples")
    if not named.is_object:
        return fields
    return {**fields, "examples": {name: side.land(one).value for name, one in named.members()}}
