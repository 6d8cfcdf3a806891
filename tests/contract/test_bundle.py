"""A tree of files becomes one document; every part knows where it was written."""

from __future__ import annotations

import pytest

from contract.trees import ROOT, Json, asking, reading, schema_of
from decant.contract import compare, validate


def test_a_document_of_local_references_is_taken_as_it_stands() -> None:
    tree = {
        "paths": {"/pets": asking("#/components/schemas/Pet")},
        "components": {"schemas": {"Pet": {}}},
    }

    document = reading(tree)

    assert document.tree["components"] == tree["components"]
    assert document.manifest.origins == {}


def test_a_schema_in_another_file_becomes_a_component_named_after_the_file() -> None:
    document = reading(
        {"paths": {"/pets": asking("models/pet.yaml")}}, models__pet={"type": "object"}
    )

    assert schema_of(document) == {"$ref": "#/components/schemas/pet"}
    assert document.tree["components"]["schemas"] == {"pet": {"type": "object"}}


def test_a_part_of_a_file_is_named_after_its_fragment() -> None:
    document = reading(
        {"paths": {"/pets": asking("models.yaml#/definitions/Pet")}},
        models={
            "definitions": {"Pet": {"$ref": "#/definitions/Animal"}, "Animal": {"type": "object"}}
        },
    )

    assert schema_of(document) == {"$ref": "#/components/schemas/Animal"}
    assert document.tree["components"]["schemas"] == {"Animal": {"type": "object"}}


def test_each_part_is_put_in_once_however_often_it_is_referred_to() -> None:
    paths = {"/pets": asking("pet.yaml"), "/toys": asking("./models/../pet.yaml#/")}

    document = reading({"paths": paths}, pet={"type": "object"})

    assert schema_of(document, "/pets") == schema_of(document, "/toys")
    assert list(document.tree["components"]["schemas"]) == ["pet"]


def test_parts_of_one_name_are_told_apart_by_their_folders() -> None:
    paths = {"/cats": asking("cats/model.yaml"), "/dogs": asking("dogs/model.yaml")}

    document = reading(
        {"paths": paths}, cats__model={"type": "object"}, dogs__model={"type": "string"}
    )

    assert sorted(document.tree["components"]["schemas"]) == ["cats_model", "dogs_model"]


def test_names_do_not_depend_on_the_order_of_discovery() -> None:
    parts = {"cats__model": {"type": "object"}, "dogs__model": {"type": "string"}}
    one = reading(
        {"paths": {"/a": asking("cats/model.yaml"), "/b": asking("dogs/model.yaml")}}, **parts
    )
    two = reading(
        {"paths": {"/b": asking("dogs/model.yaml"), "/a": asking("cats/model.yaml")}}, **parts
    )

    assert one.manifest.units == two.manifest.units
    assert compare(one, two).changes == ()


def test_a_part_does_not_take_the_name_of_a_component() -> None:
    components = {"schemas": {"pet": {"type": "string"}}}

    document = reading(
        {"paths": {"/pets": asking("models/pet.yaml")}, "components": components},
        models__pet={"type": "object"},
    )

    assert schema_of(document) == {"$ref": "#/components/schemas/models_pet"}
    assert document.tree["components"]["schemas"]["pet"] == {"type": "string"}


def test_the_names_that_the_root_gives_are_kept() -> None:
    components = {"schemas": {"Animal": {"$ref": "pet.yaml"}}}

    document = reading(
        {"paths": {"/pets": asking("pet.yaml")}, "components": components}, pet={"type": "object"}
    )

    assert schema_of(document) == {"$ref": "#/components/schemas/Animal"}
    assert document.tree["components"]["schemas"] == {"Animal": {"type": "object"}}


@pytest.mark.parametrize(
    "components", [{"schemas": {"$ref": "schemas.yaml"}}, {"$ref": "all.yaml"}]
)
def test_a_section_in_another_file_keeps_its_names(components: Json) -> None:
    document = reading(
        {"paths": {"/pets": asking("schemas.yaml#/Pet")}, "components": components},
        all={"schemas": {"$ref": "schemas.yaml"}},
        schemas={"Pet": {"properties": {"toy": {"$ref": "#/Toy"}}}, "Toy": {"$ref": "toy.yaml"}},
        toy={"type": "string"},
    )

    assert schema_of(document) == {"$ref": "#/components/schemas/Pet"}
    assert document.tree["components"]["schemas"] == {
        "Pet": {"properties": {"toy": {"$ref": "#/components/schemas/Toy"}}},
        "Toy": {"type": "string"},
    }


def test_circles_between_files_stay_references() -> None:
    document = reading(
        {"paths": {"/pets": asking("a.yaml")}},
        a={"properties": {"b": {"$ref": "b.yaml"}, "me": {"$ref": "#"}}},
        b={"properties": {"a": {"$ref": "a.yaml"}}},
    )

    assert document.tree["components"]["schemas"] == {
        "a": {"properties": {
            "b": {"$ref": "#/components/schemas/b"}, "me": {"$ref": "#/components/schemas/a"},
        }},
        "b": {"properties": {"a": {"$ref": "#/components/schemas/a"}}},
    }  # fmt: skip


