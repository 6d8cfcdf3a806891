"""A document is held against the official schema of its own dialect."""

from __future__ import annotations

import copy
from collections.abc import Callable
from time import process_time
from typing import Any

import orjson
import pytest

from decant.contract import Document, Severity, read, validate
from patience import RUNAWAY

GOOD: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"name": {"type": "string"}},
                                }
                            }
                        },
                    }
                }
            }
        }
    },
}
GET = "/paths/~1pets/get"
SCHEMA = f"{GET}/responses/200/content/application~1json/schema"
Edit = Callable[[dict[str, Any]], object]


def reading(document: dict[str, Any]) -> Document:
    return read({"openapi.json": orjson.dumps(document)})


def edited(edit: Edit, version: str = "3.0.3") -> Document:
    document = copy.deepcopy(GOOD) | {"openapi": version}
    edit(document)
    return reading(document)


def get(document: dict[str, Any]) -> Any:
    return document["paths"]["/pets"]["get"]


def name(document: dict[str, Any]) -> Any:
    response = get(document)["responses"]["200"]
    return response["content"]["application/json"]["schema"]["properties"]["name"]


def parameter(**fields: Any) -> Edit:
    return lambda d: get(d).update(parameters=[{"name": "q", **fields}])


def scheme(**fields: Any) -> Edit:
    return lambda d: d.update(components={"securitySchemes": {"key": fields}})


# What was done, where it is found, what is said, what is advised.
BROKEN: dict[str, tuple[Edit, str, str, str]] = {
    "a title is missing": (
        lambda d: d["info"].pop("title"), "/info", "'title' is missing.", "Add 'title'."),
    "a keyword is misspelt": (
        lambda d: name(d).update(requred=["x"]), f"{SCHEMA}/properties/name/requred",
        "'requred' is not known here.", "Did you mean 'required'?"),
    "a type is misspelt": (
        lambda d: name(d).update(type="strin"), f"{SCHEMA}/properties/name/type",
        "'strin' is not one of", "Did you mean 'string'?"),
    "a number is a string": (
        lambda d: name(d).update(minLength="3"), f"{SCHEMA}/properties/name/minLength",
        "This must be of type integer, not a string.", "Write integer."),
    "a place is misspelt": (
        parameter(**{"in": "qery", "schema": {}}), f"{GET}/parameters/0/in",
        "'qery' is not one of", "Did you mean 'query'?"),
    "a path parameter is optional": (
        parameter(**{"in": "path", "schema": {}}), f"{GET}/parameters/0",
        "'required' is missing.", "Add 'required'."),
    "a parameter has schema and content": (
        parameter(**{"in": "query", "schema": {}, "content": {"text/plain": {}}}),
        f"{GET}/parameters/0", "Some of the fields here exclude each other.", "Keep one of them."),
    "a status is no status": (
        lambda d: get(d)["responses"].update({"2XY": {"description": "x"}}),
        f"{GET}/responses/2XY", "'2XY' is not known here.", "Remove it"),
    "a security scheme has no type": (
        scheme(type="apikey"), "/components/securitySchemes/key/type",
        "'apikey' is not one of apiKey, http, oauth2, openIdConnect.", "Did you mean 'apiKey'?"),
    "an address is no address": (
        lambda d: d["info"].update(contact={"email": "nobody"}), "/info/contact/email",
        "'nobody' is not a valid email.", "Write"),
    "tags repeat": (
        lambda d: d.update(tags=[{"name": "a"}, {"name": "a"}]), "/tags",
        "The items must differ, and two are equal.", "Remove the second one."),
    "an enum is empty": (
        lambda d: name(d).update(enum=[]), f"{SCHEMA}/properties/name/enum",
        "[] has less than 1 item.", "OpenAPI Specification"),
    "a version is odd": (
        lambda d: d.update(openapi="3.0"), "/openapi", "'3.0' does not have the form", "Match"),
}  # fmt: skip


def test_a_good_document_is_valid() -> None:
    found = validate(reading(GOOD))

    assert found == ()


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_document_is_told_what_where_and_what_to_do(fault: str) -> None:
    edit, pointer, message, hint = BROKEN[fault]

    found = [f for f in validate(edited(edit)) if f.rule == "oas3-schema"]

    assert [f.location.pointer for f in found] == [pointer]
    assert message in found[0].message
    assert hint in (found[0].hint or "")
    assert found[0].severity is Severity.ERROR


