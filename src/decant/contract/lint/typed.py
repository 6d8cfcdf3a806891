"""Which schemas describe strings, numbers, arrays and objects, and which of them are sent.

Sorted once for a document, however many rules ask.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from weakref import WeakKeyDictionary, ref

from decant.contract.elements import Element, Kind
from decant.contract.grammar import GRAMMAR, LIST, MAP, ONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements
    from decant.contract.elements.element import Site

Json: TypeAlias = Any
TYPES: Final = ("string", "integer", "number", "array", "object")
_FIELDS: Final = [(key, shape) for key, (shape, _) in GRAMMAR[Kind.SCHEMA].items()]


class Typed:
    """The schemas of one document by the type they name."""

    def __init__(self, elements: Elements) -> None:
        self._elements = ref(elements)
        self._sites: dict[str, list[Site]] = {name: [] for name in TYPES}
        for site in elements.sites[Kind.SCHEMA]:
            named = site[2].get("type")
            if type(named) is str:
                if named in self._sites:
                    self._sites[named].append(site)
            elif type(named) is list:
                for name in named:
                    if type(name) is str and name in self._sites:
                        self._sites[name].append(site)

    def every(self, name: str) -> Iterator[Element]:
        """The schemas of a type."""
        return map(Element, self._sites[name])

    def sent(self, name: str) -> Iterator[Element]:
        """Those that a client may send, in a parameter or in a body."""
        asked = self._asked
        return (Element(site) for site in self._sites[name] if id(site[2]) in asked)

    @cached_property
    def has_sides(self) -> bool:
        """Whether any schema is seen by one side only."""
        elements = self._elements()
        sites = elements.sites[Kind.SCHEMA] if elements is not None else []
        return any(is_one_sided(site[2]) for site in sites)

    @cached_property
    def _asked(self) -> set[int]:
        """The ids of the schema nodes that requests lead to, but not of what is readOnly."""
        elements = self._elements()
        asked: set[int] = set()
        waiting = list(_roots(elements)) if elements is not None else []
        while waiting and elements is not None:
            node = elements.follow(waiting.pop())
            if not isinstance(node, dict) or id(node) in asked or node.get("readOnly") is True:
                continue
            asked.add(id(node))
            waiting.extend(_parts(node))
        return asked


def is_one_sided(schema: Json) -> bool:
    """readOnly or writeOnly: sent on one side of the wire only."""
    return isinstance(schema, dict) and (
        schema.get("readOnly") is True or schema.get("writeOnly") is True
    )


def _roots(elements: Elements) -> Iterator[Json]:
    for kind in (Kind.PARAMETER, Kind.REQUEST_BODY):
        for site in elements.sites[kind]:
            yield site[2].get("schema")
            content = site[2].get("content")
            for media in content.values() if isinstance(content, dict) else ():
                if isinstance(media, dict):
                    yield media.get("schema")
                    yield media.get("itemSchema")


def _parts(schema: dict[str, Json]) -> Iterator[Json]:
    for key, shape in _FIELDS:
        value = schema.get(key)
        if value is None:
            continue
        if shape is ONE:
            yield value
        elif shape is MAP and isinstance(value, dict):
            yield from value.values()
        elif shape is LIST and isinstance(value, list):
            yield from value


_KNOWN: WeakKeyDictionary[Elements, Typed] = WeakKeyDictionary()


def typed(elements: Elements) -> Typed:
    """The schemas of a document by type, sorted once."""
    found = _KNOWN.get(elements)
    if found is None:
        found = _KNOWN[elements] = Typed(elements)
    return found
