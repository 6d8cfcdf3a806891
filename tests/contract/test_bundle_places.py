"""What a tree of files may refer to, and where each part of it was written."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import orjson
import pytest
import yaml

from contract.trees import ROOT, Json, asking, files, reading
from decant.contract import Document, UnreadableDocument, compare, lint, read, validate
from patience import RUNAWAY

if TYPE_CHECKING:
    from collections.abc import Iterator

TREES = sorted((Path(__file__).parents[3] / "shared/corpus/digitalocean").glob("*"))


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

    started = process_time()
    with pytest.raises(UnreadableDocument, match="too large or too deep"):
        reading({"x-bomb": {"$ref": "f0.yaml"}}, **others, f30={"end": 1})

    assert process_time() - started < RUNAWAY


def test_a_long_chain_through_one_file_is_followed_from_each_of_its_links() -> None:
    links: dict[str, Json] = {f"S{n}": {"$ref": f"#/S{n + 1}"} for n in range(20_000)}
    text = orjson.dumps({**links, "S20000": {"type": "string"}})
    root = {"allOf": [{"$ref": f"links.json#/S{n}"} for n in range(20_000)]}
    whole = files({"components": {"schemas": {"All": root}}}) | {"api/links.json": text}

    started = process_time()
    document = read(whole, ROOT)

    assert process_time() - started < RUNAWAY
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
        started = process_time()
        documents.append(read(texts, "DigitalOcean-public.v2.yaml"))
        assert process_time() - started < RUNAWAY
    older, newer = documents

    gone = older.manifest.units.keys() - newer.manifest.units.keys()

    assert len(gone) < 10
    assert compare(older, newer).not_evaluated == ()
    assert not [f for f in lint(older) if f.rule == "oas3-unused-component"]
