"""Examples are judged in bounded time, whatever the schemas and values are."""

from __future__ import annotations

from time import process_time
from typing import Any

import orjson
import pytest

from decant.contract import Document, lint, read
from patience import RUNAWAY


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


def showing(schemas: dict[str, Any], example: Any) -> Document:
    shown = {"application/json": {"schema": ref("A0"), "example": example}}
    response = {"200": {"description": "ok", "content": shown}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"get": {"responses": response}}},
        "components": {"schemas": schemas},
    }
    return read({"openapi.json": orjson.dumps(document)})


def branch(name: str, title: str) -> dict[str, Any]:
    return {"title": title, "properties": {"a": ref(name)}, "maxProperties": 0}


FANS = {f"A{i}": {"allOf": [ref(f"A{i + 1}"), ref(f"A{i + 1}")]} for i in range(60)}
NULLABLE = {name: {**schema, "nullable": True} for name, schema in FANS.items()}
HOSTILE: dict[str, tuple[dict[str, Any], Any]] = {
    "a fan of allOf that may be null": ({**NULLABLE, "A60": {"type": "string"}}, {}),
    "a fan of allOf": ({**FANS, "A60": {"type": "string"}}, {}),
    "alternatives inside themselves": (
        {
            "A0": {"anyOf": [branch("A1", "x"), branch("A1", "y")]},
            "A1": {"anyOf": [branch("A0", "x"), branch("A0", "y")]},
        },
        nested(60),
    ),
    "an expression that backtracks": ({"A0": {"type": "string", "pattern": "^(a+)+$"}}, "a" * 50_000 + "!"),
    "an expression that looks ahead": (
        {"A0": {"type": "string", "pattern": "^(?=(a+)+$)b"}},
        "a" * 5_000,
    ),
    "a hundred thousand wrong items": (
        {"A0": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}},
        [{}] * 100_000,
    ),
    "a long enum": ({"A0": {"type": "string", "enum": [str(i) for i in range(100_000)]}}, "x"),
    "many alternatives": (
        {"A0": {"oneOf": [{"type": "object", "required": [f"p{i}"]} for i in range(2_000)]}},
        {"x": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_schema_costs_no_more_than_a_moment(name: str) -> None:
    schemas, example = HOSTILE[name]
    document = showing(schemas, example)

    started = process_time()
    lint(document)

    assert process_time() - started < RUNAWAY


def test_a_value_that_fits_no_alternative_is_told_why() -> None:
    alternatives = [{"type": "object", "required": ["name"]}, {"type": "integer"}]
    document = showing({"A0": {"oneOf": alternatives}}, {"nom": "Tom"})

    found = [f for f in lint(document) if f.rule == "oas3-valid-media-example"]

    assert [f.message for f in found] == ["About the example: 'name' is missing."]


def test_a_fault_inside_a_shared_example_names_the_place_in_it() -> None:
    shown = {"schema": ref("Pet"), "examples": {"tom": {"$ref": "#/components/examples/Tom"}}}
    document = read(
        {
            "openapi.json": orjson.dumps(
                {
                    "openapi": "3.0.3",
                    "info": {"title": "Pets", "version": "1"},
                    "paths": {},
                    "components": {
                        "examples": {"Tom": {"value": {"age": "old"}}},
                        "schemas": {"Pet": {"properties": {"age": {"type": "integer"}}}},
                        "responses": {
                            "Pet": {"description": "ok", "content": {"application/json": shown}}
                        },
                    },
                }
            )
        }
    )

    found = [f for f in lint(document) if f.rule == "oas3-valid-media-example"]

    assert [f.message for f in found] == [
        "About /age in the example: This must be of type integer, not a string."
    ]


def test_an_example_that_takes_too_much_work_is_said_to_be_unjudged() -> None:
    document = showing({**FANS, "A60": {"type": "string"}}, {})

    found = [f.message for f in lint(document) if f.rule == "oas3-valid-media-example"]

    assert found == [
        "About the example: It was not judged: its schema takes too much work to follow."
    ]
