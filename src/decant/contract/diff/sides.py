"""One of the two documents of a comparison: reading places, following references."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from decant.contract.document import Dialect
from decant.contract.elements import escaped

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from decant.contract.document import Document, Unit

Json: TypeAlias = Any
_COMPONENT_PARTS: Final = 3


class Site(NamedTuple):
    """A value and the pointer, in the bundled tree, where it stands.

    A tuple, because a comparison makes a hundred thousand of them.
    """

    value: Json
    pointer: str

    def at(self, *tokens: str | int) -> Site:
        """The member or item below; its value is None if there is none."""
        value, pointer = self.value, self.pointer
        for token in tokens:
            value = _member(value, token)
            pointer = f"{pointer}/{escaped(str(token))}"
        return Site(value, pointer)

    def members(self) -> Iterator[tuple[str, Site]]:
        """The members of an object with their places; none if it is something else."""
        if isinstance(self.value, dict):
            for name, value in self.value.items():
                yield name, Site(value, f"{self.pointer}/{escaped(name)}")

    def items(self) -> Iterator[Site]:
        """The items of an array with their places; none if it is something else."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Site(value, f"{self.pointer}/{index}")

    def text(self, field: str) -> str | None:
        """A member that is a string, or None."""
        value = _member(self.value, field)
        return value if isinstance(value, str) else None

    def flag(self, field: str) -> bool:
        """Whether a member is true."""
        return _member(self.value, field) is True

    @property
    def is_object(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def key(self) -> int | str:
        """Who this is: the node itself, but the place for values that are shared, as True."""
        return id(self.value) if isinstance(self.value, (dict, list, Parts)) else self.pointer


class Parts(tuple[Site, ...]):
    """Schemas that must all hold at one place: an `allOf` nobody wrote down."""

    __slots__ = ()


class Side:
    """One document of the two, with its references and what they lead to remembered."""

    def __init__(self, document: Document, units: Mapping[str, Unit]) -> None:
        self.document, self.units = document, units
        # Before 3.1 whatever stands beside a `$ref` means nothing.
        self.references_stand_alone = document.dialect in (Dialect.V2_0, Dialect.V3_0)
        self.names: dict[str, str] = {}
        self.chosen: dict[Hashable, Site] = {}
        self.unresolved: dict[str, str] = {}
        self._targets: dict[str, Site | None] = {}
        self._refs: dict[int, tuple[str, ...]] = {}
        self._alive: list[Json] = []

    def unit(self, name: str) -> Site:
        """A unit of the document; its value is None if the document has none such."""
        return Site(self.document.unit(name), f"/{name}")

    def land(self, site: Site, *, schema: bool = False) -> Site:
        """The node behind a chain of references; the last one reached where it breaks off.

        A schema (3.1) that says more beside its `$ref` is its own node and not left.
        """
        ref = self.reference(site.value, schema=schema)
        if ref is None:
            return site
        seen: set[str] = set()
        while ref is not None and ref not in seen:
            seen.add(ref)
            target = self._target(ref)
            if target is None:
                self.unresolved[site.pointer] = ref
                return site
            site = target
            ref = self.reference(site.value, schema=schema)
        return site

    def reference(self, value: Json, *, schema: bool = False) -> str | None:
        """The `$ref` that a value amounts to."""
        if not isinstance(value, dict) or "$ref" not in value:
            return None
        ref = value["$ref"]
        if not isinstance(ref, str):
            return None
        alone = len(value) == 1 or self.references_stand_alone or not schema
        return ref if alone else None

    def target(self, site: Site, ref: str) -> Site | None:
        """Where one reference leads, noting it if it leads nowhere.

        A `$dynamicRef` by name leads somewhere only if one schema alone has that name.
        """
        found = self._target(ref) if ref.startswith("#/") else self._anchored(ref)
        if found is None:
            self.unresolved[site.pointer] = ref
        return found

    def _target(self, ref: str) -> Site | None:
        if ref not in self._targets:
            node = self.document.resolve(ref) if ref.startswith("#") else None
            self._targets[ref] = None if node is None else Site(node, ref.removeprefix("#"))
        return self._targets[ref]

    def _anchored(self, ref: str) -> Site | None:
        places = self._anchors.get(ref, [])
        return Site(self.at(places[0]), places[0]) if len(places) == 1 else None

    @cached_property
    def _anchors(self) -> dict[str, list[str]]:
        """Where each name is given to a schema; the whole document is read for it."""
        found: dict[str, list[str]] = {}
        stack = [("", self.document.tree)]
        while stack:
            pointer, node = stack.pop()
            if isinstance(node, dict):
                names = (node.get("$dynamicAnchor"), node.get("$anchor"))
                for name in {name for name in names if isinstance(name, str)}:
                    found.setdefault(f"#{name}", []).append(pointer)
                stack += [(f"{pointer}/{escaped(key)}", value) for key, value in node.items()]
            elif isinstance(node, list):
                stack += [(f"{pointer}/{index}", value) for index, value in enumerate(node)]
        return found

    def at(self, pointer: str) -> Json:
        """What stands at a place; None if nothing does."""
        return self.document.resolve(f"#{pointer}")

    def deep(self, ref: str) -> str | None:
        """The deep hash of the unit that a reference names as a whole, else None."""
        if ref.count("/") != _COMPONENT_PARTS:
            return self._deep_of_anchors(ref) if not ref.startswith("#/") else None
        unit = self.units.get(ref[2:])
        return unit.deep if unit else None

    def _deep_of_anchors(self, ref: str) -> str | None:
        """One hash for every schema that a name may mean, if all are parts of components."""
        units = self.units
        names = {
            "/".join(place.split("/")[1 : _COMPONENT_PARTS + 1])
            for place in self._anchors.get(ref, [])
        }
        found = sorted(units[name].deep for name in names if name in units)
        return " ".join(found) if found and len(found) == len(names) else None

    def references_in(self, value: Json) -> tuple[str, ...]:
        """Every `$ref` text inside a value, wherever it stands."""
        found = self._refs.get(id(value))
        if found is None:
            found = self._refs[id(value)] = tuple(set(_references(value)))
            self._alive.append(value)
        return found


def component_of(pointer: str) -> str:
    """The component, path or webhook that a place belongs to."""
    return "/".join(pointer.split("/", _COMPONENT_PARTS + 1)[: _COMPONENT_PARTS + 1])


def _references(value: Json) -> Iterator[str]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            for keyword in ("$ref", "$dynamicRef"):
                ref = node.get(keyword)
                if isinstance(ref, str):
                    yield ref
            if "discriminator" in node:
                yield from _mapped(node["discriminator"])
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def _mapped(discriminator: Json) -> Iterator[str]:
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if isinstance(mapping, dict):
        yield from (value for value in mapping.values() if isinstance(value, str))


def _member(value: Json, token: str | int) -> Json:
    if isinstance(value, dict):
        return value.get(token)
    if isinstance(value, list) and isinstance(token, int) and token < len(value):
        return value[token]
    return None
