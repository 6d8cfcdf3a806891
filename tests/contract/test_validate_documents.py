"""Any document, however odd, gets findings; real ones get no false ones."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from time import process_time
from typing import Any

import orjson
import pytest

from decant.contract import Severity, UnreadableDocument, lint, read, validate
from decant.contract.lint.ruleset import EVERYTHING
from patience import RUNAWAY

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted([*CORPUS.glob("*/*.json"), *CORPUS.glob("*/*.yaml")])
TREES = sorted(path for path in CORPUS.glob("digitalocean/*") if path.is_dir())

SCHEMAS = "#/components/schemas/"
OBJECT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "tags": [{"name": "a"}],
    "servers": [{"url": "https://{h}.test", "variables": {"h": {"default": "a", "enum": ["a"]}}}],
    "security": [{"k": []}],
    "paths": {
        "/a/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"pattern": "^a$"}}],
            "post": {
                "operationId": "x",
                "tags": ["a"],
                "parameters": [{"$ref": "#/components/parameters/P"}],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"$ref": SCHEMAS + "A"},
                            "encoding": {"n": {"headers": {"X": {"schema": {}, "example": 3}}}},
                        }
                    }
                },
                "responses": {
                    "200": {
                        "description": "ok",
                        "links": {"l": {"operationId": "x"}},
                        "content": {
                            "application/json": {
                                "schema": {"$ref": SCHEMAS + "A"},
                                "examples": {"e": {"$ref": "#/components/examples/E"}},
                            }
                        },
                    }
                },
                "callbacks": {"cb": {"{$url}": {"post": {"responses": {}}}}},
            },
        }
    },
    "components": {
        "examples": {"E": {"value": {"n": 1}}},
        "securitySchemes": {"k": {"type": "apiKey", "name": "k", "in": "header"}},
        "parameters": {"P": {"name": "p", "in": "query", "schema": {"type": "array"}, "example": [2]}},
        "schemas": {
            "A": {
                "required": ["n"],
                "properties": {
                    "n": {"type": "integer", "enum": [1, 2], "default": 1, "maximum": 3},
                    "k": {"$ref": SCHEMAS + "B"},
                    "m": {"nullable": True, "allOf": [{"$ref": SCHEMAS + "A"}]},
                },
                "example": {"n": 1},
            },
            "B": {
                "oneOf": [{"$ref": SCHEMAS + "C"}, {"$ref": SCHEMAS + "A"}],
                "discriminator": {"propertyName": "n", "mapping": {"c": SCHEMAS + "C"}},
            },
            "C": {"allOf": [{"$ref": SCHEMAS + "A"}, {"properties": {"z": {"examples": ["a"]}}}]},
        },
    },
}  # fmt: skip
JUNK: list[Any] = [
    None, True, 0, -1, 1.5, "", "x", "(", SCHEMAS + "A", "#", "#/", [], {}, [None], [{}], {"a": None},
    {"$ref": SCHEMAS + "C"}, {"$ref": 5}, {"$ref": "#/nowhere/at"}, ["x", "x"], [1, "1", {}],
    {"allOf": [{"$ref": SCHEMAS + "A"}]}, {"a": {"$ref": "#/paths"}},
]  # fmt: skip
WORDS = ["$ref", "type", "enum", "required", "properties", "example", "default", "pattern", "items"]


def places(document: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting:
        holder = waiting.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            found.append((holder, key))
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])
    return found


def spoilt(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    document = copy.deepcopy(OBJECT)
    document["openapi"] = chance.choice(["3.0.3", "3.1.0", "3.2.0"])
    for _ in range(chance.randint(1, 6)):
        holder, key = chance.choice([place for place in places(document) if place[1] != "openapi"])
        if isinstance(holder, dict) and chance.random() < 0.3:
            key = chance.choice(WORDS)
        holder[key] = copy.deepcopy(chance.choice(JUNK))
    return document


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_a_document_spoilt_anywhere_is_judged_without_failing(start: int) -> None:
    judged = 0
    for seed in range(start, start + 50):
        try:
            document = read({"openapi.json": orjson.dumps(spoilt(seed))})
        except UnreadableDocument:
            continue

        found = (*validate(document), *lint(document, EVERYTHING))

        judged += 1
        assert all(finding.message and finding.hint for finding in found)
        assert [finding for finding in found if finding.rule == "rule-error"] == []

    assert judged > 10


@pytest.mark.corpus
@pytest.mark.skipif(not FILES, reason="the corpus is not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_real_document_is_valid(path: Path) -> None:
    document = read({path.name: path.read_bytes()})

    found = [finding for finding in validate(document) if finding.severity is Severity.ERROR]

    assert found == []


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.skipif(not TREES, reason="the corpus is not here")
@pytest.mark.parametrize("folder", TREES, ids=lambda folder: str(folder.name))
def test_a_tree_of_files_is_judged_as_one_document(folder: Path) -> None:
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    document = read(files, "DigitalOcean-public.v2.yaml")

    started = process_time()
    found = validate(document)

    assert process_time() - started < RUNAWAY
    assert all(finding.location.file in files for finding in found)
