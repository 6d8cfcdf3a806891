"""What a function is asked about: the value that a path found, or a field of it.

A field is a way through the value (`info.contact`, `429.content`, `[0]`), a path of its own
(`$.…`), or `@key` for every key. A field that is not there is asked about once, as undefined.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from decant.contract.lint.jsonpath import matches, parse
from decant.contract.lint.jsonpath.values import UNDEFINED

from .functions import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.lint.jsonpath import Budget, Place, Tree
    from decant.contract.lint.jsonpath.tree import Key

    from .views import View

_STEP: Final = re.compile(r"""[^.\[\]]+|\[(?:(-?\d+)|(["'])(.*?)\2)\]|(?=\.\.)""")
Seen: TypeAlias = "tuple[View, Tree, Budget]"


def targets(place: Place, field: str | None, *, keyed: bool, seen: Seen) -> Iterator[Target]:
    """The targets in a place that was found; with `keyed` in its key."""
    view, tree, budget = seen
    if keyed:
        value = place.key if place.parent is not None else UNDEFINED
        yield Target(value, _keyed(place), (), tree, view, budget)
    elif field is None or not place.is_container:
        yield Target(place.value, place, (), tree, view, budget)
    elif field == "@key":
        yield from _keys(place, seen)
    elif field.startswith("$"):
        yield from _found(place, field, seen)
    else:
        yield _at(place, steps_of(field), seen)


def _keys(place: Place, seen: Seen) -> Iterator[Target]:
    view, tree, budget = seen
    for child in tree.children(place):
        yield Target(str(child.key), _keyed(child), (), tree, view, budget)
    if not place.value:
        yield Target(UNDEFINED, place, (), tree, view, budget)


def _keyed(place: Place) -> Place:
    """Where a key is told: beside other members than `$ref` it is a place of its own."""
    reference = place.reference
    return place if reference is None or len(reference.value) == 1 else reference


def _found(place: Place, field: str, seen: Seen) -> Iterator[Target]:
    view, tree, budget = seen
    path, is_found = parse(field), False
    for found in matches(path, tree.below(place), budget):
        is_found = True
        yield Target(found.key if path.keyed else found.value, found, (), tree, view, budget)
    if not is_found:
        yield Target(UNDEFINED, place, (), tree, view, budget)


def _at(place: Place, steps: tuple[Key, ...], seen: Seen) -> Target:
    view, tree, budget = seen
    here: Place = place
    for number, step in enumerate(steps):
        below = tree.find(here, step) if here.is_container else None
        if below is None:
            value = len(here.value) if _is_length(here, steps[number:]) else UNDEFINED
            return Target(value, here, steps[number:], tree, view, budget)
        here = below
    return Target(here.value, here, (), tree, view, budget)


def _is_length(place: Place, rest: tuple[Key, ...]) -> bool:
    return rest == ("length",) and isinstance(place.value, (list, str))


def steps_of(field: str) -> tuple[Key, ...]:
    """The steps of a way, as lodash reads it."""
    found: list[Key] = []
    for match in _STEP.finditer(field):
        index, quote, quoted = match.groups()
        if index is not None:
            found.append(int(index))
        else:
            found.append(quoted if quote else match.group())
    return tuple(found)
