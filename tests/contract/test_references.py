"""References are followed to their end, however long, deep or circular the way."""

from __future__ import annotations

from time import process_time
from typing import Any, TypeAlias

import orjson
import pytest

from decant.contract import Document, UnreadableDocument, compare, lint, read, validate
from decant.contract.references import References, tokens_of
from patience import RUNAWAY

Json: TypeAlias = Any
PREFIX = "#/components/schemas/"


def reading(schemas: dict[str, Json], **parts: Json) -> Document:
    whole = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}}
    return read(
        {"openapi.json": orjson.dumps({**whole, "components": {"schemas": schemas}, **parts})}
    )


def ref(name: str) -> dict[str, str]:
    return {"$ref": PREFIX + name}


def test_a_pointer_is_percent_decoded_first_and_unescaped_then() -> None:
    assert tokens_of("#/paths/~1pets~1%7Bid%7D/get") == ["paths", "/pets/{id}", "get"]
    assert tokens_of("#/a%20b/c%C3%A9/~01") == ["a b", "cé", "~1"]
    assert tokens_of("#/100%/%ff") == ["100%", "%ff"]
    assert tokens_of("#") == []
    assert tokens_of("#pet") is None
    assert tokens_of("pets.yaml#/a") is None


def test_a_reference_names_members_and_items() -> None:
    document = reading({"Pet": {"allOf": [{"type": "string"}], "a/b": 1}})

    assert document.resolve(PREFIX + "Pet/allOf/0") == {"type": "string"}
    assert document.resolve(PREFIX + "Pet/a~1b") == 1
    assert document.resolve("#") is document.tree


@pytest.mark.parametrize(
    "way", ["Dog", "Pet/allOf/1", "Pet/allOf/00", "Pet/allOf/-1", "Pet/type/x"]
)
def test_a_reference_to_nothing_leads_nowhere(way: str) -> None:
    document = reading({"Pet": {"allOf": [{}], "type": "string"}})

    assert document.resolve(PREFIX + way) is None


def test_references_on_the_way_are_followed_but_not_the_last_one() -> None:
    document = reading({"A": ref("B"), "B": ref("C"), "C": {"properties": {"x": ref("D")}}})

    found = document.resolve(PREFIX + "A/properties/x")

    assert found == ref("D")


def test_a_chain_that_breaks_off_ends_at_its_last_node() -> None:
    document = reading({"A": ref("B"), "B": ref("Nobody")})

    assert document.follow(ref("A")) == ref("Nobody")


def test_a_circle_ends_where_it_closes() -> None:
    document = reading({"A": ref("B"), "B": ref("A"), "Self": ref("Self")})

    assert "$ref" in document.follow(ref("A"))
    assert document.follow(ref("Self")) == ref("Self")
    assert document.resolve(PREFIX + "A/properties/x") is None


def test_a_reference_through_itself_leads_nowhere() -> None:
    document = reading({"A": ref("A/x"), "B": ref("C/y"), "C": ref("B/z")})

    for way in ("A/x", "B/y", "C/z"):
        assert document.resolve(PREFIX + way) is None


def chain(length: int) -> dict[str, Json]:
    links = {f"S{number}": ref(f"S{number + 1}") for number in range(length)}
    return {**links, f"S{length}": {"properties": {"x": {"type": "string"}}}}


def test_a_hundred_thousand_references_in_a_row_are_followed_from_each_of_them() -> None:
    tree = {"components": {"schemas": chain(100_000)}}
    references = References(lambda _: (tree, 0))

    started = process_time()
    ends = {id(references.follow(ref(f"S{number}"))) for number in range(100_001)}
    found = references.resolve(PREFIX + "S0/properties/x")

    assert process_time() - started < RUNAWAY
    assert ends == {id(tree["components"]["schemas"]["S100000"])}
    assert found == {"type": "string"}


def test_a_hundred_thousand_references_through_each_other_are_followed() -> None:
    schemas: dict[str, Json] = {f"S{n}": ref(f"S{n + 1}/x") for n in range(100_000)}
    references = References(lambda _: ({"components": {"schemas": schemas}}, 0))

    started = process_time()
    found = references.resolve(PREFIX + "S0/x")

    assert found is None
    assert process_time() - started < RUNAWAY


def test_a_long_chain_is_read_validated_and_compared() -> None:
    document = reading(chain(1_000))

    found = validate(document)
    comparison = compare(document, document)

    assert found == ()
    assert comparison.changes == ()


@pytest.mark.parametrize("last", [{"type": "string"}, ref("S0")], ids=["chain", "circle"])
def test_a_chain_that_nobody_wrote_by_hand_is_refused_with_its_place(last: Json) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        reading({**chain(100_000), "S100000": last})

    (finding,) = refused.value.findings
    assert finding.rule == "ref-chain-too-long"
    assert finding.location.pointer == "/components/schemas/S0"
    assert finding.location.line == 1


def test_five_thousand_schemas_that_all_lead_to_each_other_are_judged_at_once() -> None:
    schemas = {
        f"S{n}": {"properties": {f"p{k}": ref(f"S{(n * 7 + k) % 5_000}") for k in range(1, 5)}}
        for n in range(5_000)
    }

    started = process_time()
    document = reading(schemas)
    found = [*validate(document), *lint(document)]

    assert process_time() - started < RUNAWAY
    assert not any(finding.rule.startswith("ref-") for finding in found)
