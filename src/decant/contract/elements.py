"""What stands where in a document: every operation, parameter, schema and reference, once.

One walk, guided by the grammar of OpenAPI, so a property that happens to be called
`example` is a schema and an example that happens to hold `$ref` is only data. Nothing is
followed and nothing is inlined; validate and lint share the result.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from weakref import WeakKeyDictionary, ref

from .document import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Document

Json: TypeAlias = Any


class Kind(Enum):
    """What an object in a document is."""

    DOCUMENT = auto()
    INFO = auto()
    TAG = auto()
    SERVER = auto()
    SECURITY = auto()
    COMPONENTS = auto()
    PATH_ITEM = auto()
    OPERATION = auto()
    PARAMETER = auto()
    REQUEST_BODY = auto()
    RESPONSE = auto()
    HEADER = auto()
    MEDIA_TYPE = auto()
    ENCODING = auto()
    EXAMPLE = auto()
    LINK = auto()
    CALLBACK = auto()
    SCHEMA = auto()
    SECURITY_SCHEME = auto()


class Shape(Enum):
    """How a field holds its objects."""

    ONE = auto()
    LIST = auto()
    MAP = auto()


METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

ONE, LIST, MAP = Shape.ONE, Shape.LIST, Shape.MAP

# fmt: off
SECTIONS: Final[dict[str, Kind]] = {
    "schemas": Kind.SCHEMA,            "responses": Kind.RESPONSE, "parameters": Kind.PARAMETER,
    "examples": Kind.EXAMPLE,          "headers": Kind.HEADER,     "requestBodies": Kind.REQUEST_BODY,
    "links": Kind.LINK,                "callbacks": Kind.CALLBACK, "pathItems": Kind.PATH_ITEM,
    "securitySchemes": Kind.SECURITY_SCHEME,                       "mediaTypes": Kind.MEDIA_TYPE,
}
GRAMMAR: Final[dict[Kind, dict[str, tuple[Shape, Kind]]]] = {
    Kind.DOCUMENT: {
        "info": (ONE, Kind.INFO), "tags": (LIST, Kind.TAG), "servers": (LIST, Kind.SERVER),
        "security": (LIST, Kind.SECURITY), "paths": (MAP, Kind.PATH_ITEM),
        "webhooks": (MAP, Kind.PATH_ITEM), "components": (ONE, Kind.COMPONENTS),
    },
    Kind.COMPONENTS: {section: (MAP, kind) for section, kind in SECTIONS.items()},
    Kind.PATH_ITEM: {
        **dict.fromkeys(METHODS, (ONE, Kind.OPERATION)), "parameters": (LIST, Kind.PARAMETER),
        "servers": (LIST, Kind.SERVER), "additionalOperations": (MAP, Kind.OPERATION),
    },
    Kind.OPERATION: {
        "parameters": (LIST, Kind.PARAMETER), "requestBody": (ONE, Kind.REQUEST_BODY),
        "responses": (MAP, Kind.RESPONSE), "callbacks": (MAP, Kind.CALLBACK),
        "servers": (LIST, Kind.SERVER), "security": (LIST, Kind.SECURITY),
    },
    Kind.PARAMETER: {
        "schema": (ONE, Kind.SCHEMA), "content": (MAP, Kind.MEDIA_TYPE),
        "examples": (MAP, Kind.EXAMPLE),
    },
    Kind.REQUEST_BODY: {"content": (MAP, Kind.MEDIA_TYPE)},
    Kind.RESPONSE: {
        "headers": (MAP, Kind.HEADER), "content": (MAP, Kind.MEDIA_TYPE), "links": (MAP, Kind.LINK),
    },
    Kind.MEDIA_TYPE: {
        "schema": (ONE, Kind.SCHEMA), "itemSchema": (ONE, Kind.SCHEMA),
        "examples": (MAP, Kind.EXAMPLE), "encoding": (MAP, Kind.ENCODING),
    },
    Kind.ENCODING: {"headers": (MAP, Kind.HEADER)},
    Kind.LINK: {"server": (ONE, Kind.SERVER)},
    Kind.SCHEMA: {
        **dict.fromkeys(("properties", "patternProperties", "$defs", "definitions",
                         "dependentSchemas"), (MAP, Kind.SCHEMA)),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), (LIST, Kind.SCHEMA)),
        **dict.fromkeys(("items", "additionalProperties", "unevaluatedProperties", "additionalItems",
                         "unevaluatedItems", "not", "if", "then", "else", "contains",
                         "propertyNames", "contentSchema"), (ONE, Kind.SCHEMA)),
    },
}
# fmt: on
GRAMMAR[Kind.HEADER] = GRAMMAR[Kind.PARAMETER]

# Schemas are indexed by these keywords, so a rule looks only at the schemas that have them.
KEYWORDS: Final = frozenset(
    [
        "$anchor",
        "$dynamicAnchor",
        "allOf",
        "anyOf",
        "oneOf",
        "const",
        "default",
        "discriminator",
        "enum",
        "example",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "pattern",
        "patternProperties",
        "required",
    ]
)

# (enclosing site, key, node): a key is a field, or (field, name or index) inside one.
Site: TypeAlias = tuple[Any, Any, dict[str, Json]]
# A schema put together from more parts than this is looked into no further.
MOST_PARTS: Final = 2_000

NO_FIELDS: Final[dict[str, tuple[Shape, Kind]]] = {}


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

    @property
    def field(self) -> str:
        """The field of the parent that holds this element, such as `properties`."""
        key = self.site[1]
        return key[0] if type(key) is tuple else key

    @property
    def key(self) -> str | int:
        """Its name or index inside that field; the field itself if it holds just one."""
        key = self.site[1]
        return key[1] if type(key) is tuple else key

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


class Elements:
    """All elements of one document by kind, in the order of a walk by levels."""

    def __init__(self, document: Document) -> None:
        # Weak, because the elements are kept for as long as the document lives.
        self._document = ref(document)
        self.dialect = document.dialect
        self.sites: dict[Kind, list[Site]] = {kind: [] for kind in Kind}
        self.keywords: dict[str, list[Site]] = {keyword: [] for keyword in KEYWORDS}
        self.ref_sites: list[tuple[Site, Kind]] = []
        # Before 3.1 whatever stands beside a `$ref` means nothing.
        self.references_stand_alone = self.dialect in (Dialect.V2_0, Dialect.V3_0)
        tree = document.tree
        self.root: dict[str, Json] = tree if isinstance(tree, dict) else {}
        _walk(self)
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
        own = (
            (operation.at("parameters", i), p) for i, p in enumerate(operation.list("parameters"))
        )
        for pointer, written in [*operation.item.parameters(), *own]:
            parameter = self.follow(written)
            if isinstance(parameter, dict) and isinstance(parameter.get("name"), str):
                found[str(parameter.get("in")), parameter["name"]] = pointer, parameter
        return found

    def property_names(self, schema: Json, *, inside: str = "allOf anyOf oneOf") -> set[str]:
        """The properties a schema has, with those of the parts it is put together from."""
        fields = inside.split()
        names: set[str] = set()
        stack, seen = [schema], set[int]()
        while stack and len(seen) < MOST_PARTS:
            node = self.follow(stack.pop())
            if not isinstance(node, dict) or id(node) in seen:
                continue
            seen.add(id(node))
            properties = node.get("properties")
            names.update(properties if isinstance(properties, dict) else ())
            for field in fields:
                parts = node.get(field)
                stack.extend(parts if isinstance(parts, list) else ())
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


def _walk(elements: Elements) -> None:
    """Visit by levels; the list that is iterated over grows while the walk goes on."""
    queue: list[tuple[Site, Kind]] = [((None, "", elements.root), Kind.DOCUMENT)]
    schema, alone = Kind.SCHEMA, elements.references_stand_alone
    for entry in queue:
        site, kind = entry
        node = site[2]
        if "$ref" in node and type(node["$ref"]) is str:
            elements.ref_sites.append(entry)
            # Beside a `$ref`, a path item and (from 3.1) a schema may say more.
            if kind is not Kind.PATH_ITEM and (alone or kind is not schema):
                continue
        elements.sites[kind].append(site)
        if kind is schema:
            _schema(elements, site, queue)
        elif kind is Kind.CALLBACK:
            _children(site, "", node, (MAP, Kind.PATH_ITEM), queue)
        else:
            fields = GRAMMAR.get(kind, NO_FIELDS)
            for key, value in node.items():
                field = fields.get(key)
                if field is not None:
                    _children(site, key, value, field, queue)


def _children(
    site: Site, key: str, value: Json, field: tuple[Shape, Kind], queue: list[tuple[Site, Kind]]
) -> None:
    shape, kind = field
    if shape is ONE:
        if type(value) is dict:
            queue.append(((site, key, value), kind))
    elif shape is MAP and type(value) is dict:
        for name, member in value.items():
            if type(member) is dict:
                queue.append(((site, (key, name), member), kind))
    elif shape is LIST and type(value) is list:
        for index, item in enumerate(value):
            if type(item) is dict:
                queue.append(((site, (key, index), item), kind))


# What a schema keyword is to the walk; one lookup per keyword, as there may be a million.
_INDEXED, _ONE, _MAP, _LIST, _INDEXED_LIST = range(5)
_SCHEMA: Final = {
    **{
        key: {ONE: _ONE, MAP: _MAP, LIST: _LIST}[shape]
        for key, (shape, _) in GRAMMAR[Kind.SCHEMA].items()
    },
    **{key: _INDEXED_LIST if key in GRAMMAR[Kind.SCHEMA] else _INDEXED for key in KEYWORDS},
}


def _schema(elements: Elements, site: Site, queue: list[tuple[Site, Kind]]) -> None:
    for key, value in site[2].items():
        role = _SCHEMA.get(key)
        if role is None:
            continue
        if role is _INDEXED or role is _INDEXED_LIST:
            elements.keywords[key].append(site)
        if role is _MAP:
            if type(value) is dict:
                for name, member in value.items():
                    if type(member) is dict:
                        queue.append(((site, (key, name), member), Kind.SCHEMA))
        elif role is _ONE and type(value) is dict:
            queue.append(((site, key, value), Kind.SCHEMA))
        elif role is not _INDEXED and type(value) is list:
            for index, item in enumerate(value):
                if type(item) is dict:
                    queue.append(((site, (key, index), item), Kind.SCHEMA))


_VIEWS: WeakKeyDictionary[Document, Elements] = WeakKeyDictionary()


def elements_of(document: Document) -> Elements:
    """The elements of a document, walked once however many judges ask."""
    found = _VIEWS.get(document)
    if found is None:
        found = _VIEWS[document] = Elements(document)
    return found
