"""What holds for every comparison, whatever the documents."""

from __future__ import annotations

import copy
from typing import Any, TypeAlias

import orjson
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.diff import documents
from decant import contract
from decant.contract.diff import compare
from decant.contract.diff.change import Comparison, Effect, Level, Polarity

Json: TypeAlias = Any
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = st.sampled_from(["a", "b", "c", "d"])


def _bounded(name: str, low: str, high: str) -> st.SearchStrategy[Json]:
    small, large = st.integers(0, 4), st.integers(5, 9)
    return st.fixed_dictionaries({"type": st.just(name)}, optional={low: small, high: large})


SCALARS: st.SearchStrategy[Json] = st.one_of(
    _bounded("string", "minLength", "maxLength"),
    _bounded("integer", "minimum", "maximum"),
    _bounded("number", "exclusiveMinimum", "exclusiveMaximum"),
    st.fixed_dictionaries(
        {"type": st.just("string"), "enum": st.lists(NAMES, min_size=1, unique=True)}
    ),
    st.just({"type": "boolean"}),
    st.just({"type": ["string", "null"]}),
    st.just({}),
)


def _objects(schemas: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(NAMES, schemas, max_size=3)},
        optional={
            "required": st.lists(NAMES, unique=True, max_size=2),
            "additionalProperties": st.booleans(),
        },
    )


def _arrays(schemas: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {"type": st.just("array"), "items": schemas}, optional={"maxItems": st.integers(1, 3)}
    )


def _unions(schemas: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    branches = st.lists(schemas, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"oneOf": branches}),
        st.fixed_dictionaries({"anyOf": branches}),
        st.fixed_dictionaries({"allOf": branches}),
    )


SCHEMAS = st.recursive(
    SCALARS, lambda inner: st.one_of(_objects(inner), _arrays(inner), _unions(inner)), max_leaves=6
)
PLAIN = st.recursive(
    SCALARS, lambda inner: st.one_of(_objects(inner), _arrays(inner)), max_leaves=6
)


def loud(comparison: Comparison) -> list[str]:
    return [
        f"{change.kind}: {change.message}"
        for change in comparison.changes
        if change.severity is not Level.DOCS
    ]


@QUICK
@given(SCHEMAS)
def test_a_document_is_equal_to_itself(schema: Json) -> None:
    for make in (documents.accepting, documents.sending):
        comparison = compare(make(schema), make(copy.deepcopy(schema)))

        assert comparison.changes == ()
        assert comparison.not_evaluated == ()


@QUICK
@given(SCHEMAS, SCHEMAS)
def test_every_comparison_ends_with_a_verdict_and_says_where(older: Json, newer: Json) -> None:
    comparison = compare(documents.sending(older), documents.sending(newer))

    assert len({change.fingerprint for change in comparison.changes}) == len(comparison.changes)
    for change in comparison.changes:
        assert change.uses
        assert "{" not in change.message.split("`")[0]


def turned(schema: Json) -> Json:
    """The same JSON with the members of every object the other way round."""
    if isinstance(schema, dict):
        return {key: turned(schema[key]) for key in reversed(schema)}
    return [turned(item) for item in schema] if isinstance(schema, list) else schema


@QUICK
@given(SCHEMAS)
def test_the_order_of_members_means_nothing(schema: Json) -> None:
    assert loud(compare(documents.sending(schema), documents.sending(turned(schema)))) == []


