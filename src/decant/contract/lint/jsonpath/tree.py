"""The places of a tree of files, each with its way up, through references or beside them.

A place that was reached through a reference has two homes: the container that refers, which is
its parent, and its source, where it is written. Places of containers are kept, so that a place
is one object however often it is visited, and what was seen can be told by identity.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from decant.contract.references import escaped

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from .budget import Budget

Json: TypeAlias = Any
Key: TypeAlias = "str | int"


class Place:
    """A value with its key and the container it was found in; equal only to itself."""

    __slots__ = ("_kept", "_source", "key", "parent", "reference", "value")

    def __init__(
        self, value: Json, key: Key, parent: Place | None, source: Place | None = None
    ) -> None:
        self.value = value
        self.key = key
        self.parent = parent
        self._source = source
        self._kept: dict[Key, Place] | None = None
        # The object with the `$ref` that led here, if one did.
        self.reference: Place | None = None

    @property
    def source(self) -> Place:
        """Where this is written: itself, unless a reference led here."""
        return self._source or self

    @property
    def is_container(self) -> bool:
        return isinstance(self.value, (dict, list))

    @property
    def identity(self) -> Hashable:
        """Equal for two places that are written in one place."""
        source = self._source or self
        # Only places of containers are kept, so only their ids stay their own.
        if source.parent is None or isinstance(source.value, (dict, list)):
            return id(source)
        return id(source.parent.source), source.key

    @property
    def keys(self) -> list[Key]:
        """The way from the root, through the references that were followed."""
        found: list[Key] = []
        place: Place | None = self
        while place is not None and place.parent is not None:
            found.append(place.key)
            place = place.parent
        return found[::-1]

    @property
    def file(self) -> str:
        """The file this is written in."""
        place = self.source
        while place.parent is not None:
            place = place.parent.source
        return str(place.key)

    @property
    def pointer(self) -> str:
        """The JSON pointer to where this is written, in its file."""
        found: list[str] = []
        place = self.source
        while place.parent is not None:
            found.append(escaped(str(place.key)))
            place = place.parent.source
        return "".join(f"/{token}" for token in reversed(found))

    def own(self, key: Key) -> Place:
        """The member or item of that name as it is written; containers are kept."""
        if self._source is not None:
            return self._source.own(key)
        value = self.value[key]
        if not isinstance(value, (dict, list)):
            return Place(value, key, self)
        if self._kept is None:
            self._kept = {}
        place = self._kept.get(key)
        if place is None:
            place = self._kept[key] = Place(value, key, self)
        return place


class Following(Protocol):
    """Where a reference that is written in some place leads."""

    def __call__(self, ref: str, place: Place) -> Place | None: ...


class Tree:
    """A document as seen by rules: as it is written, or through its references."""

    __slots__ = ("_everything", "_follow", "_holders", "root")

    def __init__(self, root: Place, follow: Following | None = None) -> None:
        self.root = root
        self._follow = follow
        self._everything: list[Place] | None = None
        self._holders: dict[str, list[Place]] | None = None

    @classmethod
    def of(cls, value: Json, file: str = "") -> Tree:
        """The tree of one value as it is written."""
        return cls(Place(value, file, None))

    def below(self, place: Place) -> Tree:
        """The same tree, for paths that begin at a place of it."""
        return Tree(place, self._follow)

    def child(self, place: Place, key: Key) -> Place:
        """The member or item of that name, which the container has."""
        own = place.own(key)
        if self._follow is not None and isinstance(own.value, dict):
            ref = own.value.get("$ref")
            if isinstance(ref, str):
                target = self._follow(ref, own)
                if target is not None:
                    found = Place(target.value, key, place, target)
                    found.reference = own
                    return found
        return own if own.parent is place else Place(own.value, key, place, own)

    def find(self, place: Place, name: Key) -> Place | None:
        """The member of that name or the item of that number, if the container has it."""
        value = place.value
        if isinstance(value, dict):
            return self.child(place, str(name)) if str(name) in value else None
        if isinstance(value, list):
            index = index_of(name)
            return self.child(place, index) if index is not None and index < len(value) else None
        return None

    def children(self, place: Place) -> Iterator[Place]:
        """Everything a container holds, in the order it is written."""
        value = place.value
        for key in value if isinstance(value, dict) else range(len(value)):
            yield self.child(place, key)

    def containers(self, place: Place) -> Iterator[Place]:
        """The objects and arrays that a container holds."""
        value = place.value
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for key, member in members:
            if isinstance(member, (dict, list)):
                child = self.child(place, key)
                if child.is_container:
                    yield child

    def everything(self, budget: Budget) -> list[Place]:
        """The root and every container below it, each once, however it is reached.

        Those that are reached without a reference are reached so. Raises BudgetExceeded.
        """
        if self._everything is None:
            self._everything = list(self._walked(budget))
        return self._everything

    def _walked(self, budget: Budget) -> Iterator[Place]:
        seen: set[int] = set()
        waiting, referred = [self.root], deque[Place]()
        while waiting or referred:
            place = waiting.pop() if waiting else referred.popleft()
            if id(place.source) in seen:
                continue
            seen.add(id(place.source))
            budget.spend()
            yield place
            below = list(self.containers(place))
            referred.extend(child for child in below if child.reference is not None)
            waiting.extend(child for child in reversed(below) if child.reference is None)

    def holding(self, name: Key, budget: Budget) -> Iterator[Place]:
        """The containers that have a member or an item of that name."""
        if self._holders is None:
            holders: dict[str, list[Place]] = {}
            for place in self.everything(budget):
                if isinstance(place.value, dict):
                    for key in place.value:
                        holders.setdefault(key, []).append(place)
            self._holders = holders
        yield from self._holders.get(str(name), ())
        index = index_of(name)
        if index is not None:
            for place in self.everything(budget):
                if isinstance(place.value, list) and index < len(place.value):
                    yield place


def index_of(name: Key) -> int | None:
    """The number of an item; None if the name is not one."""
    if isinstance(name, int):
        return name if name >= 0 else None
    is_number = name.isascii() and name.isdecimal() and (name == "0" or name[0] != "0")
    return int(name) if is_number and len(name) < 10 else None
