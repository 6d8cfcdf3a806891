"""No rule falls over a document that nobody would write."""

from __future__ import annotations

import copy
import random
from typing import Any

import orjson
import pytest

from decant.contract import Document, UnreadableDocument, lint, read
from decant.contract.explanations.cases import cases_of
from decant.contract.lint.rule import BUILT_IN
from decant.contract.lint.ruleset import EVERYTHING

DIALECTS = ("3.0.3", "3.1.0", "3.2.0")
JUNK: list[Any] = [
    None, True, -1, 1.5, "", "x", "(", "#/", [], {}, [None], [{}], {"a": None}, {"$ref": 5},
    {"$ref": "#/nowhere"}, ["x", "x"], [1, "1", {}], {"$ref": "#/paths"}, {"200": None, "429": []},
]  # fmt: skip


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


def spoilt(part: dict[str, Any], chance: random.Random) -> Document | None:
    version = {} if "swagger" in part else {"openapi": chance.choice(DIALECTS)}
    whole = {**version, "info": {"title": "Pets", "version": "1"}, "paths": {}}
    document = whole | copy.deepcopy(part)
    for _ in range(chance.randint(1, 4)):
        holder, key = chance.choice([p for p in places(document) if p[1] not in version])
        holder[key] = copy.deepcopy(chance.choice(JUNK))
    try:
        return read({"openapi.json": orjson.dumps(document)})
    except UnreadableDocument:
        return None


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_case_spoilt_anywhere_breaks_no_rule(name: str) -> None:
    chance = random.Random(name)
    shown = cases_of(name)
    parts = [case.part for case in (*shown.fails, *shown.passes)]
    documents = [spoilt(chance.choice(parts), chance) for _ in range(10)]

    found = [lint(document, EVERYTHING) for document in documents if document is not None]

    broken = [f.message for findings in found for f in findings if f.rule == "rule-error"]
    assert broken == []
