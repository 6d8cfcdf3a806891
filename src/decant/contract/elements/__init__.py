"""What stands where in a document: every operation, parameter, schema and reference, once.

One walk, guided by the grammar of OpenAPI, so a property that happens to be called
`example` is a schema and an example that happens to hold `$ref` is only data. Nothing is
followed and nothing is inlined; validate and lint share the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias
from weakref import WeakKeyDictionary, ref

from decant.contract.document import Dialect
from decant.contract.grammar import SECTIONS, Kind

from .element import Element, Operation, PathItem, escaped, unescaped
from .walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.document import Document

__all__ = [
    "SECTIONS",
    "Element",
    "Elements",
    "Kind",
    "Operation",
    "PathItem",
    "elements_of",
    "escaped",
    "unescaped",
]

Json: TypeAlias = Any
# A schema put together from more parts than this is looked into no further.
MOST_PARTS: Final = 1_000


class Elements:
    """All elements of one document by kind, in the order of a walk by levels."""

    def __init__(self, document: Document) -> None:
        # Weak, because the elements are kept for as long as the document lives.
        self._document = ref(document)
        self.dialect = document.dialect
        # Before 3.1 whatever stands beside a `$ref` means nothing.
        self.references_stand_alone = self.dialect in (Dialect.V2_0, Dialect.V3_0)
        tree = document.tree
        self.root: dict[str, Json] = tree if isinstance(tree, dict) else {}
        sites = walk(self.root, references_stand_alone=self.references_stand_alone)
        self.sites = sites.kinds
        self.keywords = sites.keywords
        self.ref_sites = sites.references
        self.path_items = tuple(self._path_items())
        self.operations = tuple(o for item in self.path_items for o in item.operations())

    @property
    def document(self) -> Document:
        document = self._document()
        if document is None:
            raise ReferenceError("the elements of a document do not outlive it")
        return document

    def every(self, kind: Kind) -> Iterator[Element]:
        """The objects of one kind; a `$ref` object stands among the references instead."""
        return map(Element, self.sites[kind])

    def schemas_with(self, keyword: str) -> Iterator[Element]:
        """The schemas that have a keyword (one of KEYWORDS)."""
        return map(Element, self.keywords[keyword])

    @property
    def references(self) -> Iterator[tuple[Element, Kind]]:
        """Every `$ref`, with what it should lead to."""
        return ((Element(site), kind) for site, kind in self.ref_sites)

    def components(self, section: str) -> dict[str, Json]:
        """The components of one section by name."""
        components = self.root.get("components")
        found = components.get(section) if isinstance(components, dict) else None
        return found if isinstance(found, dict) else {}

    def follow(self, node: Json) -> Json:
        """The node behind a chain of references."""
        return self.document.follow(node) if isinstance(node, dict) and "$ref" in node else node

    def parameters(self, operation: Operation) -> dict[tuple[Json, Json], tuple[str, Json]]:
        """(pointer, parameter) by (in, name): its own win over those of the path item."""
        found: dict[tuple[Json, Json], tuple[str, Json]] = {}
        for pointer, written in [*operation.item.parameters(), *operation.own_parameters()]:
            parameter = self.follow(written)
            if isinstance(parameter, dict) and isinstance(parameter.get("name"), str):
                found[str(parameter.get("in")), parameter["name"]] = pointer, parameter
        return found

    def property_names(self, schema: Json, *, inside: str = "allOf anyOf oneOf") -> set[str]:
        """The properties a schema has, with those of the parts it is put together from.

        None if it has none, or too many parts to tell.
        """
        fields = inside.split()
        names: set[str] = set()
        stack, seen, pushed = [schema], set[int](), 0
        while stack:
            node = self.follow(stack.pop())
            if not isinstance(node, dict) or id(node) in seen:
                continue
            seen.add(id(node))
            properties = node.get("properties")
            names.update(properties if isinstance(properties, dict) else ())
            for field in fields:
                parts = node.get(field)
                if isinstance(parts, list):
                    stack.extend(parts)
                    pushed += len(parts)
            if pushed > MOST_PARTS:
                return set()
        return names

    def _path_items(self) -> Iterator[PathItem]:
        for element in self.every(Kind.PATH_ITEM):
            if element.field not in ("paths", "webhooks"):
                continue
            if str(element.key).startswith("x-") and element.field == "paths":
                continue
            nodes = [(element.pointer, element.node)]
            place = element.node.get("$ref")
            target = self.follow(element.node)
            if isinstance(place, str) and isinstance(target, dict) and target is not element.node:
                nodes.append((place.removeprefix("#"), target))
            yield PathItem(element, nodes)


_VIEWS: WeakKeyDictionary[Document, Elements] = WeakKeyDictionary()


def elements_of(document: Document) -> Elements:
    """The elements of a document, walked once however many judges ask."""
    found = _VIEWS.get(document)
    if found is None:
        found = _VIEWS[document] = Elements(document)
    return found
