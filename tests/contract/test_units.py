"""A document is cut into units whose hashes tell exactly what changed."""

from __future__ import annotations

import copy
import random
from time import process_time
from typing import Any, TypeAlias

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decant.contract import Document, read
from decant.contract.dependencies import rings
from decant.contract.units import cut, joined
from patience import RUNAWAY

Json: TypeAlias = Any
PREFIX = "#/components/schemas/"
DONE = {"responses": {"204": {"description": "Done"}}}


def reading(tree: dict[str, Json], **options: Any) -> Document:
    whole = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, **tree}
    return read({"openapi.json": orjson.dumps(whole, **options)})


def deep(document: Document) -> dict[str, str]:
    return {name: unit.deep for name, unit in document.manifest.units.items()}


def raw(document: Document) -> dict[str, str]:
    return {name: unit.raw for name, unit in document.manifest.units.items()}


def changed(older: dict[str, str], newer: dict[str, str]) -> set[str]:
    return {name for name in older.keys() | newer.keys() if older.get(name) != newer.get(name)}


def asking(name: str) -> dict[str, Json]:
    content = {"application/json": {"schema": {"$ref": PREFIX + name}}}
    return {"responses": {"200": {"description": "ok", "content": content}}}


def test_operations_rests_of_paths_components_and_fields_are_units() -> None:
    document = reading(
        {
            "openapi": "3.2.0",
            "security": [],
            "paths": {
                "/pets": {
                    "summary": "Pets",
                    "get": DONE,
                    "additionalOperations": {"COPY": DONE},
                },
                "/toys": {"post": DONE},
                "x-more": {"get": 1},
            },
            "webhooks": {"born": {"post": DONE}},
            "components": {"schemas": {"a/b": {}}, "headers": {}, "x-own": {"c": 1}},
        }
    )

    assert list(document.manifest.units) == [
        "openapi",
        "info",
        "security",
        "paths/~1pets/get",
        "paths/~1pets/additionalOperations/COPY",
        "paths/~1pets",
        "paths/~1toys/post",
        "paths/x-more",
        "webhooks/born/post",
        "components/schemas/a~1b",
        "components/headers",
        "components/x-own",
    ]
    assert document.unit("paths/~1pets") == {"summary": "Pets"}
    assert document.unit("paths/~1toys") is None
    assert document.manifest.operation_count == 4


ODD: list[dict[str, Json]] = [
    {"paths": {}},
    {"paths": None},
    {"paths": {"/a": {}, "/b": None, "": {"get": DONE}}},
    {"paths": {"/a": {"get": None, "additionalOperations": {}}}},
    {"paths": {"/a": {"get": {}, "additionalOperations": {"X": {}, "Y": 1}}}},
    {"components": {}},
    {"components": {"schemas": [], "responses": {}}},
    {"a/b": {"~": 1}, "components": {"~/": {"/~": 1}}},
]


@pytest.mark.parametrize("tree", ODD, ids=str)
def test_nothing_is_lost_by_cutting(tree: dict[str, Json]) -> None:
    assert joined(cut(tree)) == tree


def test_order_and_spaces_change_no_hash() -> None:
    tree = {
        "paths": {"/a": {"get": asking("A"), "put": DONE}},
        "components": {"schemas": {"A": {}}},
    }
    turned = {key: tree[key] for key in reversed(tree)}

    compact, spaced = reading(tree), reading(turned, option=orjson.OPT_INDENT_2)

    assert raw(compact) == raw(spaced)
    assert deep(compact) == deep(spaced)
    assert compact.manifest.canonical == spaced.manifest.canonical
    assert compact.manifest.digest != spaced.manifest.digest


def test_a_changed_schema_changes_what_leads_to_it_and_nothing_else() -> None:
    def api(kind: str) -> Document:
        schemas = {
            "A": {"properties": {"b": {"$ref": PREFIX + "B"}}},
            "B": {"type": kind},
            "C": {"type": "string"},
        }
        paths = {"/a": {"get": asking("A"), "put": asking("C")}}
        return reading({"paths": paths, "components": {"schemas": schemas}})

    older, newer = api("string"), api("integer")

    assert changed(raw(older), raw(newer)) == {"components/schemas/B"}
    assert changed(deep(older), deep(newer)) == {
        "components/schemas/A",
        "components/schemas/B",
        "paths/~1a/get",
    }


