"""One object of a document, with the way that led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.grammar import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = Any
# (enclosing site, key, node): a key is a field, or (field, name or index) inside one.
Site: TypeAlias = tuple[Any, Any, dict[str, Json]]


def escaped(token: str) -> str:
    """One token of a JSON pointer (RFC 6901 §3)."""
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def unescaped(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token


class Element:
    """One object of the document, with the way that led to it."""

    __slots__ = ("node", "site")

    def __init__(self, site: Site) -> None:
        self.site = site
        self.node: dict[str, Json] = site[2]

    @property
    def pointer(self) -> str:
        """JSON pointer into the bundled tree."""
        tokens: list[str] = []
        site = self.site
        while site[0] is not None:
            key = site[1]
            if type(key) is tuple:
                tokens.append(escaped(str(key[1])))
                key = key[0]
            if key:  # a callback holds its path items directly, in no field
                tokens.append(escaped(key))
            site = site[0]
        return "".join(f"/{token}" for token in reversed(tokens))

    def at(self, *tokens: str | int) -> str:
        """Pointer of a place below this element."""
        return self.pointer + "".join(f"/{escaped(str(token))}" for token in tokens)

    def where(self, field: str) -> str:
        """Pointer of a field that is there, though it says nothing; else of this element."""
        return self.at(field) if field in self.node else self.pointer

    @property
    def field(self) -> str:
        """The field of the parent that holds this element, such as `properties`."""
        key = self.site[1]
        name: str = key[0] if type(key) is tuple else key
        return name

    @property
    def key(self) -> str | int:
        """Its name or index inside that field; the field itself if it holds just one."""
        key = self.site[1]
        name: str | int = key[1] if type(key) is tuple else key
        return name

    @property
    def parent(self) -> Element | None:
        return None if self.site[0] is None else Element(self.site[0])

    def text(self, field: str) -> str:
        """A field's words, empty if absent, blank or not a string."""
        value = self.node.get(field)
        return value.strip() if isinstance(value, str) else ""

    def list(self, field: str) -> list[Json]:
        """A field's items, none if absent or not an array."""
        value = self.node.get(field)
        return value if isinstance(value, list) else []

    def map(self, field: str) -> dict[str, Json]:
        """A field's members, none if absent or not an object."""
        value = self.node.get(field)
        return value if isinstance(value, dict) else {}


class Operation(Element):
    """One operation of the API, under the path that reaches it."""

    __slots__ = ("_anchor", "item", "method", "path", "webhook")

    def __init__(self, item: PathItem, method: str, node: dict[str, Json], anchor: str) -> None:
        self.node = node
        self.item = item
        self.method = method
        self.path = item.path
        self.webhook = item.webhook
        self._anchor = anchor

    @property
    def pointer(self) -> str:
        return self._anchor

    @property
    def id(self) -> str | None:
        value = self.node.get("operationId")
        return value if isinstance(value, str) and value else None

    def own_parameters(self) -> Iterator[tuple[str, Json]]:
        """(pointer, parameter as written) of those it lists itself."""
        for index, parameter in enumerate(self.list("parameters")):
            yield f"{self._anchor}/parameters/{index}", parameter

    @property
    def name(self) -> str:
        """How a person names it: `GET /pets`."""
        return f"{self.method.upper()} {self.path}"


class PathItem:
    """A path (or webhook) with its operations, its own `$ref` followed."""

    __slots__ = ("element", "nodes", "path", "webhook")

    def __init__(self, element: Element, nodes: list[tuple[str, dict[str, Json]]]) -> None:
        self.element = element
        self.path = str(element.key)
        self.webhook = element.field == "webhooks"
        self.nodes = nodes

    def parameters(self) -> Iterator[tuple[str, Json]]:
        """(pointer, parameter as written) of what all its operations share."""
        for pointer, node in self.nodes:
            listed = node.get("parameters")
            for index, parameter in enumerate(listed if isinstance(listed, list) else ()):
                yield f"{pointer}/parameters/{index}", parameter

    def operations(self) -> Iterator[Operation]:
        for pointer, node in self.nodes:
            for method in METHODS:
                if isinstance(node.get(method), dict):
                    yield Operation(self, method, node[method], f"{pointer}/{method}")
            more = node.get("additionalOperations")
            for method, operation in (more if isinstance(more, dict) else {}).items():
                if isinstance(operation, dict):
                    place = f"{pointer}/additionalOperations/{escaped(method)}"
                    yield Operation(self, method, operation, place)