@QUICK
@given(SCHEMAS)
def test_inline_or_by_reference_is_the_same(schema: Json) -> None:
    inline = documents.accepting({"type": "array", "items": schema})
    reference = documents.accepting(
        {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
        schemas={"Thing": schema},
    )

    assert loud(compare(inline, reference)) == []
    assert loud(compare(reference, inline)) == []


@QUICK
@given(SCHEMAS)
def test_a_component_by_another_name_is_the_same(schema: Json) -> None:
    def under(name: str) -> Json:
        return documents.sending(
            {"oneOf": [{"$ref": f"#/components/schemas/{name}"}, {"type": "array", "maxItems": 0}]},
            schemas={name: schema},
        )

    assert loud(compare(under("Thing"), under("Item"))) == []


def in_30(schema: Json) -> Json:
    """The same schema in the words of OpenAPI 3.0."""
    if isinstance(schema, list):
        return [in_30(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    spelled = {key: in_30(value) for key, value in schema.items()}
    if isinstance(spelled.get("type"), list):
        spelled["type"], spelled["nullable"] = spelled["type"][0], True
    for exclusive, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if exclusive in spelled:
            spelled[plain], spelled[exclusive] = spelled[exclusive], True
    return spelled


@QUICK
@given(SCHEMAS)
def test_3_0_and_3_1_are_two_spellings_of_the_same(schema: Json) -> None:
    older = documents.sending(in_30(schema), version="3.0.3")

    assert loud(compare(older, documents.sending(schema))) == []


TURNED = {Effect.NARROWS: Effect.WIDENS, Effect.WIDENS: Effect.NARROWS}
# What is declared and what is missed weigh differently on the way there and back.
ONE_WAY = ("property-added", "property-removed")


@QUICK
@given(PLAIN, PLAIN)
def test_the_way_back_widens_what_the_way_there_narrowed(older: Json, newer: Json) -> None:
    there = compare(documents.accepting(older), documents.accepting(newer))
    back = compare(documents.accepting(newer), documents.accepting(older))

    def effects(comparison: Comparison, *, is_turned: bool) -> list[Effect]:
        found = [
            change.effect for change in comparison.changes if not change.kind.endswith(ONE_WAY)
        ]
        return sorted(TURNED.get(effect, effect) if is_turned else effect for effect in found)

    assert effects(there, is_turned=True) == effects(back, is_turned=False)


@QUICK
@given(PLAIN, PLAIN)
def test_both_sides_of_one_schema_are_judged_by_one_table(older: Json, newer: Json) -> None:
    comparison = compare(documents.accepting(older), documents.accepting(newer))

    for change in comparison.changes:
        if change.effect is Effect.NARROWS and not change.guards:
            assert change.severity is Level.BREAKING
        if change.effect is Effect.WIDENS:
            assert change.severity is Level.SAFE
        assert change.polarity is Polarity.INPUT


def test_one_edit_of_a_shared_schema_is_one_change_with_all_its_uses() -> None:
    def api(limit: int) -> Json:
        thing = {"$ref": "#/components/schemas/Thing"}
        content = {"application/json": {"schema": {"type": "array", "items": thing}}}
        operation = {
            "requestBody": {"content": content},
            "responses": {"200": {"description": "x", "content": content}},
        }
        paths = {f"/p{number}": {"post": operation} for number in range(50)}
        text = {"type": "string", "maxLength": limit}
        schemas = {"Thing": {"type": "object", "properties": {"a": text}}}
        return documents.document({"paths": paths, "components": {"schemas": schemas}})

    comparison = compare(api(5), api(9))

    (change,) = comparison.changes
    assert change.kind == "max-length-increased"
    assert change.severity is Level.BREAKING
    assert len(change.uses) == 100
    weights = {(use.polarity, use.severity) for use in change.uses}
    assert weights == {(Polarity.INPUT, Level.SAFE), (Polarity.OUTPUT, Level.BREAKING)}


def test_a_reference_that_leads_nowhere_is_not_passed() -> None:
    older = documents.sending({"type": "object", "properties": {"a": {"$ref": "#/nowhere"}}})
    newer = documents.sending(
        {"type": "object", "properties": {"a": {"$ref": "#/nowhere"}, "b": {"type": "string"}}}
    )

    comparison = compare(older, newer)

    assert [change.kind for change in comparison.changes] == ["property-added"]
    assert [gap.pointer.rsplit("/", 1)[-1] for gap in comparison.not_evaluated] == ["a"]


def test_a_keyword_that_nobody_knows_is_not_passed() -> None:
    older, newer = ({"type": "string", "colour": colour} for colour in ("red", "blue"))

    comparison = compare(documents.sending(older), documents.sending(newer))

    assert "`colour`" in comparison.not_evaluated[0].reason


def test_a_schema_that_is_read_by_other_rules_is_not_passed() -> None:
    older, newer = (
        {"$schema": f"https://json-schema.org/{draft}/schema", "type": "string"}
        for draft in ("draft/2020-12", "draft-07")
    )

    comparison = compare(documents.sending(older), documents.sending(newer))

    assert "other rules" in comparison.not_evaluated[0].reason


def test_a_document_whose_schemas_are_read_by_other_rules_is_not_passed() -> None:
    older = documents.document({})
    newer = documents.document({"jsonSchemaDialect": "http://json-schema.org/draft-04/schema#"})

    comparison = compare(older, newer)

    assert [gap.pointer for gap in comparison.not_evaluated] == ["/jsonSchemaDialect"]


def test_a_fingerprint_outlives_reordering() -> None:
    def api(parameters: list[Json]) -> Json:
        operation = {"parameters": parameters, "responses": {"204": {"description": "x"}}}
        return documents.document({"paths": {"/a": {"get": operation}}})

    plain = {"name": "a", "in": "query", "schema": {"type": "string"}}
    tight = {"name": "a", "in": "query", "schema": {"type": "string", "maxLength": 5}}
    other = {"name": "b", "in": "query", "schema": {"type": "string"}}

    one = compare(api([plain, other]), api([tight, other]))
    two = compare(api([other, plain]), api([other, tight]))

    assert [c.fingerprint for c in one.changes] == [c.fingerprint for c in two.changes]
    assert all(len(c.fingerprint) == 16 for c in one.changes)


def test_the_same_text_pushed_twice_is_the_same() -> None:
    tree = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {}}
    compact = contract.read({"a.json": orjson.dumps(tree)})
    spaced = contract.read({"b.json": orjson.dumps(tree, option=orjson.OPT_INDENT_2)})

    assert compare(compact, spaced).changes == ()


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_a_change_has_a_line_in_both_documents_in_json_as_in_yaml(name: str) -> None:
    def text(limit: int) -> bytes:
        schema = {"type": "string", "maxLength": limit}
        content = {"application/json": {"schema": schema}}
        paths = {"/a": {"post": {"requestBody": {"content": content}, "responses": {}}}}
        tree = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": paths}
        if name.endswith(".yaml"):
            return yaml.safe_dump(tree, sort_keys=False).encode()
        return orjson.dumps(tree, option=orjson.OPT_INDENT_2)

    older, newer = (contract.read({name: text(limit)}) for limit in (9, 5))

    (change,) = compare(older, newer).changes

    for location, texts in ((change.older, older.files), (change.newer, newer.files)):
        assert location is not None
        assert location.line is not None
        assert b"maxLength" in texts[name].splitlines()[location.line - 1]


@QUICK
@given(SCHEMAS, SCHEMAS)
def test_whatever_hurts_says_why_and_how_to_avoid_it(older: Json, newer: Json) -> None:
    for make in (documents.accepting, documents.sending):
        for change in compare(make(older), make(newer)).changes:
            if change.severity in (Level.BREAKING, Level.RISKY):
                assert change.why
                assert change.fix
