"""The copy of a document that a browser may show."""

from __future__ import annotations

import orjson
import pytest

from decant.portal.viewer import as_script_block, is_harmless, make_harmless


@pytest.mark.parametrize(
    "address",
    [
        "https://a.test",
        "http://a.test",
        "mailto:a@a.test",
        "HTTPS://a.test",
        "/v1",
        "",
        "{host}/v1",
    ],
)
def test_ordinary_addresses_are_harmless(address: str) -> None:
    assert is_harmless(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_run_or_reveal_something_are_not(address: str) -> None:
    assert not is_harmless(address)


@pytest.mark.parametrize(
    "node",
    [
        {"termsOfService": "javascript:1"},
        {"contact": {"url": "javascript:1"}},
        {"license": {"url": "javascript:1"}},
        {"externalDocs": {"url": "javascript:1"}},
        {"x-logo": {"url": "javascript:1"}},
        {"servers": [{"url": "javascript:1"}]},
        {"flows": {"implicit": {"authorizationUrl": "javascript:1"}}},
        {"flows": {"password": {"tokenUrl": "javascript:1", "refreshUrl": "javascript:1"}}},
        {"securitySchemes": {"a": {"openIdConnectUrl": "javascript:1"}}},
        {"examples": {"a": {"externalValue": "javascript:1"}}},
        {"links": {"a": {"operationRef": "javascript:1"}}},
    ],
)
def test_a_harmful_address_is_left_out_wherever_it_would_be_a_link(node: dict[str, object]) -> None:
    assert b"javascript" not in orjson.dumps(make_harmless(node))


@pytest.mark.parametrize(
    "node",
    [
        {"example": {"url": "javascript:1", "description": "<script>"}},
        {"examples": [{"url": "javascript:1"}]},
        {"examples": {"a": {"value": {"url": "javascript:1"}}}},
        {"default": {"url": "javascript:1"}},
        {"enum": [{"url": "javascript:1"}], "const": {"url": "javascript:1"}},
        {"properties": {"url": {"type": "string"}, "example": {"type": "string"}}},
        {"properties": {"$ref": {"type": "string"}}},
        {"contact": {"url": "https://a.test"}},
        {"$ref": "#/components/schemas/Pet"},
    ],
)
def test_what_is_data_or_harmless_stays_as_it_is(node: dict[str, object]) -> None:
    before = orjson.dumps(node)

    assert orjson.dumps(make_harmless(node)) == before


def test_a_property_named_like_a_keyword_is_still_looked_into() -> None:
    node = {"properties": {"example": {"externalDocs": {"url": "javascript:1"}}}}

    assert make_harmless(node) == {"properties": {"example": {"externalDocs": {}}}}


def test_a_reference_out_of_the_document_is_not_fetched() -> None:
    node = {"schema": {"$ref": "https://a.test/`pet`.json"}}

    assert make_harmless(node) == {
        "schema": {"description": "Defined outside this document: `https://a.test/pet.json`"}
    }


# fmt: off
PROSE = [
    ("![Logo](https://a.test/a.png)",         "[Logo](https://a.test/a.png)"),
    ("<img src=x onerror=alert(1)> Pets",     " Pets"),
    ("<b onclick='x()'>Pets</b>",             "<b>Pets</b>"),
    ("<span style='color:red'>Pets</span>",   "<span>Pets</span>"),
    ("<script>alert(1)</script>",             "alert(1)"),
    ("<a href='https://a.test' id=x>A</a>",   '<a href="https://a.test">A</a>'),
    ("<a href='javascript:x()'>A</a>",        "<a>A</a>"),
    ("<a href='&#106;avascript:x()'>A</a>",   "<a>A</a>"),
    ("a < b and `List<Pet>` and **c**",       "a < b and `List<Pet>` and **c**"),
    ("```\n<img src=x>\n```",                 "```\n<img src=x>\n```"),
    ("Pets",                                  "Pets"),
]
# fmt: on


@pytest.mark.parametrize(("written", "shown"), PROSE)
def test_prose_keeps_its_markup_and_loses_what_loads_or_runs(written: str, shown: str) -> None:
    assert make_harmless({"description": written}) == {"description": shown}


def test_what_a_scope_allows_is_prose_too() -> None:
    node = {"scopes": {"read": "<img src=x> Read"}}

    assert make_harmless(node) == {"scopes": {"read": " Read"}}


def test_the_values_of_a_parameter_are_not_read_as_markup() -> None:
    node = {
        "name": "a",
        "in": "query",
        "example": "<img src=x>",
        "schema": {"default": "![a](b)", "enum": ["<b>", "c < d", 1]},
    }

    assert make_harmless(node) == {
        "name": "a",
        "in": "query",
        "example": "&lt;img src=x>",
        "schema": {"default": "!\\[a](b)", "enum": ["&lt;b>", "c < d", 1]},
    }


def test_hostile_prose_is_mended_quickly() -> None:
    for text in ("<a " * 100_000, "`" * 300_001, "![" * 100_000, "`a\n" * 100_000, "<" * 300_000):
        make_harmless({"description": text + "<b>"})


def test_a_block_reads_the_same_as_the_json_it_came_from() -> None:
    value = {"a": "</script> & <!-- \u2028 \u2029 ü"}

    block = as_script_block(orjson.dumps(value))

    assert orjson.loads(block) == value
    assert not set("<>&\u2028\u2029") & set(block.decode())
