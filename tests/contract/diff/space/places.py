"""Where an object may stand: homes of operations, their parts, and schemas within schemas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .edits import ALL, NEW, NEWEST, THREE, TWO
from .keywords import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Callable

Json: TypeAlias = Any
VERSIONS: Final = {"2.0": "2.0", "3.0": "3.0.3", "3.1": "3.1.1", "3.2": "3.2.0"}
DONE: Final = {"204": {"description": "x"}}
OTHER_SIDE: Final = {"input": "output", "output": "input"}


class Draft:
    """A document in the making, with one operation for each edit."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.count = 0
        self.components: dict[str, dict[str, Json]] = {"schemas": dict(COMPONENTS)}
        self.paths: dict[str, Json] = {}
        self.webhooks: dict[str, Json] = {}

    def refer(self, section: str, node: Json) -> Json:
        """A reference to a component made of this node."""
        names = self.components.setdefault(section, {})
        name = f"C{len(names)}"
        names[name] = node
        where = f"components/{section}"
        if self.version == "2.0":
            where = "definitions" if section == "schemas" else section
        return {"$ref": f"#/{where}/{name}"}

    def path(self, item: Json) -> str:
        """Add a path item; returns the name that uses of it go by."""
        self.count += 1
        self.paths[f"/e{self.count}"] = item
        return f"/e{self.count}"

    def webhook(self, item: Json) -> str:
        self.count += 1
        self.webhooks[f"e{self.count}"] = item
        return f"webhook:e{self.count}"

    def tree(self) -> dict[str, Json]:
        info = {"title": "Things", "version": "1"}
        if self.version == "2.0":
            sections = {"definitions": self.components.pop("schemas"), **self.components}
            return {"swagger": "2.0", "info": info, "paths": self.paths, **sections}
        tree = {"openapi": VERSIONS[self.version], "info": info, "paths": self.paths}
        if self.version in NEW:
            tree["webhooks"] = self.webhooks
        return {**tree, "components": self.components}


@dataclass(frozen=True, slots=True)
class Home:
    """How an operation gets into a document, and whether the API is the one who calls."""

    name: str
    put: Callable[[Draft, Json], str]
    is_called_back: bool = False
    versions: frozenset[str] = ALL


def _callback(draft: Draft, operation: Json) -> str:
    called = {"ready": {"{$request.body#/url}": {"post": operation}}}
    return draft.path({"put": {"responses": DONE, "callbacks": called}})


def _callback_by_reference(draft: Draft, operation: Json) -> str:
    called = draft.refer("callbacks", {"{$request.body#/url}": {"post": operation}})
    return draft.path({"put": {"responses": DONE, "callbacks": {"ready": called}}})


