"""The units of a document, hashed; or those of two at hand, told apart with hardly a hash.

What is stored needs names that last, so every unit is hashed. Two documents that were just
read need only know which of their units differ: what is equal need not be hashed for that.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from .dependencies import Dependencies, Words, deep_hashes, words_in
from .units import Unit, canonical, cut

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

Json: TypeAlias = Any
_MISSING: Final = object()


def hashed(tree: Mapping[str, Json]) -> dict[str, Unit]:
    """The hashes of every unit of a tree by name, in reading order."""
    raws: dict[str, bytes] = {}
    dependencies = Dependencies(raws.keys())
    for name, value in cut(tree):
        data = canonical(value)
        raws[name] = sha256(data).digest()
        dependencies.read(name, words_in(data))
    deep = deep_hashes(raws, dependencies.edges())
    return {name: Unit(raw.hex(), deep[name].hex()) for name, raw in raws.items()}


def told_apart(
    older: Mapping[str, Json], newer: Mapping[str, Json]
) -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Marks for the units of two documents that are equal where their hashes would be.

    They mean nothing beyond these two documents. Given are the units by name, in reading order.
    """
    one, two = _Marking(older), _Marking(newer)
    for name, value in older.items():
        other = newer.get(name, _MISSING)
        data = orjson.dumps(value)
        if other is _MISSING:
            one.change(name, data)
            continue
        twin = orjson.dumps(other)
        if data == twin or canonical(value) == canonical(other):
            words = words_in(twin)
            one.keep(name, words)
            two.keep(name, words)
        else:
            one.change(name, data)
            two.change(name, twin)
    for name in newer.keys() - older.keys():
        two.change(name, orjson.dumps(newer[name]))
    touched: AbstractSet[str] = frozenset()
    if one.changed or two.changed:
        touched = one.touched() | two.touched()
    return one.marks(touched), two.marks(touched)


class _Marking:
    """One of two documents whose units are told apart."""

    def __init__(self, units: Mapping[str, Json]) -> None:
        self._units = units
        self.changed: dict[str, bytes] = {}
        self._dependencies = Dependencies(units.keys())

    def keep(self, name: str, words: Words) -> None:
        """Note a unit that the other document has, too."""
        self._dependencies.read(name, words)

    def change(self, name: str, data: bytes) -> None:
        """Note a unit that the other document does not have, or not like this."""
        self._dependencies.read(name, words_in(data))
        self.changed[name] = sha256(canonical(self._units[name])).digest()

    def touched(self) -> set[str]:
        """What changed, and all that depends on it."""
        return self._dependencies.users_of(self.changed)

    def marks(self, touched: AbstractSet[str]) -> dict[str, Unit]:
        """The marks of all units: hashes for those that are touched, and names for the others."""
        edges = self._dependencies.edges(touched)
        leaves = {target for targets in edges.values() for target in targets} - touched
        raws = {name: name.encode() for name in (*leaves, *(touched & self._units.keys()))}
        raws |= self.changed
        deep = deep_hashes(raws, edges)
        marks = {name: Unit(name, name) for name in self._units}
        for name in touched & self._units.keys():
            marks[name] = Unit(raws[name].hex(), deep[name].hex())
        return marks