def test_a_finding_knows_its_line_and_column() -> None:
    text = b"openapi: 3.0.3\ninfo:\n  title: Pets\npaths: {}\n"

    found = validate(read({"openapi.yaml": text}))

    assert [(f.message, f.location.file, f.location.line) for f in found] == [
        ("'version' is missing.", "openapi.yaml", 2)
    ]


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_from_3_1_on_schemas_are_held_against_json_schema(version: str) -> None:
    document = edited(lambda d: name(d).update(type="strin", minLength="3"), version)

    found = {f.location.pointer: f.message for f in validate(document)}

    assert set(found) == {f"{SCHEMA}/properties/name/type", f"{SCHEMA}/properties/name/minLength"}
    assert "'strin' is not one of" in found[f"{SCHEMA}/properties/name/type"]


def test_a_document_with_a_json_schema_dialect_of_its_own_is_judged_without_it() -> None:
    document = copy.deepcopy(GOOD) | {"openapi": "3.1.0", "jsonSchemaDialect": "https://own.test/d"}
    name(document)["type"] = "strin"

    found = validate(reading(document))

    assert found == ()


def test_a_field_misspelt_in_3_1_is_told_apart_from_an_extension() -> None:
    document = edited(lambda d: get(d).update(operationID="x", **{"x-more": 1}), "3.1.0")

    found = validate(document)

    assert [(f.location.pointer, f.hint) for f in found] == [
        (f"{GET}/operationID", "Did you mean 'operationId'?")
    ]


def test_findings_of_one_rule_are_cut_short_and_counted() -> None:
    schemas = {f"S{i}": {"typ": "x"} for i in range(250)}
    document = copy.deepcopy(GOOD) | {"components": {"schemas": schemas}}

    found = [f for f in validate(reading(document)) if f.rule == "oas3-schema"]

    assert len(found) == 101
    assert "150 more like these are not listed, from here on." in {f.message for f in found}


def test_findings_come_in_reading_order() -> None:
    text = b"openapi: 3.0.3\ninfo: {title: 1, version: '1'}\npaths: {}\nfoo: 1\n"

    found = validate(read({"openapi.yaml": text}))

    assert [f.location.line for f in found] == sorted(f.location.line or 0 for f in found)
    assert len(found) == 2


SWAGGER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pets": {"get": {"responses": {"200": {"description": "ok"}}}}},
}


def test_a_swagger_document_is_held_against_its_own_schema() -> None:
    document = copy.deepcopy(SWAGGER)
    get(document)["produce"] = ["application/json"]

    found = validate(read({"swagger.json": orjson.dumps(document)}))

    assert [(f.rule, f.location.pointer, f.hint) for f in found] == [
        ("oas2-schema", f"{GET}/produce", "Did you mean 'produces'?")
    ]
    assert found[0].location.file == "swagger.json"
    assert found[0].location.line is not None


def test_a_good_swagger_document_is_valid() -> None:
    found = validate(read({"swagger.json": orjson.dumps(SWAGGER)}))

    assert found == ()


def test_a_fault_ninety_schemas_deep_is_named_at_its_leaf() -> None:
    schema: dict[str, Any] = {"type": "strin"}
    for _ in range(80):
        schema = {"properties": {"a": schema}}
    document = copy.deepcopy(GOOD) | {"components": {"schemas": {"Deep": schema}}}

    started = process_time()
    found = validate(reading(document))

    assert [f.location.pointer for f in found] == [
        "/components/schemas/Deep" + "/properties/a" * 80 + "/type"
    ]
    assert process_time() - started < RUNAWAY


def test_a_fault_in_a_swagger_definition_is_found_where_it_was_written() -> None:
    document = copy.deepcopy(SWAGGER) | {"definitions": {"Pet": {"tipe": "object"}}}

    found = validate(read({"swagger.json": orjson.dumps(document)}))

    assert [(f.location.pointer, f.hint) for f in found] == [
        ("/definitions/Pet/tipe", "Did you mean 'type'?")
    ]