# fmt: off
PATH: Final = Home("path", lambda draft, operation: draft.path({"post": operation}))
HOMES: Final = (
    PATH,
    Home("path item by reference", lambda draft, operation: draft.path(draft.refer("pathItems", {"post": operation})), versions=NEW),
    Home("query method", lambda draft, operation: draft.path({"query": operation}), versions=NEWEST),
    Home("additional operation", lambda draft, operation: draft.path({"additionalOperations": {"LINK": operation}}), versions=NEWEST),
    Home("webhook", lambda draft, operation: draft.webhook({"post": operation}), is_called_back=True, versions=NEW),
    Home("callback", _callback, is_called_back=True, versions=THREE),
    Home("callback by reference", _callback_by_reference, is_called_back=True, versions=THREE),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Part:
    """Where in an operation a thing stands, on which side, and whether it travels as text."""

    name: str
    wrap: Callable[[Draft, Json], Json]
    side: str
    is_text: bool = False
    versions: frozenset[str] = THREE


def asked(body: Json) -> Json:
    return {"requestBody": body, "responses": DONE}


def answered(response: Json, status: str = "200") -> Json:
    return {"responses": {status: response}}


def content(schema: Json, media_type: str = "application/json", word: str = "schema") -> Json:
    return {"content": {media_type: {word: schema}}}


def parameter(place: str, **rest: Json) -> Json:
    required = {"required": True} if place == "path" else {}
    return {"parameters": [{"name": "p", "in": place, **required, **rest}], "responses": DONE}


def header(node: Json) -> Json:
    return answered({"description": "x", "headers": {"H": node}})


def part_of_form(schema: Json) -> Json:
    return {"type": "object", "properties": {"p": schema}}


def _encoded(schema: Json) -> Json:
    encoding = {"p": {"headers": {"X-H": {"schema": schema}}}}
    media = {"schema": {"type": "object"}, "encoding": encoding}
    return asked({"content": {"multipart/form-data": media}})


# fmt: off
PARTS: Final = (
    Part("request body", lambda _, schema: asked(content(schema)), "input"),
    Part("response body", lambda _, schema: answered({"description": "x", **content(schema)}), "output"),
    Part("response by range", lambda _, schema: answered({"description": "x", **content(schema)}, "4XX"), "output"),
    Part("response by default", lambda _, schema: answered({"description": "x", **content(schema)}, "default"), "output"),
    Part("request body by reference", lambda draft, schema: asked(draft.refer("requestBodies", content(schema))), "input"),
    Part("response by reference", lambda draft, schema: answered(draft.refer("responses", {"description": "x", **content(schema)})), "output"),
    Part("part of a form", lambda _, schema: asked(content(part_of_form(schema), "application/x-www-form-urlencoded")), "input", is_text=True),
    Part("part of a multipart body", lambda _, schema: asked(content(part_of_form(schema), "multipart/form-data")), "input"),
    Part("query parameter", lambda _, schema: parameter("query", schema=schema), "input", is_text=True),
    Part("header parameter", lambda _, schema: parameter("header", schema=schema), "input", is_text=True),
    Part("cookie parameter", lambda _, schema: parameter("cookie", schema=schema), "input", is_text=True),
    Part("path parameter", lambda _, schema: parameter("path", schema=schema), "input", is_text=True),
    Part("content of a parameter", lambda _, schema: parameter("query", **content(schema)), "input"),
    Part("parameter by reference", lambda draft, schema: {"parameters": [draft.refer("parameters", {"name": "p", "in": "query", "schema": schema})], "responses": DONE}, "input", is_text=True),
    Part("whole query string", lambda _, schema: {"parameters": [{"name": "p", "in": "querystring", **content(schema)}], "responses": DONE}, "input", versions=NEWEST),
    Part("response header", lambda _, schema: header({"schema": schema}), "output", is_text=True),
    Part("response header by reference", lambda draft, schema: header(draft.refer("headers", {"schema": schema})), "output", is_text=True),
    Part("content of a response header", lambda _, schema: header(content(schema)), "output"),
    Part("header of a part", lambda _, schema: _encoded(schema), "input", is_text=True),
    Part("item of a stream", lambda _, schema: answered({"description": "x", **content(schema, "application/jsonl", "itemSchema")}), "output", versions=NEWEST),
    Part("item of a sent stream", lambda _, schema: asked(content(schema, "application/jsonl", "itemSchema")), "input", versions=NEWEST),
    Part("media type by reference", lambda draft, schema: asked({"content": {"application/json": draft.refer("mediaTypes", {"schema": schema})}}), "input", versions=NEWEST),
    # Swagger 2.0.
    Part("body parameter", lambda _, schema: {"parameters": [{"name": "b", "in": "body", "schema": schema}], "responses": DONE}, "input", versions=TWO),
    Part("response schema", lambda _, schema: answered({"description": "x", "schema": schema}), "output", versions=TWO),
    Part("plain query parameter", lambda _, schema: parameter("query", **schema), "input", is_text=True, versions=TWO),
    Part("plain header parameter", lambda _, schema: parameter("header", **schema), "input", is_text=True, versions=TWO),
    Part("plain path parameter", lambda _, schema: parameter("path", **schema), "input", is_text=True, versions=TWO),
    Part("form parameter", lambda _, schema: parameter("formData", **schema), "input", is_text=True, versions=TWO),
    Part("plain response header", lambda _, schema: header(schema), "output", is_text=True, versions=TWO),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Nest:
    """A schema around a schema; `turn` says what that does to its side."""

    name: str
    wrap: Callable[[Draft, Json], Json]
    turn: str = "keep"
    versions: frozenset[str] = ALL
    only: frozenset[str] | None = field(default=None)


OTHERS: Final = {"title": "Other", "type": "null"}
OTHER_OLD: Final = {"title": "Other", "type": "object", "required": ["z"], "properties": {"z": {}}}
STRINGS: Final = frozenset(["maxLength", "minLength", "pattern", "enum", "const", "format"])
# fmt: off
ROOT: Final = Nest("itself", lambda _, schema: schema)
NESTS: Final = (
    ROOT,
    Nest("by reference", lambda draft, schema: draft.refer("schemas", schema)),
    Nest("property", lambda _, schema: {"type": "object", "properties": {"p": schema}}),
    Nest("required property", lambda _, schema: {"type": "object", "properties": {"p": schema}, "required": ["p"]}),
    Nest("items", lambda _, schema: {"type": "array", "items": schema}),
    Nest("items of items", lambda _, schema: {"type": "array", "items": {"type": "array", "items": schema}}),
    Nest("additional properties", lambda _, schema: {"type": "object", "additionalProperties": schema}),
    Nest("member of allOf", lambda _, schema: {"allOf": [{"title": "More"}, schema]}),
    Nest("property of a member of allOf", lambda _, schema: {"allOf": [{"type": "object"}, {"type": "object", "properties": {"p": schema}}]}),
    Nest("alternative of oneOf", lambda _, schema: {"oneOf": [{"title": "This", "type": "object", "properties": {"p": schema}}, OTHER_OLD]}, versions=THREE),
    Nest("alternative of anyOf", lambda _, schema: {"anyOf": [{"title": "This", "type": "object", "properties": {"p": schema}}, OTHER_OLD]}, versions=THREE),
    Nest("only alternative", lambda _, schema: {"oneOf": [schema]}, versions=THREE),
    Nest("what is excluded", lambda _, schema: {"not": {"type": "object", "properties": {"p": schema}, "required": ["p"]}}, turn="flip", versions=THREE),
    Nest("exclusion of an exclusion", lambda _, schema: {"not": {"type": "object", "not": {"type": "object", "properties": {"p": schema}, "required": ["p"]}}}, versions=THREE),
    Nest("condition", lambda _, schema: {"type": "object", "if": {"properties": {"p": schema}}, "then": {"required": ["z"]}}, turn="flip", versions=NEW),
    Nest("what follows", lambda _, schema: {"type": "object", "if": {"required": ["z"]}, "then": {"properties": {"p": schema}}}, versions=NEW),
    Nest("what follows otherwise", lambda _, schema: {"type": "object", "if": {"required": ["z"]}, "else": {"properties": {"p": schema}}}, versions=NEW),
    Nest("place in an array", lambda _, schema: {"type": "array", "prefixItems": [{"type": "string"}, schema]}, versions=NEW),
    Nest("contained item", lambda _, schema: {"type": "array", "contains": schema}, versions=NEW),
    Nest("unevaluated items", lambda _, schema: {"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": schema}, versions=NEW),
    Nest("properties by pattern", lambda _, schema: {"type": "object", "patternProperties": {"^x": schema}}, versions=NEW),
    Nest("unevaluated properties", lambda _, schema: {"type": "object", "unevaluatedProperties": schema}, versions=NEW),
    Nest("dependent schema", lambda _, schema: {"type": "object", "dependentSchemas": {"z": {"type": "object", "properties": {"p": schema}}}}, versions=NEW),
    Nest("names of properties", lambda _, schema: {"type": "object", "propertyNames": schema}, versions=NEW, only=STRINGS),
    Nest("schema of a content", lambda _, schema: {"type": "string", "contentMediaType": "application/json", "contentSchema": schema}, versions=NEW),
)
# fmt: on
