"""A document cut into units that can be hashed, stored and compared one by one.

A unit is an operation, the rest of a path item, a component, or any other field of the
document. Its name is the JSON pointer to it less the leading slash. `raw` names its own
content; `deep` also takes in everything that its references lead to. Circles of units are
hashed as a whole, so equal deep hashes mean equal resolved content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import orjson

from decant.contract.grammar import METHODS
from decant.contract.references import escaped, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Json: TypeAlias = Any
ITEMS: Final = ("paths", "webhooks")
MORE: Final = "additionalOperations"
# `paths/~1pets/additionalOperations/COPY` is the longest way to a unit.
LONGEST: Final = 4


class Unit(NamedTuple):
    """The hashes of one unit, in hex; `raw` names its canonical bytes in a store.

    A tuple, so that thousands of them are held against each other at once.
    """

    raw: str
    deep: str


def canonical(value: Json) -> bytes:
    """The one spelling of a value: no spaces, members in order of their names."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def cut(tree: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    """Every unit by name, in reading order; the rest of a path item follows its operations.

    Nothing is lost: `joined` makes the same tree of them.
    """
    for field, value in tree.items():
        if field in ITEMS and isinstance(value, dict) and value:
            for path, item in value.items():
                name = f"{field}/{escaped(path)}"
                if not isinstance(item, dict) or (field == "paths" and path.startswith("x-")):
                    yield name, item
                else:
                    yield from _cut_item(name, item)
        elif field == "components" and isinstance(value, dict) and value:
            for section, members in value.items():
                yield from _cut_section(f"components/{escaped(section)}", members)
        else:
            yield escaped(field), value


def _cut_item(name: str, item: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    rest: dict[str, Json] = {}
    for key, value in item.items():
        if key in METHODS and isinstance(value, dict):
            yield f"{name}/{key}", value
        elif key == MORE and isinstance(value, dict):
            more = {method: one for method, one in value.items() if isinstance(one, dict)}
            for method, operation in more.items():
                yield f"{name}/{MORE}/{escaped(method)}", operation
            if len(more) < len(value) or not value:
                rest[key] = {method: one for method, one in value.items() if method not in more}
        else:
            rest[key] = value
    if rest or not item:
        yield name, rest


def _cut_section(name: str, members: Json) -> Iterator[tuple[str, Json]]:
    if not isinstance(members, dict) or not members or name.startswith("components/x-"):
        yield name, members
        return
    for key, value in members.items():
        yield f"{name}/{escaped(key)}", value


def joined(units: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    """The tree that was cut into these units; it holds their values, not copies."""
    tree: dict[str, Json] = {}
    for name, value in units:
        *way, last = [unescaped(token) for token in name.split("/")]
        holder = tree
        for token in way:
            holder = holder.setdefault(token, {})
        if last in holder and isinstance(value, dict):
            _complete(holder[last], value)
        else:
            holder[last] = value
    return tree


def _complete(item: dict[str, Json], rest: dict[str, Json]) -> None:
    """Add the rest of a path item to its operations."""
    for key, value in rest.items():
        item[key] = {**item[key], **value} if key == MORE and key in item else value


def is_operation(name: str) -> bool:
    """Whether a unit of that name is an operation of a path or webhook."""
    return name.startswith(("paths/", "webhooks/")) and name.count("/") > 1
