"""Older dialects are said in the words of newer ones, and nothing is lost on the way."""

from __future__ import annotations

from typing import Any, TypeAlias

import orjson
import pytest

from decant.contract import Dialect, Document, Level, compare, lint, read, validate
from decant.contract.dialects import spell

Json: TypeAlias = Any

# What a 3.0 schema says, and what that is in 3.1.
SPELLED: dict[str, tuple[Json, Json]] = {
    "null beside a type": (
        {"nullable": True, "type": "string"},
        {"type": ["string", "null"]},
    ),
    "an exclusive bound": (
        {"minimum": 1, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": True},
        {"exclusiveMinimum": 1, "exclusiveMaximum": 5},
    ),
    "a bound that is not exclusive": (
        {"minimum": 1, "exclusiveMinimum": False},
        {"minimum": 1},
    ),
    "an exclusive bound of nothing": ({"exclusiveMaximum": True}, {}),
    "an example": ({"type": "string", "example": "x"}, {"type": "string", "example": "x"}),
}


@pytest.mark.parametrize("case", SPELLED)
def test_a_schema_of_3_0_is_said_in_the_words_of_3_1(case: str) -> None:
    written, meant = SPELLED[case]

    assert spell(written, Dialect.V3_0) == meant


def test_a_schema_that_needs_no_other_words_is_the_same_object() -> None:
    plain = {"type": "string", "nullable": False}
    newer = {"nullable": True, "type": "string"}

    assert spell(plain, Dialect.V3_0) is plain
    assert spell(newer, Dialect.V3_1) is newer


SWAGGER: dict[str, Json] = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1"},
    "host": "pets.test",
    "basePath": "/v1",
    "schemes": ["https", "http"],
    "consumes": ["application/json"],
    "produces": ["application/json", "text/csv"],
    "paths": {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "integer"}],
            "put": {
                "parameters": [
                    {"$ref": "#/parameters/Pet"},
                    {"name": "tags", "in": "query", "type": "array", "items": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "schema": {"$ref": "#/definitions/Pet"},
                        "headers": {"X-Left": {"type": "integer", "description": "left"}},
                        "examples": {"text/csv": "a,b"},
                    },
                    "default": {"$ref": "#/responses/Wrong"},
                },
            },
            "post": {
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"name": "photo", "in": "formData", "type": "file", "required": True},
                    {"$ref": "#/parameters/Label"},
                ],
                "responses": {"200": {"description": "ok", "schema": {"type": "file"}}},
            },
        }
    },
    "definitions": {
        "Pet": {
            "type": "object",
            "discriminator": "kind",
            "required": ["kind"],
            "properties": {
                "kind": {"type": "string"},
                "name": {"type": "string", "x-nullable": True},
                "discriminator": {"type": "string"},
                "next": {"$ref": "#/definitions/Pet/properties/name"},
            },
            "example": {"$ref": "#/definitions/Pet", "discriminator": "x"},
        }
    },
    "parameters": {
        "Pet": {"name": "pet", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}},
        "Label": {"name": "label", "in": "formData", "type": "array", "items": {"type": "string"},
                  "collectionFormat": "multi"},
        "Page": {"name": "page", "in": "query", "type": "integer", "minimum": 0,
                 "exclusiveMinimum": True},
    },
    "responses": {"Wrong": {"description": "wrong", "schema": {"$ref": "#/definitions/Pet"}}},
    "securityDefinitions": {
        "basic": {"type": "basic"},
        "oauth": {"type": "oauth2", "flow": "accessCode", "scopes": {"read": "r"},
                  "authorizationUrl": "https://pets.test/a", "tokenUrl": "https://pets.test/t"},
    },
}  # fmt: skip


@pytest.fixture
def pets() -> Document:
    return read({"swagger.json": orjson.dumps(SWAGGER, option=orjson.OPT_INDENT_2)})


def operation(document: Document, method: str) -> Json:
    return document.tree["paths"]["/pets/{id}"][method]


def test_host_base_path_and_schemes_become_servers(pets: Document) -> None:
    assert pets.dialect is Dialect.V2_0
    assert pets.tree["servers"] == [{"url": "https://pets.test/v1"}, {"url": "http://pets.test/v1"}]


BASES: dict[str, tuple[Json, Json]] = {
    "no scheme": ({"host": "a.test"}, [{"url": "//a.test"}]),
    "only a path": ({"basePath": "/v1/"}, [{"url": "/v1"}]),
    "nothing": ({}, None),
    "a path to the top": ({"basePath": "/"}, None),
}


@pytest.mark.parametrize("case", BASES)
def test_what_is_not_said_about_the_host_is_left_open(case: str) -> None:
    said, servers = BASES[case]

    document = read({"a.json": orjson.dumps({"swagger": "2.0", "info": {}, "paths": {}, **said})})

    assert document.tree.get("servers") == servers


def test_a_body_parameter_becomes_a_request_body_for_each_media_type(pets: Document) -> None:
    assert operation(pets, "put")["requestBody"] == {"$ref": "#/components/requestBodies/Pet"}
    assert pets.tree["components"]["requestBodies"]["Pet"] == {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
    }


def test_what_is_sent_beside_the_body_stays_a_parameter(pets: Document) -> None:
    assert operation(pets, "put")["parameters"] == [
        {
            "name": "tags",
            "in": "query",
            "style": "form",
            "explode": False,
            "schema": {"type": "array", "items": {"type": "string"}},
        }
    ]
    assert pets.tree["components"]["parameters"] == {
        "Page": {
            "name": "page",
            "in": "query",
            "schema": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
        }
    }