def test_path_items_operations_and_texts_are_put_in_place() -> None:
    document = reading(
        {
            "info": {"title": "Pets", "version": "1", "description": {"$ref": "words.yaml#/pets"}},
            "paths": {
                "/pets": {"$ref": "pets.yaml"},
                "/toys": {"get": {"$ref": "toys.yaml"}, "x-code": [{"$ref": "words.yaml#/code"}]},
            },
        },
        words={"pets": "All about pets.", "code": {"lang": "curl"}},
        pets={"summary": "Pets", **asking("pet.yaml")},
        pet={"type": "object"},
        toys={"operationId": "toys", "responses": {"204": {"description": "Done"}}},
    )

    assert document.tree["info"]["description"] == "All about pets."
    assert schema_of(document) == {"$ref": "#/components/schemas/pet"}
    assert document.tree["paths"]["/toys"]["get"]["operationId"] == "toys"
    assert document.tree["paths"]["/toys"]["x-code"] == [{"lang": "curl"}]
    assert validate(document) == ()


def test_what_stands_beside_the_reference_of_a_path_item_wins() -> None:
    document = reading(
        {"paths": {"/pets": {"$ref": "pets.yaml", "summary": "mine"}}},
        pets={"summary": "theirs", "description": "theirs"},
    )

    assert document.tree["paths"]["/pets"] == {"summary": "mine", "description": "theirs"}
    assert document.locate("/paths/~1pets/summary").file == ROOT
    assert document.locate("/paths/~1pets/description").file == "api/pets.yaml"


def test_what_stands_beside_the_reference_of_a_schema_stays_there() -> None:
    paths = {"/pets": asking("pet.yaml")}
    paths["/pets"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["title"] = (
        "Pet"
    )

    document = reading({"paths": paths}, pet={"type": "object"})

    assert schema_of(document) == {"$ref": "#/components/schemas/pet", "title": "Pet"}


def test_a_path_item_inside_its_own_callback_becomes_a_reference_to_itself() -> None:
    called = {"post": {"callbacks": {"done": {"{$url}": {"$ref": "pets.yaml"}}}, "responses": {}}}

    document = reading({"paths": {"/pets": {"$ref": "pets.yaml"}}}, pets=called)

    item = document.tree["paths"]["/pets"]
    assert item["post"]["callbacks"]["done"]["{$url}"] == {"$ref": "#/paths/~1pets"}


def test_parts_of_every_kind_go_to_their_own_section() -> None:
    operation = {
        "parameters": [{"$ref": "parts.yaml#/parameter"}],
        "requestBody": {"$ref": "parts.yaml#/body"},
        "responses": {"200": {"$ref": "parts.yaml#/response"}},
    }
    parts = {
        "parameter": {"name": "q", "in": "query", "schema": {}},
        "body": {"content": {}},
        "response": {"description": "ok", "headers": {"X": {"$ref": "#/header"}}},
        "header": {"schema": {}},
    }

    document = reading({"paths": {"/pets": {"post": operation}}}, parts=parts)

    assert {section: list(names) for section, names in document.tree["components"].items()} == {
        "parameters": ["parameter"],
        "requestBodies": ["body"],
        "responses": ["response"],
        "headers": ["header"],
    }
    assert validate(document) == ()


def test_a_reference_back_into_the_root_is_local() -> None:
    components = {"schemas": {"Name": {"type": "string"}}}

    document = reading(
        {"paths": {"/pets": asking("m/pet.yaml")}, "components": components},
        m__pet={"properties": {"name": {"$ref": "../openapi.yaml#/components/schemas/Name"}}},
    )

    pet = document.tree["components"]["schemas"]["pet"]
    assert pet == {"properties": {"name": {"$ref": "#/components/schemas/Name"}}}


def test_a_discriminator_may_map_to_other_files() -> None:
    mapping = {"cat": "cat.yaml", "dog": "#/dog", "cow": "#/cow", "rat": "#/components/schemas/x"}
    pet = {"discriminator": {"propertyName": "kind", "mapping": mapping}}

    document = reading(
        {"paths": {"/pets": asking("m.yaml#/pet")}},
        m={"pet": pet, "dog": {"type": "object"}},
        cat={"type": "object"},
    )

    (lost,) = [found for found in validate(document) if found.rule == "discriminator-mapping"]
    assert (lost.location.file, lost.message) == ("api/m.yaml", "'#/cow' names nothing.")
    assert document.tree["components"]["schemas"]["pet"]["discriminator"]["mapping"] == {
        "cat": "#/components/schemas/cat",
        "dog": "#/components/schemas/dog",
        "cow": "#/cow",
        "rat": "api/m.yaml#/components/schemas/x",
    }


def test_an_anchor_or_an_id_is_a_name_for_a_schema() -> None:
    schemas = {
        "Pet": {"$anchor": "pet", "type": "object"},
        "Toy": {"$id": "https://pets.test/toy", "type": "string"},
    }
    paths = {"/pets": asking("#pet"), "/toys": asking("https://pets.test/toy")}

    document = reading({"paths": paths, "components": {"schemas": schemas}})

    assert schema_of(document) == {"$ref": "#/components/schemas/Pet"}
    assert schema_of(document, "/toys") == {"$ref": "#/components/schemas/Toy"}


def test_an_example_that_only_looks_like_a_reference_is_left_alone() -> None:
    example = {
        "a": {"$ref": "https://elsewhere.test/a"},
        "b": {"$ref": "../../b"},
        "c": {"$ref": 5},
    }

    document = reading({"components": {"schemas": {"Pet": {"example": example}}}})

    assert document.tree["components"]["schemas"]["Pet"]["example"] == example
