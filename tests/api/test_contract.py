"""Decant's own contract: sound, complete and stable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from openapi_spec_validator import validate

from decant.api.openapi import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.web import Site

ENDLESS = 100_000  # a pattern with `*` gets as long as anything
Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture
def contract(app: Site) -> dict[str, Any]:
    read: dict[str, Any] = orjson.loads(document(app))
    return read


@pytest.fixture
def operations(contract: dict[str, Any]) -> list[Operation]:
    return list(operations_of(contract))


def operations_of(contract: dict[str, Any]) -> Iterator[Operation]:
    for path, item in contract["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield method.upper(), path, operation


def test_it_is_openapi(contract: dict[str, Any]) -> None:
    assert contract["openapi"] == "3.1.0"
    validate(contract)


def test_it_is_the_same_every_time(app: Site) -> None:
    assert document(app) == document(app)


def test_every_route_of_the_api_is_in_it(app: Site, operations: list[Operation]) -> None:
    routed = {
        (method, re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.rule != "/api/v1/openapi.json"  # itself
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    written = {(method, path) for method, path, _ in operations if path.startswith("/api/v1/")}

    assert written == routed


def test_every_operation_has_a_name_words_and_one_known_tag(
    contract: dict[str, Any], operations: list[Operation]
) -> None:
    tags = {tag["name"]: tag["description"] for tag in contract["tags"]}

    for method, path, operation in operations:
        assert re.fullmatch(r"[a-z]+[A-Za-z]+", operation["operationId"]), (method, path)
        assert operation["summary"].endswith("."), (method, path)
        assert operation["description"], (method, path)
        assert [tag for tag in operation["tags"] if tags.get(tag)] == operation["tags"]


def test_every_operation_says_what_can_go_wrong(operations: list[Operation]) -> None:
    for method, path, operation in operations:
        errors = {status for status in operation["responses"] if status >= "400"}

        assert {"400", "422", "429", "500", "503"} <= errors, (method, path)
        if operation.get("security", True):
            assert "401" in errors, (method, path)
        if "{" in path:
            assert "404" in errors, (method, path)
        if "requestBody" in operation:
            assert {"413", "415"} <= errors, (method, path)


def test_conditions_stand_beside_the_parameters_of_the_query(
    operations: list[Operation],
) -> None:
    (parameters,) = (
        operation["parameters"]
        for _, _, operation in operations
        if operation["operationId"] == "compareRevisions"
    )

    assert {"older", "newer"} <= {parameter.get("name") for parameter in parameters}
    assert {"$ref": "#/components/parameters/If-None-Match"} in parameters


def test_every_answer_of_ours_always_has_all_its_members(contract: dict[str, Any]) -> None:
    for name, schema in contract["components"]["schemas"].items():
        if "additionalProperties" in schema or "properties" not in schema:
            continue
        if name.endswith("Problem") and name != "Problem":  # may add what only some refusals have
            continue
        optional = set(schema["properties"]) - set(schema.get("required", ()))

        assert not optional, name


def test_every_body_refuses_what_it_does_not_know(
    contract: dict[str, Any], operations: list[Operation]
) -> None:
    for method, path, operation in operations:
        content = operation.get("requestBody", {}).get("content", {})
        reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        if not reference:
            continue
        schema = contract["components"]["schemas"][reference.rsplit("/", 1)[-1]]

        assert schema["additionalProperties"] is False, (method, path)


def test_a_longest_length_beside_a_pattern_is_what_the_pattern_lets_through(
    contract: dict[str, Any],
) -> None:
    bounded = [node for node in nodes_of(contract) if {"pattern", "maxLength"} <= node.keys()]

    assert bounded
    for node in bounded:
        # Only Python's own parser says how long a match gets; it has no public name for that.
        _, longest = re._parser.parse(node["pattern"]).getwidth()
        endless = longest > ENDLESS
        assert endless or longest == node["maxLength"], node


def test_all_that_is_counted_has_a_size_that_every_language_has(contract: dict[str, Any]) -> None:
    for node in nodes_of(contract):
        if "integer" in types_of(node):
            assert node["format"] in {"int32", "int64"}, node
            assert {"minimum", "maximum"} <= node.keys(), node


def test_who_may_call_without_signing_in_is_said_on_purpose(operations: list[Operation]) -> None:
    for method, path, operation in operations:
        security = operation["security"]

        assert operation.get("x-public", False) is (not security or {} in security), (method, path)


def test_every_answer_below_api_tells_limits_and_origins(
    contract: dict[str, Any], operations: list[Operation]
) -> None:
    told = {"RateLimit", "RateLimit-Policy", "X-Request-ID", "Access-Control-Allow-Origin"}
    components = contract["components"]["responses"]

    for method, path, operation in operations:
        for status, response in operation["responses"].items():
            name = response.get("$ref", "").rpartition("/")[2]
            headers = components[name]["headers"] if name else response["headers"]
            expected = told if path.startswith("/api/") else told & set(headers)
            assert expected <= headers.keys(), (method, path, status)


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in the contract, however deep."""
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value:
        if isinstance(below, dict | list):
            yield from nodes_of(below)


def types_of(node: dict[str, Any]) -> list[str]:
    named = node.get("type", [])
    return named if isinstance(named, list) else [named]


def test_patterns_are_ones_that_every_language_reads(app: Site) -> None:
    assert not re.search(rb"\\\\[ZzA]|\(\?P|\(\?<", document(app))
