"""Fields of which a document has one only, so each edit needs documents of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from .edits import ABSENT, ALL, APART, DOUBTFUL, HARMLESS, NEW, NEWEST, READ, THREE, TOLD, TWO, Row
from .fields import COME, DOCS, MISSED, OP, QUERY, SENT, TOGGLED, URLS, read
from .keywords import STRING
from .places import Draft

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Lone:
    """The fields of one object of the document, in the versions that have it."""

    rows: tuple[Row, ...]
    versions: frozenset[str] = ALL


FLOWS: Final = (
    ("implicit", ("authorizationUrl", "refreshUrl"), THREE),
    ("password", ("tokenUrl", "refreshUrl"), THREE),
    ("clientCredentials", ("tokenUrl", "refreshUrl"), THREE),
    ("authorizationCode", ("authorizationUrl", "tokenUrl", "refreshUrl"), THREE),
    ("deviceAuthorization", ("deviceAuthorizationUrl", "tokenUrl", "refreshUrl"), NEWEST),
)
KEY: Final = {"type": "apiKey", "in": "header", "name": "X"}


def _flow(flow: str, urls: tuple[str, ...], versions: frozenset[str]) -> tuple[Row, ...]:
    """One flow of OAuth: its scopes, its addresses, and whether there is one."""

    def with_(**rest: Json) -> Json:
        return {flow: {"scopes": {}, **rest}}

    base = {"type": "oauth2"}
    scopes = ({"read": "r"}, {"read": "reads"})
    edits = (
        ({}, with_(), HARMLESS),
        (with_(), {}, COME),
        (with_(), with_(scopes=scopes[0]), HARMLESS),
        (with_(scopes=scopes[0]), with_(), COME),
        (with_(scopes=scopes[0]), with_(scopes=scopes[1]), READ),
        *((with_(**{url: URLS[0]}), with_(**{url: URLS[1]}), COME) for url in urls),
    )
    return (Row("flows", base, other=edits, versions=versions),)


# fmt: off
LONE: Final[dict[str, Lone]] = {
    "info": Lone((
        *read("title", "description", "termsOfService", "version"), *read("summary", versions=NEW),
        *read("contact", value=({"name": "A", "url": "https://a.example", "email": "a@a.example"}, {"name": "B"})),
        *read("license", value=({"name": "MIT", "url": "https://a.example"}, {"name": "ISC"})),
        *read("license", value=({"name": "MIT", "identifier": "MIT"}, {"name": "MIT", "identifier": "ISC"}), versions=NEW),
    ), ALL),
    "document": Lone((
        *read("tags", value=([{"name": "a"}], [{"name": "a", "description": "x", "externalDocs": DOCS[0]}])), *read("externalDocs", value=DOCS),
        *read("tags", value=([{"name": "a", "summary": "A"}], [{"name": "a", "parent": "b", "kind": "nav"}]), versions=NEWEST),
        Row("servers", {}, other=(([{"url": URLS[0]}], [{"url": URLS[1]}], APART), (ABSENT, [{"url": URLS[0]}], HARMLESS), ([{"url": URLS[0]}], ABSENT, DOUBTFUL)), versions=THREE),
        Row("security", {}, steps=([], [{"key": []}])), Row("security", {}, steps=([{"oauth": ["read"]}], [{"oauth": ["read", "write"]}])),
        Row("jsonSchemaDialect", {}, other=((ABSENT, "http://json-schema.org/draft-07/schema#", TOLD),), versions=NEW),
        Row("$self", {}, same=((ABSENT, "https://a.example/openapi.json"),), versions=NEWEST),
        Row("paths", {}, other=(({}, {"/new": {"get": OP}}, HARMLESS), ({"/new": {"get": OP}}, {}, COME), ({"/new": {"get": OP}}, {"/other": {"get": OP}}, COME)),
            same=(({"/new/{a}": {"get": OP}}, {"/new/{b}": {"get": OP}}), ({"/a": {"get": OP}, "/b": {"get": OP}}, {"/b": {"get": OP}, "/a": {"get": OP}}))),
        Row("webhooks", {}, other=((ABSENT, {"w": {"post": OP}}, HARMLESS), ({"w": {"post": OP}}, ABSENT, COME)), versions=NEW),
        Row("host", {}, other=(("a.example", "b.example", APART),), versions=TWO),
        Row("basePath", {"host": "a.example"}, other=(("/v1", "/v2", APART),), versions=TWO),
        Row("schemes", {"host": "a.example"}, other=((["http"], ["https"], APART), (["http", "https"], ["https"], COME), (["https"], ["http", "https"], HARMLESS)), versions=TWO),
        Row("consumes", {"parameters": {}}, other=((["application/json"], ["text/csv"], APART), (["application/json", "text/csv"], ["text/csv"], COME)), versions=TWO),
        Row("produces", {}, other=((["application/json"], ["text/csv"], APART), (["application/json", "text/csv"], ["text/csv"], COME)), versions=TWO),
    ), ALL),
    "pathItem": Lone((
        *read("summary", "description", base={"post": OP}),
        Row("servers", {"post": OP}, other=(([{"url": URLS[0]}], [{"url": URLS[1]}], APART),)),
        Row("parameters", {"post": OP}, other=((ABSENT, [SENT], COME), ([QUERY], ABSENT, MISSED))),
        *(Row(method, {"post": OP}, other=((ABSENT, OP, HARMLESS), (OP, ABSENT, COME))) for method in ("get", "put", "delete", "options", "head", "patch", "trace")),
        Row("query", {"post": OP}, other=((ABSENT, OP, HARMLESS), (OP, ABSENT, COME)), versions=NEWEST),
        Row("additionalOperations", {"post": OP}, other=((ABSENT, {"LINK": OP}, HARMLESS), ({"LINK": OP}, ABSENT, COME)), versions=NEWEST),
        Row("$ref", {}, other=(("#/components/pathItems/A", "#/components/pathItems/B", HARMLESS),), same=(("#/components/pathItems/A", "#/components/pathItems/Twin"),), versions=NEW),
    ), THREE),
    "key": Lone((
        *read("description", base=KEY),
        Row("in", {"type": "apiKey", "name": "X"}, other=(("header", "query", COME),)), Row("name", {"type": "apiKey", "in": "header"}, other=(("X", "Y", COME),), same=(("X", "x"),)),
        Row("type", {"in": "header", "name": "X", "scheme": "basic"}, other=(("apiKey", "http", COME),)),
        Row("deprecated", KEY, other=TOGGLED, versions=NEWEST),
        Row("scheme", {"type": "http"}, other=(("basic", "bearer", COME),), same=(("basic", "Basic"),)),
        *read("bearerFormat", value=("JWT", "opaque"), base={"type": "http", "scheme": "bearer"}),
        Row("openIdConnectUrl", {"type": "openIdConnect"}, other=((*URLS, COME),)),
        Row("oauth2MetadataUrl", {"type": "oauth2", "flows": {}}, other=((*URLS, COME), (ABSENT, URLS[0], HARMLESS), (URLS[0], ABSENT, HARMLESS)), versions=NEWEST),
        *(row for flow, urls, versions in FLOWS for row in _flow(flow, urls, versions)),
    ), THREE),
    "swagger key": Lone((
        *read("description", base=KEY),
        Row("in", {"type": "apiKey", "name": "X"}, other=(("header", "query", COME),)), Row("name", {"type": "apiKey", "in": "header"}, other=(("X", "Y", COME),)),
        Row("type", {"in": "header", "name": "X"}, other=(("apiKey", "basic", COME),)),
        Row("scopes", {"type": "oauth2", "flow": "password", "tokenUrl": URLS[0]}, other=(({}, {"read": "r"}, HARMLESS), ({"read": "r"}, {}, COME))),
        Row("tokenUrl", {"type": "oauth2", "flow": "password", "scopes": {}}, other=((*URLS, COME),)),
        Row("authorizationUrl", {"type": "oauth2", "flow": "implicit", "scopes": {}}, other=((*URLS, COME),)),
    ), TWO),
}
# fmt: on
SCHEMES: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "oauth": {
        "type": "oauth2",
        "flows": {"password": {"tokenUrl": URLS[0], "scopes": {"read": "r", "write": "w"}}},
    },
}
ITEMS: Final = {"A": {"get": OP}, "B": {"get": {**OP, "deprecated": True}}, "Twin": {"get": OP}}


def lone_tree(version: str, kind: str, node: Json) -> Json:
    """A document with one operation, in which one object is this node."""
    draft = Draft(version)
    answer = {"schema": STRING} if version == "2.0" else {}
    body = (
        {"parameters": [{"name": "b", "in": "body", "schema": STRING}]} if version == "2.0" else {}
    )
    draft.path({"post": {**body, "responses": {"200": {"description": "x", **answer}}}})
    tree = draft.tree()
    schemes = dict(SCHEMES)
    if kind in ("key", "swagger key"):
        tree["security"], schemes["used"] = [{"used": []}], node
    elif kind == "pathItem":
        tree["paths"]["/item"] = node
    elif kind == "info":
        tree["info"] = {**tree["info"], **node}
    else:
        tree |= node
    if version == "2.0":
        flat: Json = {"type": "oauth2", "flow": "password", "tokenUrl": URLS[0]}
        flat["scopes"] = {"read": "r", "write": "w"}
        return {**tree, "securityDefinitions": {**schemes, "oauth": flat}}
    tree["components"]["securitySchemes"] = schemes
    if version in NEW:
        tree["components"]["pathItems"] = ITEMS
    return tree
