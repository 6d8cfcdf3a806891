"""The function alphabetical: items, or the names of members, in the order of a dictionary."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from decant.contract.lint.jsonpath.values import is_number, number_of

from .function import Function, OptionFault, Options, Remark, Target, only
from .printing import printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .function import Json

Weights: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
_PROPERTY: Final = '#{{print("property")}}'
# The order of the Unicode root collation, by which JavaScript compares texts.
_SIGNS: Final = " \t\n\r_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789"
_PRIMARY: Final = {sign: number for number, sign in enumerate(_SIGNS)}
_LETTERS: Final = len(_SIGNS)


def alphabetical(options: Options | None) -> Function:
    """In order; with `keyedBy` by that member of each item."""
    chosen = only(options or {}, "alphabetical", "keyedBy")
    keyed_by = chosen.get("keyedBy")
    if keyed_by is not None and not isinstance(keyed_by, str):
        raise OptionFault('"keyedBy" is the name of a member.', "keyedBy")
    return lambda target: _remarks(target, keyed_by)


def _remarks(target: Target, keyed_by: str | None) -> Iterator[Remark]:
    value = target.value
    if not isinstance(value, (dict, list)) or len(value) < 2:
        return
    items: Sequence[Json] = list(value)
    if keyed_by is not None:
        if not all(isinstance(item, (dict, list)) for item in items):
            yield Remark(f"{_PROPERTY}must be an object")
            return
        items = [_keyed(target, index, keyed_by) for index in range(len(items))]
    if not all(isinstance(item, str) or is_number(item) for item in items):
        yield Remark(f"{_PROPERTY}must be one of the allowed types: number, string")
        return
    for index, (one, other) in enumerate(pairwise(items)):
        if _compared(one, other) >= 1:
            if keyed_by is not None:
                yield Remark("properties must follow the alphabetical order")
            else:
                message = f"{printed(one)} must be placed after {printed(other)}"
                yield Remark(message, (index if isinstance(value, list) else one,))
            return


def _keyed(target: Target, index: int, key: str) -> Json:
    """A member of an item, which may be found through a reference."""
    place = target.found
    if place is None:
        item = target.value[index]
    else:
        child = target.tree.child(place, index)
        found = target.tree.find(child, key)
        return found.value if found is not None else None
    return item.get(key) if isinstance(item, dict) else None


def _compared(one: Json, other: Json) -> float:
    """As Spectral compares: a number and what is none, or two texts."""
    is_left = is_number(one) or math.isnan(number_of(one))
    is_right = is_number(other) or not math.isnan(number_of(other))
    if is_left and is_right:
        difference = number_of(one) - number_of(other)
        return 0 if math.isnan(difference) else min(1, max(-1, difference))
    if not isinstance(one, str) or not isinstance(other, str):
        return 0
    left, right = _weights(one), _weights(other)
    return (left > right) - (left < right)


@lru_cache(maxsize=10_000)
def _weights(text: str) -> Weights:
    """What decides first the letters, then the accents, then the case."""
    primary: list[int] = []
    secondary: list[int] = []
    tertiary: list[int] = []
    for character in unicodedata.normalize("NFD", text):
        if unicodedata.combining(character):
            secondary.append(ord(character))
            continue
        lower = character.lower()
        primary.append(_PRIMARY.get(lower, _LETTERS + ord(lower[0])))
        secondary.append(0)
        tertiary.append(lower != character)
    return tuple(primary), tuple(secondary), tuple(tertiary)
