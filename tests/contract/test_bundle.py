"""A tree of files becomes one document; every part knows where it was written."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson
import pytest
import yaml

from decant.contract import Document, UnreadableDocument, compare, lint, read, validate

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = Any
ROOT = "api/openapi.yaml"
TREES = sorted((Path(__file__).parents[3] / "shared/corpus/digitalocean").glob("*"))


def files(root: dict[str, Json], **others: Json) -> dict[str, bytes]:
    """Files below `api/`; a `__` in a name stands for a slash."""
    whole = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}, **root}
    texts = {ROOT: yaml.safe_dump(whole, sort_keys=False).encode()}
    for name, tree in others.items():
        path = f"api/{name.replace('__', '/')}.yaml"
        texts[path] = yaml.safe_dump(tree, sort_keys=False).encode()
    return texts


def reading(root: dict[str, Json], **others: Json) -> Document:
    return read(files(root, **others), ROOT)


def asking(ref: str) -> dict[str, Json]:
    content = {"application/json": {"schema": {"$ref": ref}}}
    return {"get": {"responses": {"200": {"description": "ok", "content": content}}}}


def schema_of(document: Document, path: str = "/pets") -> Json:
    response = document.tree["paths"][path]["get"]["responses"]["200"]
    return response["content"]["application/json"]["schema"]


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


@pytest.mark.parametrize("ref", ["nobody.yaml", "pet.yaml#/nothing", "#nobody"])
def test_a_reference_to_nothing_stays_for_validation_to_find(ref: str) -> None:
    document = reading({"paths": {"/pets": asking(ref)}}, pet={"type": "object"})

    found = [finding for finding in validate(document) if finding.rule == "ref-unresolved"]

    assert len(found) == 1
    assert ref in found[0].message
    assert found[0].location.file == ROOT


def test_a_local_reference_does_not_reach_another_file_by_accident() -> None:
    document = reading(
        {"paths": {"/pets": asking("pet.yaml")}, "components": {"schemas": {"Toy": {}}}},
        pet={"items": {"$ref": "#/components/schemas/Toy"}},
    )

    (finding,) = [found for found in validate(document) if found.rule == "ref-unresolved"]

    assert "'api/pet.yaml#/components/schemas/Toy' names nothing" in finding.message
    assert (finding.location.file, finding.location.pointer) == ("api/pet.yaml", "/items/$ref")


OUTSIDE = {
    "https://elsewhere.test/pet.yaml": "ref-remote",
    "//elsewhere.test/pet.yaml": "ref-remote",
    "file:///etc/passwd": "ref-remote",
    "../../../etc/passwd": "ref-outside",
    "/etc/passwd": "ref-outside",
    "%2e%2e/%2e%2e/x.yaml": "ref-outside",
}


@pytest.mark.parametrize("ref", OUTSIDE)
def test_a_reference_out_of_the_files_is_refused_where_it_stands(ref: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        reading(
            {"paths": {"/pets": asking("pet.yaml")}}, pet={"title": "x", "items": {"$ref": ref}}
        )

    (finding,) = refused.value.findings
    assert finding.rule == OUTSIDE[ref]
    assert ref in finding.message
    assert (finding.location.file, finding.location.line) == ("api/pet.yaml", 3)
    assert finding.hint


def test_a_remote_reference_in_a_single_json_file_is_refused_too() -> None:
    tree = {"openapi": "3.0.3", "paths": {"/a": {"$ref": "http://elsewhere.test/a"}}}

    for text in (orjson.dumps(tree), orjson.dumps(tree).replace(b"$ref", b"\\u0024ref")):
        with pytest.raises(UnreadableDocument, match="nothing is ever fetched"):
            read({"openapi.json": text})


def test_every_place_leads_back_to_the_line_where_it_was_written() -> None:
    document = reading(
        {"paths": {"/pets": {"get": {"$ref": "ops/pets.yaml"}}}},
        ops__pets={"summary": "Pets", **asking("../pet.yaml")["get"]},
        pet={"title": "Pet", "properties": {"name": {"type": "string"}}},
    )

    operation = document.locate("/paths/~1pets/get/summary")
    name = document.locate("/components/schemas/pet/properties/name")
    title = document.locate("/info/title")

    assert (operation.file, operation.pointer, operation.line) == (
        "api/ops/pets.yaml",
        "/summary",
        1,
    )
    assert (name.file, name.pointer, name.line) == ("api/pet.yaml", "/properties/name", 3)
    assert (title.file, title.pointer, title.line) == (ROOT, "/info/title", 3)


def test_one_edit_in_one_file_is_one_change_at_its_line() -> None:
    def api(limit: int) -> Document:
        return reading(
            {"paths": {"/pets": asking("pet.yaml")}},
            pet={"type": "object", "properties": {"name": {"type": "string", "maxLength": limit}}},
        )

    (change,) = compare(api(5), api(9)).changes

    assert change.newer is not None
    assert (change.newer.file, change.newer.line) == ("api/pet.yaml", 5)


def test_circles_of_aliases_between_files_lead_nowhere() -> None:
    document = reading(
        {"paths": {"/pets": asking("a.yaml")}}, a={"$ref": "b.yaml"}, b={"$ref": "a.yaml"}
    )

    assert [found.rule for found in validate(document)] == ["ref-unresolved"]


def test_data_that_doubles_with_every_file_is_refused() -> None:
    others: dict[str, Json] = {
        f"f{n}": {"x": {"$ref": f"f{n + 1}.yaml"}, "y": {"$ref": f"f{n + 1}.yaml"}}
        for n in range(30)
    }

    started = perf_counter()
    with pytest.raises(UnreadableDocument, match="too large or too deep"):
        reading({"x-bomb": {"$ref": "f0.yaml"}}, **others, f30={"end": 1})

    assert perf_counter() - started < 20


def test_a_long_chain_through_one_file_is_followed_from_each_of_its_links() -> None:
    links: dict[str, Json] = {f"S{n}": {"$ref": f"#/S{n + 1}"} for n in range(20_000)}
    text = orjson.dumps({**links, "S20000": {"type": "string"}})
    root = {"allOf": [{"$ref": f"links.json#/S{n}"} for n in range(20_000)]}
    whole = files({"components": {"schemas": {"All": root}}}) | {"api/links.json": text}

    started = perf_counter()
    document = read(whole, ROOT)

    assert perf_counter() - started < 10
    assert document.tree["components"]["schemas"]["S20000"] == {"type": "string"}


def test_a_swagger_tree_is_put_together_before_it_is_spelled_anew() -> None:
    texts = files({}, pet={"type": "object"})
    body = {"name": "pet", "in": "body", "schema": {"$ref": "pet.yaml"}}
    swagger = {"swagger": "2.0", "info": {}, "paths": {"/pets": {"post": {"parameters": [body]}}}}
    texts[ROOT] = yaml.safe_dump(swagger, sort_keys=False).encode()

    document = read(texts, ROOT)

    content = document.tree["paths"]["/pets"]["post"]["requestBody"]["content"]
    assert content == {"application/json": {"schema": {"$ref": "#/components/schemas/pet"}}}
    assert document.locate("/components/schemas/pet/type").file == "api/pet.yaml"


def parts_of_a_tree() -> dict[str, Json]:
    parameter = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "example": "1",
    }
    get = {"parameters": [parameter], "responses": {"200": {"$ref": "b.json#/response"}}}
    schema = {
        "properties": {"z": {"$ref": "#/schema"}, "w": {"$ref": "a.json#/components/schemas/A"}}
    }
    return {
        "a.json": {
            "openapi": "3.1.0",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/a/{id}": {"get": get, "put": {"$ref": "b.json#/operation"}}},
            "components": {"schemas": {"A": {"anyOf": [{"$ref": "b.json#/schema"}, {}]}}},
        },
        "b.json": {
            "schema": schema,
            "operation": {"callbacks": {"c": {"{$u}": {"$ref": "a.json#/paths/~1a~1{id}"}}}},
            "response": {"content": {"text/plain": {"schema": {"$ref": "#/schema"}}}},
        },
    }  # fmt: skip


JUNK: list[Json] = [
    None, 0, "x", [], {}, {"type": {}}, {"$ref": 5}, {"$ref": "b.json"}, {"$ref": "a.json"}, {"$ref": "#"},
    {"$ref": "c.json"}, {"$ref": "#x"}, {"$ref": "b.json#/schema/properties/z", "x": {"$ref": "b.json"}},
    {"$ref": "a.json#/paths"}, {"$ref": "b.json#/schema/properties/w/anyOf"}, {"$ref": "a.json#/info/title"},
]  # fmt: skip


@pytest.mark.parametrize("start", range(0, 600, 200))
def test_a_tree_spoilt_anywhere_is_judged_without_failing(start: int) -> None:
    for seed in range(start, start + 200):
        chance = random.Random(seed)
        trees = parts_of_a_tree()
        for _ in range(chance.randint(1, 5)):
            holder = chance.choice(list(holders(trees)))
            key = chance.choice([*holder] if isinstance(holder, dict) else [*range(len(holder))])
            if key not in ("a.json", "openapi"):
                holder[key] = copy.deepcopy(chance.choice(JUNK))
        texts = {path: orjson.dumps(tree) for path, tree in trees.items()}

        document = read(texts, "a.json")

        found = (*validate(document), *lint(document))
        assert all(finding.location.file in texts for finding in found)
        assert compare(document, read(texts, "a.json")).changes == ()


def holders(tree: Json) -> Iterator[Json]:
    """Every object and list that holds something."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (dict, list)) and node:
            yield node
            waiting.extend(node.values() if isinstance(node, dict) else node)


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.skipif(len(TREES) < 2, reason="the corpus is not here")
def test_two_revisions_of_a_real_tree_name_their_parts_alike() -> None:
    documents = []
    for folder in TREES[:2]:
        paths = [path for path in folder.rglob("*") if path.is_file()]
        texts = {str(path.relative_to(folder)): path.read_bytes() for path in paths}
        started = perf_counter()
        documents.append(read(texts, "DigitalOcean-public.v2.yaml"))
        assert perf_counter() - started < 2.5
    older, newer = documents

    gone = older.manifest.units.keys() - newer.manifest.units.keys()

    assert len(gone) < 10
    assert compare(older, newer).not_evaluated == ()
    assert not [f for f in lint(older) if f.rule == "oas3-unused-component"]