WAYS: dict[str, Json] = {
    "into a component": {"$ref": PREFIX + "A/properties/x"},
    "percent-encoded": {"$ref": "#/components/schemas/%41"},
    "to a whole section": {"$ref": "#/components/schemas"},
    "to the whole document": {"$ref": "#"},
    "to an anchor": {"$dynamicRef": "#a"},
    "through a mapping": {"discriminator": {"propertyName": "t", "mapping": {"a": PREFIX + "A"}}},
    "through a mapping by name": {"discriminator": {"propertyName": "t", "mapping": {"{a}": "A"}}},
    "into an operation": {"$ref": "#/paths/~1a/get/responses/200/content/text~1plain/schema"},
    "to a path item": {"$ref": "#/paths/~1a"},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_reference_counts_however_it_is_written(way: str) -> None:
    def api(kind: str) -> Document:
        schemas = {
            "A": {"$dynamicAnchor": "a", "properties": {"x": {"type": kind}}},
            "U": WAYS[way],
        }
        shown = {"200": {"description": "", "content": {"text/plain": {"schema": {"type": kind}}}}}
        paths = {"/a": {"parameters": [], "get": {"responses": shown}}}
        return reading({"paths": paths, "components": {"schemas": schemas}})

    older, newer = api("string"), api("integer")

    assert "components/schemas/U" in changed(deep(older), deep(newer))
    assert "components/schemas/U" not in changed(raw(older), raw(newer))


def test_a_reference_that_starts_to_lead_somewhere_is_a_change() -> None:
    def api(**schemas: Json) -> Document:
        use = {"allOf": [{"$ref": PREFIX + "A"}, {"$ref": PREFIX + "B"}]}
        return reading({"components": {"schemas": {"U": use, **schemas}}})

    older, newer = api(A={"type": "string"}), api(B={"type": "string"})

    assert "components/schemas/U" in changed(deep(older), deep(newer))


def reaching(edges: dict[str, set[str]], start: str) -> set[str]:
    found, grew = {start}, True
    while grew:
        more = {name for name, targets in edges.items() if targets & found} - found
        grew = bool(more)
        found |= more
    return found


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32))
def test_one_edit_changes_exactly_the_units_that_reach_it(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"S{number}" for number in range(chance.randint(1, 12))]
    edges = {
        f"components/schemas/{name}": {
            f"components/schemas/{other}"
            for other in chance.sample(names, chance.randint(0, min(3, len(names))))
        }
        for name in names
    }
    schemas = {
        name: {"anyOf": [{"$ref": f"#/{t}"} for t in sorted(edges[f"components/schemas/{name}"])]}
        for name in names
    }
    tree: dict[str, Json] = {"components": {"schemas": schemas}}
    edited = copy.deepcopy(tree)
    spot = chance.choice(names)
    edited["components"]["schemas"][spot]["title"] = "edited"

    found = changed(deep(reading(tree)), deep(reading(edited)))

    assert found == reaching(edges, f"components/schemas/{spot}")


def test_rings_come_after_what_they_lead_to() -> None:
    edges = {"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": [], "e": ["e", "a"]}

    found = [sorted(ring) for ring in rings(edges)]

    assert found == [["d"], ["b", "c"], ["a"], ["e"]]


def test_a_hundred_thousand_units_in_a_row_are_hashed_at_once() -> None:
    edges = {f"u{number}": [f"u{number + 1}"] for number in range(100_000)}

    started = process_time()
    found = list(rings({**edges, "u100000": []}))

    assert process_time() - started < RUNAWAY
    assert len(found) == 100_001
    assert found[0] == ["u100000"]


def test_a_thousand_references_to_everything_cost_no_million() -> None:
    schemas = {f"S{n}": {"$ref": "#/components/schemas"} for n in range(3_000)}

    started = process_time()
    document = reading({"components": {"schemas": schemas}})

    assert process_time() - started < RUNAWAY
    assert len(set(deep(document).values())) > 3_000
