"""Every field of every other object of OpenAPI, with values from the widest to the narrowest."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from .edits import (
    ABSENT,
    APART,
    DOUBTFUL,
    HARMLESS,
    NARROWS,
    NEWEST,
    READ,
    SURPRISES,
    THREE,
    TWO,
    Meaning,
    Row,
)
from .keywords import ARRAY, OBJECT, SHORT, STRING
from .places import DONE, Part, answered, asked, header

Json: TypeAlias = Any
JSON: Final = {"application/json": {"schema": STRING}}
NO_JSON: Final[Json] = {"application/json": {}}
OP: Final = {"responses": DONE}
NEEDED: Final = Meaning("breaking", "risky")  # nobody sends it yet; readers survive it
MISSED: Final = Meaning("risky", "risky")  # most servers ignore it, readers survive it
LOST: Final = Meaning("risky", "breaking")
COME: Final = Meaning("breaking", "breaking")
QUERY: Final = {"name": "q", "in": "query", "schema": STRING}
SENT: Final = {**QUERY, "required": True}


def read(*words: str, value: Json = ("A", "B"), base: Json = None, **rest: Json) -> tuple[Row, ...]:
    """Rows of fields that only readers see."""
    one, two = value
    edits = ((ABSENT, one, READ), (one, two, READ), (two, ABSENT, READ))
    return tuple(Row(word, base or {}, other=edits, **rest) for word in words)


DOCS: Final = ({"url": "https://a.example"}, {"url": "https://b.example"})
TOGGLED: Final = ((ABSENT, True, HARMLESS), (True, ABSENT, HARMLESS))
URLS: Final = ("https://a.example", "https://b.example")


# fmt: off
FIELDS: Final[dict[str, tuple[Row, ...]]] = {
    "operation": (
        *read("summary", "description", base=OP), *read("externalDocs", value=DOCS, base=OP),
        *read("tags", value=(["a"], ["a", "b"]), base=OP),
        Row("operationId", OP, other=((ABSENT, "a", HARMLESS), ("a", "b", HARMLESS), ("a", ABSENT, HARMLESS))),
        Row("deprecated", OP, other=TOGGLED),
        Row("x-stability-level", OP, other=((ABSENT, "beta", COME), ("beta", ABSENT, HARMLESS), ("beta", "draft", COME))),
        Row("x-sunset", {**OP, "deprecated": True}, other=(("2030-01-01", "2031-01-01", HARMLESS), (ABSENT, "2030-01-01", HARMLESS),
                                                           ("2030-01-01", "2029-01-01", DOUBTFUL), ("2030-01-01", ABSENT, DOUBTFUL))),
        Row("parameters", OP, other=((ABSENT, [QUERY], HARMLESS), ([QUERY], ABSENT, MISSED), (ABSENT, [SENT], NARROWS), ([SENT], ABSENT, LOST)),
            same=(([QUERY, {**QUERY, "name": "r"}], [{**QUERY, "name": "r"}, QUERY]), (ABSENT, [])), versions=THREE),
        Row("requestBody", OP, other=((ABSENT, {"content": JSON}, SURPRISES), ({"content": JSON}, ABSENT, APART),
                                      (ABSENT, {"content": JSON, "required": True}, NEEDED), ({"content": JSON, "required": True}, ABSENT, APART)), versions=THREE),
        Row("servers", OP, other=((ABSENT, [{"url": URLS[0]}], HARMLESS), ([{"url": URLS[0]}], [{"url": URLS[1]}], APART),
                                  ([{"url": URLS[0]}, {"url": URLS[1]}], [{"url": URLS[0]}], COME), ([{"url": URLS[0]}], [{"url": URLS[0]}, {"url": URLS[1]}], HARMLESS),
                                  ([{"url": URLS[0]}], ABSENT, DOUBTFUL)),
            same=(([{"url": URLS[0]}, {"url": URLS[1]}], [{"url": URLS[1]}, {"url": URLS[0]}]),), versions=THREE),
        Row("callbacks", OP, other=((ABSENT, {"c": {"{$url}": {"post": OP}}}, HARMLESS), ({"c": {"{$url}": {"post": OP}}}, ABSENT, COME),
                                    ({"c": {"{$url}": {"post": OP}}}, {"c": {"{$url}": {"post": OP, "put": OP}}}, HARMLESS)), versions=THREE),
    ),
    "responses": (
        *(Row(status, {"200": {"description": "x"}, "400": {"description": "x"}}, steps=(answer, ABSENT), up=SURPRISES)
          for status, answer in (("404", {"description": "x"}), ("default", {"description": "x"}))),
        Row("5XX", {"200": {"description": "x"}}, steps=({"description": "x"}, ABSENT), up=SURPRISES, versions=THREE),
        Row("202", {"200": {"description": "x"}}, steps=({"description": "x"}, ABSENT)),
        Row("2XX", {"200": {"description": "x"}}, steps=({"description": "x"}, ABSENT), versions=THREE),
        Row("200", {"400": {"description": "x"}}, other=((ABSENT, {"description": "x"}, Meaning("safe", "breaking")),
                                                         ({"description": "x"}, ABSENT, APART))),
    ),
    "parameter": (
        *read("description", "example", base=QUERY), *read("examples", value=({"a": {"value": "a"}}, {"a": {"value": "b"}}), base=QUERY),
        Row("in", QUERY, other=(("query", "header", APART), ("header", "cookie", APART))),
        Row("required", QUERY, steps=(ABSENT, True), same=((ABSENT, False),)),
        Row("deprecated", QUERY, other=TOGGLED),
        Row("allowEmptyValue", QUERY, steps=(True, ABSENT), same=((False, ABSENT),)),
        Row("allowReserved", QUERY, steps=(True, ABSENT), same=((False, ABSENT),)),
        Row("style", {**QUERY, "schema": ARRAY}, other=(("form", "spaceDelimited", APART), ("pipeDelimited", ABSENT, APART)), same=((ABSENT, "form"),)),
        Row("style", {**QUERY, "schema": OBJECT}, other=(("form", "deepObject", APART),)),
        Row("style", {"name": "c", "in": "cookie", "schema": ARRAY}, other=(("form", "cookie", APART),), versions=NEWEST),
        Row("style", {"name": "p", "in": "path", "required": True, "schema": STRING}, other=(("simple", "matrix", APART), ("label", "simple", APART))),
        Row("explode", {**QUERY, "schema": ARRAY}, other=((True, False, APART), (False, ABSENT, APART)), same=((ABSENT, True),)),
        Row("explode", QUERY, same=((ABSENT, False),)),
        Row("schema", {"name": "q", "in": "query"}, steps=({}, STRING, SHORT)),
        Row("content", {"name": "q", "in": "query"}, other=((JSON, {"text/csv": {"schema": STRING}}, APART),)),
        Row("x-sunset", {**QUERY, "deprecated": True}, other=(("2030-01-01", "2029-01-01", DOUBTFUL), ("2030-01-01", "2031-01-01", HARMLESS))),
        Row("x-stability-level", QUERY, other=((ABSENT, "beta", COME), ("beta", ABSENT, HARMLESS))),
    ),
    "header": (
        *read("description", "example", base={"schema": STRING}), *read("examples", value=({"a": {"value": "a"}}, {"a": {"value": "b"}}), base={"schema": STRING}),
        Row("required", {"schema": STRING}, steps=(ABSENT, True), same=((ABSENT, False),)),
        Row("deprecated", {"schema": STRING}, other=TOGGLED),
        Row("style", {"schema": STRING}, same=((ABSENT, "simple"),)),
        Row("explode", {"schema": OBJECT}, other=((True, False, APART), (True, ABSENT, APART)), same=((ABSENT, False),)),
        Row("schema", {}, steps=({}, STRING, SHORT)),
        Row("content", {}, other=((JSON, {"text/csv": {"schema": STRING}}, APART),)),
    ),
    "requestBody": (
        *read("description", base={"content": JSON}),
        Row("required", {"content": JSON}, steps=(ABSENT, True), same=((ABSENT, False),)),
        Row("content", {}, steps=({**NO_JSON, "text/csv": {}}, NO_JSON)),
        Row("content", {}, other=((NO_JSON, {"text/csv": {}}, APART), ({"text/csv": {}}, {"text/*": {}}, Meaning("safe", "breaking")), ({"text/*": {}}, {"text/csv": {}}, NARROWS),
                                  ({"text/csv; header=present": {}}, {"text/csv": {}}, Meaning("safe", "breaking")))),
        Row("content", {}, same=(({"text/csv": {}, "text/html": {}}, {"text/html": {}, "text/csv": {}}), ({"text/csv": {}}, {"Text/CSV; charset=UTF-8": {}}))),
    ),
    "mediaType": (
        *read("example"), *read("examples", value=({"a": {"value": "a"}}, {"a": {"value": "b"}})), *read("description", versions=NEWEST),
        Row("schema", {}, steps=(ABSENT, STRING, SHORT), same=((ABSENT, {}),)),
        Row("itemSchema", {}, steps=(ABSENT, STRING, SHORT), versions=NEWEST),
    ),
    "form": (
        Row("encoding", {"schema": OBJECT}, steps=(ABSENT, {"f": {"contentType": "image/png"}}), same=((ABSENT, {"f": {}}),)),
        Row("prefixEncoding", {"schema": ARRAY}, steps=(ABSENT, [{"contentType": "image/png"}]), versions=NEWEST,
            other=(([{"contentType": "image/png"}], [{"contentType": "image/gif"}], APART),)),
        Row("itemEncoding", {"itemSchema": STRING}, steps=(ABSENT, {"contentType": "image/*"}, {"contentType": "image/png"}), versions=NEWEST),
    ),
    "encoding": (
        Row("contentType", {}, steps=("image/png, image/gif", "image/png"), other=(("image/png", "image/gif", APART),),
            same=(("image/png, image/gif", "image/gif,image/png"),)),
        Row("contentType", {}, steps=(ABSENT, "image/*", "image/png")),
        Row("style", {}, other=(("form", "spaceDelimited", APART),)),
        Row("explode", {}, other=((True, False, APART),)),
        Row("allowReserved", {}, steps=(True, ABSENT), same=((False, ABSENT),)),
        Row("headers", {}, other=((ABSENT, {"X-H": {"schema": STRING}}, HARMLESS), ({"X-H": {"schema": STRING}}, ABSENT, MISSED),
                                  ({"X-H": {"schema": STRING}}, {"X-H": {"schema": SHORT}}, NARROWS),
                                  (ABSENT, {"X-H": {"required": True, "schema": STRING}}, NARROWS))),
        Row("encoding", {}, other=(({"f": {"contentType": "image/png"}}, {"f": {"contentType": "image/gif"}}, APART),), versions=NEWEST),
        Row("prefixEncoding", {}, other=(([{"contentType": "image/png"}], [{"contentType": "image/gif"}], APART),), versions=NEWEST),
        Row("itemEncoding", {}, other=(({"contentType": "image/png"}, {"contentType": "image/gif"}, APART),), versions=NEWEST),
    ),
    "response": (
        *read("description"), *read("summary", versions=NEWEST),
        Row("headers", {}, other=((ABSENT, {"H": {"schema": STRING}}, HARMLESS), ({"H": {"schema": STRING}}, ABSENT, MISSED),
                                  (ABSENT, {"H": {"required": True, "schema": STRING}}, NARROWS), ({"H": {"required": True, "schema": STRING}}, ABSENT, LOST)),
            same=(({"H": {"schema": STRING}}, {"h": {"schema": STRING}}),)),
        Row("content", {}, other=((ABSENT, JSON, SURPRISES), (JSON, ABSENT, APART), (NO_JSON, {"text/csv": {}}, APART),
                                  ({**NO_JSON, "text/csv": {}}, NO_JSON, Meaning("safe", "breaking")), (NO_JSON, {**NO_JSON, "text/csv": {}}, Meaning("breaking", "safe"))),
            same=((ABSENT, {}),)),
        Row("links", {}, other=((ABSENT, {"l": {"operationId": "a"}}, HARMLESS), ({"l": {"operationId": "a"}}, ABSENT, Meaning("safe", "risky")))),
    ),
    "link": (
        *read("description", base={"operationId": "a"}),
        Row("operationId", {}, other=(("a", "b", DOUBTFUL),)), Row("operationRef", {}, other=(("#/paths/~1a/get", "#/paths/~1b/get", DOUBTFUL),)),
        Row("parameters", {"operationId": "a"}, other=((ABSENT, {"id": "$url"}, DOUBTFUL), ({"id": "$url"}, {"id": "$method"}, DOUBTFUL))),
        Row("requestBody", {"operationId": "a"}, other=((ABSENT, "$url", DOUBTFUL),)),
        Row("server", {"operationId": "a"}, other=((ABSENT, {"url": URLS[0]}, DOUBTFUL),)),
    ),
    "example": (
        *read("summary", "description", "value", base={}), *read("externalValue", value=URLS), *read("dataValue", "serializedValue", versions=NEWEST),
    ),
    "server": (
        *read("description", base={"url": URLS[0]}), *read("name", base={"url": URLS[0]}, versions=NEWEST),
        Row("url", {}, other=((*URLS, APART), (URLS[0], f"{URLS[0]}/v2", APART)), same=((URLS[0], f"{URLS[0]}/"),)),
        Row("variables", {"url": "https://{h}.example"}, steps=({"h": {"default": "a", "enum": ["a", "b"]}}, {"h": {"default": "a", "enum": ["a"]}}), up=HARMLESS),
        Row("variables", {"url": "https://{h}.example"}, other=(({"h": {"default": "a"}}, {"h": {"default": "b"}}, APART),
                                                                ({"h": {"default": "a", "enum": ["a", "b"]}}, {"h": {"default": "b", "enum": ["a", "b"]}}, HARMLESS),
                                                                ({"h": {"default": "a"}}, {"h": {"default": "a", "description": "x"}}, READ)),
            same=(({"h": {"default": "a", "enum": ["a", "b"]}}, {"h": {"default": "a", "enum": ["b", "a"]}}),)),
    ),
    "security": (
        Row("security", OP, steps=([{"key": []}, {"oauth": ["read"]}], [{"key": []}])),
        Row("security", OP, steps=([{}, {"key": []}], [{"key": []}])),
        Row("security", OP, steps=([{"oauth": []}], [{"oauth": ["read"]}])), Row("security", OP, steps=([{"oauth": ["read"]}], [{"oauth": ["read", "write"]}])),
        Row("security", OP, steps=([{"key": []}], [{"key": [], "oauth": ["read"]}])),
        Row("security", OP, steps=([], [{"key": []}]), same=(([], [{}]), ([{"key": []}, {"oauth": []}], [{"oauth": []}, {"key": []}]))),
        Row("security", OP, other=(([{"key": []}], [{"oauth": []}], APART),)),
    ),
}
# Fields of Swagger 2.0 that OpenAPI 3 has nowhere, within an operation.
SWAGGER: Final[dict[str, tuple[Row, ...]]] = {
    "responses": FIELDS["responses"],
    "security": FIELDS["security"],
    "operation": (
        *FIELDS["operation"],
        Row("schemes", OP, other=((["http"], ["https"], APART),)),
        Row("consumes", {**OP, "parameters": [{"name": "b", "in": "body", "schema": STRING}]}, steps=(["application/json", "text/csv"], ["text/csv"])),
        Row("produces", {"responses": {"200": {"description": "x", "schema": STRING}}}, other=(
            (["application/json", "text/csv"], ["text/csv"], COME), (["text/csv"], ["application/json", "text/csv"], HARMLESS), (["text/csv"], ["application/json"], APART))),
    ),
    "parameter": (
        Row("collectionFormat", {"name": "q", "in": "query", "type": "array", "items": STRING}, other=(("csv", "multi", APART), ("pipes", "ssv", APART), ("tsv", ABSENT, APART)), same=((ABSENT, "csv"),)),
        Row("required", {"name": "q", "in": "query", "type": "string"}, steps=(ABSENT, True)), Row("in", {"name": "q", "type": "string"}, other=(("query", "header", APART),)),
        Row("allowEmptyValue", {"name": "q", "in": "query", "type": "string"}, steps=(True, ABSENT)),
        Row("in", {"name": "q", "type": "string"}, other=(("query", "formData", COME),)),
        Row("type", {"name": "q", "in": "formData"}, other=(("string", "file", APART),)),
        *read("description", base={"name": "q", "in": "query", "type": "string"}),
        Row("required", {"name": "b", "in": "body", "schema": STRING}, steps=(ABSENT, True)),
        Row("name", {"in": "body", "schema": STRING}, same=(("a", "b"),)), *read("description", base={"name": "b", "in": "body", "schema": STRING}),
    ),
    "response": (
        *read("description"), *read("examples", value=({"application/json": 1}, {"application/json": 2}), base={"schema": STRING}),
        Row("headers", {}, other=((ABSENT, {"H": {"type": "string"}}, HARMLESS), ({"H": {"type": "string"}}, ABSENT, MISSED))),
        Row("headers", {}, other=(({"H": {"type": "array", "items": STRING}}, {"H": {"type": "array", "items": STRING, "collectionFormat": "ssv"}}, APART),)),
        Row("schema", {}, other=((ABSENT, STRING, SURPRISES), (STRING, ABSENT, APART), (STRING, SHORT, NARROWS))),
    ),
}
def _form(media: Json) -> Json:
    return asked({"content": {"multipart/mixed": media}})


FIELD_PARTS: Final[dict[str, tuple[Part, ...]]] = {
    "operation": (Part("itself", lambda _, operation: operation, "input"),),
    "security": (Part("itself", lambda _, operation: operation, "input"),),
    "responses": (Part("of an operation", lambda _, responses: {"responses": responses}, "output"),),
    "parameter": (
        Part("of an operation", lambda _, node: {"parameters": [node], "responses": DONE}, "input"),
        Part("by reference", lambda draft, node: {"parameters": [draft.refer("parameters", node)], "responses": DONE}, "input"),
    ),
    "header": (
        Part("of a response", lambda _, node: header(node), "output"),
        Part("by reference", lambda draft, node: header(draft.refer("headers", node)), "output"),
        Part("of a part of a form", lambda _, node: _form({"schema": OBJECT, "encoding": {"f": {"headers": {"X-H": node}}}}), "input"),
    ),
    "requestBody": (
        Part("of an operation", lambda _, node: asked(node), "input"),
        Part("by reference", lambda draft, node: asked(draft.refer("requestBodies", node)), "input"),
    ),
    "mediaType": (
        Part("of a request", lambda _, node: asked({"content": {"application/json": node}}), "input"),
        Part("of a response", lambda _, node: answered({"description": "x", "content": {"application/json": node}}), "output"),
        Part("by reference", lambda draft, node: asked({"content": {"application/json": draft.refer("mediaTypes", node)}}), "input", versions=NEWEST),
    ),
    "form": (Part("of a request", lambda _, node: _form(node), "input"),),
    "encoding": (Part("of a part", lambda _, node: _form({"schema": OBJECT, "encoding": {"f": node}}), "input"),),
    "response": (
        Part("of an operation", lambda _, node: answered(node), "output"),
        Part("by reference", lambda draft, node: answered(draft.refer("responses", node)), "output"),
    ),
    "link": (
        Part("of a response", lambda _, node: answered({"description": "x", "links": {"l": node}}), "output"),
        Part("by reference", lambda draft, node: answered({"description": "x", "links": {"l": draft.refer("links", node)}}), "output"),
    ),
    "example": (
        Part("of a media type", lambda _, node: asked({"content": {"application/json": {"examples": {"e": node}}}}), "input"),
        Part("of a parameter", lambda _, node: {"parameters": [{**QUERY, "examples": {"e": node}}], "responses": DONE}, "input"),
        Part("of a header", lambda _, node: header({"schema": STRING, "examples": {"e": node}}), "output"),
        Part("by reference", lambda draft, node: asked({"content": {"application/json": {"examples": {"e": draft.refer("examples", node)}}}}), "input"),
    ),
    "server": (Part("of an operation", lambda _, node: {"servers": [node], "responses": DONE}, "both"),),
}
SWAGGER_PARTS: Final[dict[str, tuple[Part, ...]]] = {
    "responses": (Part("of an operation", lambda _, node: {"responses": node}, "output", versions=TWO),),
    "security": (Part("itself", lambda _, operation: operation, "input", versions=TWO),),
    "operation": (Part("itself", lambda _, operation: operation, "input", versions=TWO),),
    "parameter": (
        Part("of an operation", lambda _, node: {"parameters": [node], "responses": DONE}, "input", versions=TWO),
        Part("by reference", lambda draft, node: {"parameters": [draft.refer("parameters", node)], "responses": DONE}, "input", versions=TWO),
    ),
    "response": (
        Part("of an operation", lambda _, node: answered(node), "output", versions=TWO),
        Part("by reference", lambda draft, node: answered(draft.refer("responses", node)), "output", versions=TWO),
    ),
}
# fmt: on
