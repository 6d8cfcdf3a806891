"""Whatever a document holds, a comparison ends soon, with a verdict or with what it cannot tell."""

from __future__ import annotations

import copy
import random
from time import process_time
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
import pytest

from contract.diff import documents
from contract.diff.space.fields import FIELD_PARTS, FIELDS
from contract.diff.space.keywords import ROWS
from contract.diff.space.places import HOMES, NESTS, PARTS, Draft
from decant import contract
from decant.contract.diff import compare
from patience import RUNAWAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contract.diff.space.edits import Row
    from decant.contract.diff import Comparison
    from decant.contract.document import Document

Json: TypeAlias = Any
TEXT: Final = {"type": "string"}
NUMBER: Final = {"type": "integer"}


def kinds(comparison: Comparison) -> list[str]:
    return [change.kind for change in comparison.changes]


def soon(older: Document, newer: Document) -> Comparison:
    started = process_time()
    comparison = compare(older, newer, locate=False)
    assert process_time() - started < RUNAWAY
    return comparison


def to(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def chain(length: int, last: Json, link: Json = None) -> Document:
    """Components that each lead to the next; `link` is a schema with `LINK` for the way on."""
    written = orjson.dumps(link if link is not None else "LINK").decode()
    schemas: dict[str, Json] = {
        f"S{number}": orjson.loads(
            written.replace('"LINK"', orjson.dumps(to(f"S{number + 1}")).decode())
        )
        for number in range(length)
    }
    return documents.sending(to("S0"), schemas={**schemas, f"S{length}": last})


LINKS: Final = {
    "reference": "LINK",
    "allOf": {"allOf": ["LINK"]},
    "oneOf": {"oneOf": ["LINK", {"type": "null"}]},
    "property": {"type": "object", "properties": {"next": "LINK"}},
    "items": {"type": "array", "items": "LINK"},
    "not": {"not": "LINK"},
}


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_long_chain_is_followed_to_its_end(link: Json) -> None:
    comparison = soon(chain(900, TEXT, link), chain(900, NUMBER, link))

    assert kinds(comparison) == ["type-changed"]
    assert comparison.not_evaluated == ()


@pytest.mark.parametrize("link", ["allOf", "oneOf"])
def test_a_schema_put_together_from_too_many_parts_is_not_passed(link: str) -> None:
    comparison = soon(chain(20_000, TEXT, LINKS[link]), chain(20_000, NUMBER, LINKS[link]))

    assert comparison.changes == ()
    assert "cannot be read" in comparison.not_evaluated[0].reason


def test_a_chain_that_nobody_wrote_is_refused_in_words() -> None:
    with pytest.raises(contract.UnreadableDocument, match="refers on and on"):
        chain(100_000, TEXT)


@pytest.mark.slow
def test_a_chain_of_a_hundred_thousand_objects_is_followed_to_its_end() -> None:
    older, newer = (chain(100_000, last, LINKS["items"]) for last in (TEXT, NUMBER))

    assert kinds(compare(older, newer, locate=False)) == ["type-changed"]


def ring(size: int, last: Json) -> Document:
    schemas: dict[str, Json] = {}
    for number in range(size):
        properties = {"next": to(f"S{(number + 1) % size}"), "other": to("S0")}
        schemas[f"S{number}"] = {"type": "object", "properties": properties}
    schemas["S7"]["properties"]["value"] = last
    return documents.sending(to("S0"), schemas=schemas)


def test_thousands_of_schemas_in_one_circle_are_compared_once_each() -> None:
    comparison = soon(ring(5_000, TEXT), ring(5_000, NUMBER))

    (change,) = comparison.changes
    assert change.kind == "type-changed"
    assert "`value` of `S7`" in change.message


@pytest.mark.parametrize("keyword", ["allOf", "oneOf", "anyOf"])
def test_a_union_that_doubles_at_every_level_does_not_explode(keyword: str) -> None:
    def doubling(last: Json) -> Document:
        schemas: dict[str, Json] = {}
        for number in range(25):
            following = to(f"S{number + 1}")
            title = (
                {"type": "object", "title": "x", **following} if keyword != "allOf" else following
            )
            schemas[f"S{number}"] = {keyword: [following, title]}
        schemas["S25"] = last
        return documents.sending(to("S0"), schemas=schemas)

    comparison = soon(
        doubling({"type": "object", "properties": {"a": TEXT}}),
        doubling({"type": "object", "properties": {"a": NUMBER}}),
    )

    assert "type-changed" in kinds(comparison)


CIRCLES: Final[dict[str, Json]] = {
    "allOf": {"allOf": [to("T"), {"type": "object"}]},
    "oneOf": {"oneOf": [to("T"), {"type": "null"}, {"type": "object", "title": "A"}]},
    "anyOf of anyOf": {"anyOf": [{"anyOf": [to("T"), to("T")]}, {"type": "array", "items": to("T")}]},
    "not": {"not": {"not": to("T")}},
    "if": {"if": to("T"), "then": to("T"), "else": to("T")},
    "properties": {"properties": {"t": to("T")}, "additionalProperties": to("T")},
    "dynamic": {"$dynamicAnchor": "t", "items": {"$dynamicRef": "#t"}, "allOf": [{"$dynamicRef": "#t"}]},
    "names": {"propertyNames": to("T"), "patternProperties": {"^t": to("T")}},
    "itself": to("T"),
}  # fmt: skip


@pytest.mark.parametrize("circle", CIRCLES.values(), ids=CIRCLES)
def test_a_schema_that_contains_itself_is_compared(circle: Json) -> None:
    def document(limit: int) -> Document:
        schema = {"type": "object", "properties": {"t": to("T"), "n": {**TEXT, "maxLength": limit}}}
        return documents.accepting(schema, schemas={"T": {**circle, "maxProperties": limit}})

    comparison = soon(document(9), document(5))

    assert "max-length-decreased" in kinds(comparison)


def test_a_callback_that_registers_itself_is_compared_once() -> None:
    def document(limit: int) -> Document:
        body = {"content": {"application/json": {"schema": {"type": "string", "maxLength": limit}}}}
        again = {"again": {"$ref": "#/components/callbacks/C"}}
        called = {"post": {"requestBody": body, "responses": {}, "callbacks": again}}
        paths = {"/a": {"post": {"responses": {}, "callbacks": again}}}
        return documents.document(
            {"paths": paths, "components": {"callbacks": {"C": {"{$url}": called}}}}
        )

    comparison = soon(document(5), document(9))

    assert kinds(comparison) == ["max-length-increased"]


def test_path_items_that_refer_to_each_other_are_compared() -> None:
    def document(name: str) -> Document:
        items = {
            "A": {"$ref": "#/components/pathItems/B"},
            "B": {"$ref": "#/components/pathItems/A"},
        }
        paths = {"/a": {"$ref": "#/components/pathItems/A"}, name: {"get": {"responses": {}}}}
        return documents.document({"paths": paths, "components": {"pathItems": items}})

    assert kinds(soon(document("/b"), document("/c"))) == ["operation-removed", "operation-added"]


def test_a_thousand_look_alike_templates_find_their_twins() -> None:
    def document(prefix: str) -> Document:
        paths = {
            f"/a/{{{prefix}{number}}}": {"get": {"operationId": "same", "responses": {}}}
            for number in range(1_000)
        }
        return documents.document({"paths": paths})

    assert soon(document("x"), document("y")).changes == ()


def test_hundreds_of_alternatives_are_taken_in_their_order() -> None:
    def document(letter: str) -> Document:
        branches = [
            {"type": "object", "properties": {f"{letter}{number}": TEXT, "k": {"const": number}}}
            for number in range(100)
        ]
        return documents.accepting({"oneOf": branches})

    comparison = soon(document("a"), document("b"))

    assert len(kinds(comparison)) == 200


def test_hundreds_of_alternatives_may_fit_twice() -> None:
    def document(keyword: str) -> Document:
        branches = [{"type": "object", "required": [f"a{number}"]} for number in range(100)]
        return documents.accepting({keyword: branches})

    assert kinds(soon(document("anyOf"), document("oneOf"))) == ["union-kind-changed"]


def test_patterns_that_take_long_to_compare_are_given_up_soon() -> None:
    def document(letters: str) -> Document:
        hard = {
            f"p{number}": {
                "type": "string",
                "pattern": f"({letters}){{1,{number + 1}}}[{letters}]{{9,90}}x",
            }
            for number in range(600)
        }
        return documents.accepting({"type": "object", "properties": hard})

    comparison = compare(document("a|b|ab"), document("b|a|bb?"), locate=False)

    assert set(kinds(comparison)) == {"pattern-changed"}
    assert {change.effect.value for change in comparison.changes} >= {"unknown"}


def rows_of(version: str, rng: random.Random, rows: tuple[Row, ...]) -> Iterator[Json]:
    edits = [edit for edit in rng.choice(rows).edits() if version in edit.versions]
    if edits:
        yield rng.choice([edits[0].older, rng.choice(edits).newer])


def odd_document(version: str, rng: random.Random) -> Json:
    """A few operations with whatever may stand in them."""
    draft = Draft(version)
    homes = [home for home in HOMES if version in home.versions]
    parts = [part for part in PARTS if version in part.versions]
    nests = [nest for nest in NESTS if version in nest.versions]
    for _ in range(4):
        for schema in rows_of(version, rng, ROWS):
            wrapped = rng.choice(nests).wrap(draft, schema)
            rng.choice(homes).put(draft, rng.choice(parts).wrap(draft, wrapped))
        for kind in rng.sample(sorted(FIELDS), 2):
            for node in rows_of(version, rng, FIELDS[kind]) if version != "2.0" else ():
                rng.choice(homes).put(draft, FIELD_PARTS[kind][0].wrap(draft, node))
    tree = draft.tree()
    if version != "2.0":
        scheme = {"type": "oauth2", "flows": {"password": {"tokenUrl": "x", "scopes": {"a": "b"}}}}
        tree["components"]["securitySchemes"] = {"k": scheme}
        tree["servers"] = [
            {"url": "https://{a}.x", "variables": {"a": {"default": "b", "enum": ["b"]}}}
        ]
        tree["security"] = [{"k": ["a"]}]
    return tree


JUNK: Final[tuple[Json, ...]] = (
    None, True, 5, -1.5, "x", [], {}, [None], [[]], {"$ref": 5}, {"$ref": "#/nowhere"}, {"a": None},
    {"$ref": "#/components/schemas/Pet"},
)  # fmt: skip


def broken(tree: Json, rng: random.Random) -> Json:
    """The tree with one node, anywhere, that is something else."""
    tree = copy.deepcopy(tree)
    holder, node = tree, tree
    key: Any = None
    while isinstance(node, (dict, list)) and node and (key is None or rng.random() > 0.1):
        holder = node
        key = rng.choice(list(node)) if isinstance(node, dict) else rng.randrange(len(node))
        node = holder[key]
    holder[key] = rng.choice(JUNK)
    return tree


def compare_with_errors(seed: int, count: int) -> int:
    """Compare documents with one that has an error, there and back; how many were readable."""
    rng = random.Random(seed)
    done = 0
    for _ in range(count):
        tree = odd_document(rng.choice(["2.0", "3.0", "3.1", "3.2"]), rng)
        sound = contract.read({"openapi.json": orjson.dumps(tree)})
        for _ in range(10):
            try:
                odd = contract.read({"openapi.json": orjson.dumps(broken(tree, rng))})
            except contract.UnreadableDocument:
                continue
            compare(sound, odd)
            compare(odd, sound)
            done += 1
    return done


@pytest.mark.parametrize("seed", range(4))
def test_documents_with_errors_are_compared_as_far_as_they_go(seed: int) -> None:
    assert compare_with_errors(seed, 40) > 200


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_thousands_of_documents_with_errors_are_compared(seed: int) -> None:
    assert compare_with_errors(seed, 400) > 2_000