def test_the_fields_of_a_form_become_one_request_body(pets: Document) -> None:
    assert operation(pets, "post")["requestBody"] == {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "photo": {"type": "string", "format": "binary"},
                        "label": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["photo"],
                },
                "encoding": {"label": {"style": "form", "explode": True}},
            }
        },
    }
    assert "parameters" not in operation(pets, "post")


def test_a_response_has_its_schema_for_each_media_type(pets: Document) -> None:
    pet = {"$ref": "#/components/schemas/Pet"}

    assert operation(pets, "put")["responses"] == {
        "200": {
            "description": "ok",
            "headers": {"X-Left": {"description": "left", "schema": {"type": "integer"}}},
            "content": {
                "application/json": {"schema": pet},
                "text/csv": {"schema": pet, "example": "a,b"},
            },
        },
        "default": {"$ref": "#/components/responses/Wrong"},
    }


def test_schemas_keep_everything_and_examples_stay_data(pets: Document) -> None:
    pet = pets.tree["components"]["schemas"]["Pet"]

    assert pet["discriminator"] == {"propertyName": "kind"}
    assert pet["properties"]["name"] == {"type": "string", "nullable": True}
    assert pet["properties"]["discriminator"] == {"type": "string"}
    assert pet["properties"]["next"] == {"$ref": "#/components/schemas/Pet/properties/name"}
    assert pet["example"] == SWAGGER["definitions"]["Pet"]["example"]


def test_security_definitions_become_schemes(pets: Document) -> None:
    schemes = pets.tree["components"]["securitySchemes"]

    assert schemes["basic"] == {"type": "http", "scheme": "basic"}
    assert schemes["oauth"]["flows"]["authorizationCode"] == {
        "scopes": {"read": "r"},
        "authorizationUrl": "https://pets.test/a",
        "tokenUrl": "https://pets.test/t",
    }


PUT = "/paths/~1pets~1{id}/put"
PLACES = {
    "/components/schemas/Pet/properties/name/type": "/definitions/Pet/properties/name/type",
    "/components/requestBodies/Pet/content/application~1json/schema/$ref": "/parameters/Pet/schema/$ref",
    "/components/securitySchemes/basic/type": "/securityDefinitions/basic/type",
    f"{PUT}/parameters/0/name": f"{PUT}/parameters/1/name",
    f"{PUT}/parameters/0/schema/items": f"{PUT}/parameters/1/items",
    f"{PUT}/responses/200/content/text~1csv/schema": f"{PUT}/responses/200/schema",
    f"{PUT}/responses/200/content/text~1csv/example": f"{PUT}/responses/200/examples/text~1csv",
    f"{PUT}/requestBody": f"{PUT}/parameters/0",
    "/paths/~1pets~1{id}/post/requestBody/content/multipart~1form-data/schema/properties/photo/type": (
        "/paths/~1pets~1{id}/post/parameters/0/type"
    ),
    "/servers/0": "/schemes/0",
    "/info/title": "/info/title",
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_leads_back_to_where_it_was_written(pets: Document, place: str) -> None:
    location = pets.locate(place)

    assert location.pointer == PLACES[place]
    assert location.file == "swagger.json"
    assert (location.line or 0) > 1


def test_a_swagger_document_is_validated_and_linted_like_any_other(pets: Document) -> None:
    found = [finding.rule for finding in (*validate(pets), *lint(pets))]

    assert "oas2-schema" not in found
    assert "ref-unresolved" not in found
    assert "oas3-api-servers" not in found


def test_moving_from_swagger_to_openapi_3_is_no_change() -> None:
    parameter = {"name": "q", "in": "query"}
    thing = {"type": "object", "properties": {"a": {"type": "string", "maxLength": 5}}}
    response = {"description": "ok"}
    swagger = {
        "swagger": "2.0",
        "info": {"title": "Things", "version": "1"},
        "host": "a.test",
        "schemes": ["https"],
        "paths": {"/a": {"get": {
            "produces": ["application/json"],
            "parameters": [{**parameter, "type": "string"}],
            "responses": {"200": {**response, "schema": {"$ref": "#/definitions/Thing"}}},
        }}},
        "definitions": {"Thing": thing},
    }  # fmt: skip
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    openapi = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://a.test"}],
        "paths": {"/a": {"get": {
            "parameters": [{**parameter, "schema": {"type": "string"}}],
            "responses": {"200": {**response, "content": content}},
        }}},
        "components": {"schemas": {"Thing": thing}},
    }  # fmt: skip
    older, newer = (read({"a.json": orjson.dumps(tree)}) for tree in (swagger, openapi))

    changes = [c for c in compare(older, newer).changes if c.severity is not Level.DOCS]

    assert changes == []


JUNK: list[Json] = [None, 0, "x", [], {}, [None], [{}], {"a": None}, {"$ref": "#/nowhere"}]


@pytest.mark.parametrize("junk", JUNK, ids=str)
def test_a_swagger_document_of_wrong_shapes_is_read_and_judged(junk: Json) -> None:
    waiting: list[tuple[str, ...]] = [()]
    judged = 0
    while waiting:
        way = waiting.pop()
        for key, value in at(SWAGGER, way).items():
            if isinstance(value, dict):
                waiting.append((*way, key))
            if (*way, key) == ("swagger",):
                continue
            tree = orjson.loads(orjson.dumps(SWAGGER))
            at(tree, way)[key] = junk
            document = read({"a.json": orjson.dumps(tree)})
            validate(document)
            compare(document, document)
            judged += 1
    assert judged > 60


def at(tree: Json, way: tuple[str, ...]) -> Json:
    for token in way:
        tree = tree[token]
    return tree
