"""The elements of a document stand where the grammar of OpenAPI puts them."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import orjson

from decant.contract import Document, read
from decant.contract.elements import Elements, Kind, elements_of


def reading(**parts: Any) -> Document:
    whole = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}}
    return read({"openapi.json": orjson.dumps(whole | parts)})


def pointers(elements: Elements, kind: Kind) -> list[str]:
    return [element.pointer for element in elements.every(kind)]


def test_a_property_called_example_is_a_schema_and_an_example_is_only_data() -> None:
    pet = {
        "properties": {"example": {"type": "string"}, "a/b": {}},
        "example": {"properties": {"x": {"type": "string"}}, "$ref": "#/nowhere"},
    }

    document = reading(components={"schemas": {"Pet": pet}})
    elements = elements_of(document)

    assert pointers(elements, Kind.SCHEMA) == [
        "/components/schemas/Pet",
        "/components/schemas/Pet/properties/example",
        "/components/schemas/Pet/properties/a~1b",
    ]
    assert list(elements.references) == []


def test_callbacks_and_webhooks_hold_operations_but_only_paths_make_up_the_api() -> None:
    called: dict[str, Any] = {"{$url}": {"post": {"responses": {}}}}
    document = reading(
        paths={"/pets": {"get": {"callbacks": {"done": called}, "responses": {}}}},
        webhooks={"born": {"post": {"responses": {}}}},
    )

    elements = elements_of(document)

    assert "/paths/~1pets/get/callbacks/done/{$url}/post" in pointers(elements, Kind.OPERATION)
    assert [(o.name, o.webhook) for o in elements.operations] == [
        ("GET /pets", False),
        ("POST born", True),
    ]


def test_an_operation_behind_a_path_item_reference_keeps_the_place_where_it_is_written() -> None:
    shared = {"parameters": [{"name": "q", "in": "query"}], "get": {"responses": {}}}
    document = reading(
        paths={"/pets": {"$ref": "#/components/pathItems/Pets"}},
        components={"pathItems": {"Pets": shared}},
    )

    (operation,) = elements_of(document).operations

    assert operation.name == "GET /pets"
    assert operation.pointer == "/components/pathItems/Pets/get"


def test_parameters_of_an_operation_win_over_those_of_its_path() -> None:
    mine = {"name": "q", "in": "query", "description": "mine"}
    item = {
        "parameters": [{"name": "q", "in": "query"}, {"name": "p", "in": "query"}],
        "get": {"parameters": [mine], "responses": {}},
    }
    document = reading(paths={"/pets": item})
    elements = elements_of(document)

    found = elements.parameters(elements.operations[0])

    assert found["query", "q"] == ("/paths/~1pets/get/parameters/0", mine)
    assert found["query", "p"][0] == "/paths/~1pets/parameters/1"


def test_a_document_of_wrong_shapes_has_no_elements_there() -> None:
    document = reading(
        paths={"/a": None, "/b": {"get": [], "parameters": {}}}, components={"schemas": [1]}
    )

    elements = elements_of(document)

    assert elements.operations == ()
    assert pointers(elements, Kind.SCHEMA) == []


def test_a_schema_of_too_many_parts_is_not_searched_for_properties() -> None:
    parts: list[Any] = [{"properties": {f"p{i}": {}}} for i in range(1_001)]
    document = reading(
        components={"schemas": {"Few": {"allOf": parts[:2]}, "Many": {"allOf": parts}}}
    )
    elements = elements_of(document)

    few = elements.property_names(elements.components("schemas")["Few"])
    many = elements.property_names(elements.components("schemas")["Many"])

    assert few == {"p0", "p1"}
    assert many == set()


def test_the_walk_is_done_once_and_forgotten_with_the_document() -> None:
    document = reading()
    elements = elements_of(document)
    again = elements_of(document)
    gone = weakref.ref(document)

    assert again is elements
    del document
    gc.collect()

    assert gone() is None
