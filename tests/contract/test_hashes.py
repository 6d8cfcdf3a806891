"""Units of two documents are told apart by marks that are equal exactly where hashes are."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decant.contract import Document, read
from decant.contract.document import units_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract import Unit

Json: TypeAlias = Any
PREFIX: Final = "#/components/schemas/"
CORPUS: Final = Path(__file__).parents[3] / "shared" / "corpus"
PAIRS: Final = [
    pair
    for vendor in ("box", "twilio-conversations", "adyen-management", "adyen-checkout")
    for pair in pairwise(sorted((CORPUS / vendor).glob("*.*")))
]


def reading(tree: dict[str, Json]) -> Document:
    whole = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, **tree}
    return read({"openapi.json": orjson.dumps(whole)})


def schemas(**members: Json) -> dict[str, Json]:
    return {"components": {"schemas": members}}


def twins(older: Mapping[str, Unit], newer: Mapping[str, Unit], part: str) -> set[tuple[str, str]]:
    """The names on both sides whose raw or deep is one."""
    by_mark: dict[str, list[str]] = {}
    for name, unit in newer.items():
        by_mark.setdefault(getattr(unit, part), []).append(name)
    return {
        (name, other)
        for name, unit in older.items()
        for other in by_mark.get(getattr(unit, part), ())
    }


def assert_told_apart(older: Document, newer: Document) -> None:
    """By marks, units of one name are equal where by hashes they are; so are deep ones that moved."""
    marked = units_of(older, newer)
    assert not older.is_hashed
    assert not newer.is_hashed

    hashed = (older.manifest.units, newer.manifest.units)

    assert [list(units) for units in marked] == [list(units) for units in hashed]
    by_marks, by_hashes = twins(*marked, "deep"), twins(*hashed, "deep")
    assert {pair for pair in by_marks if pair[0] == pair[1]} == {
        pair for pair in by_hashes if pair[0] == pair[1]
    }
    gone, come = (one.keys() - two.keys() for one, two in (hashed, hashed[::-1]))
    assert {(one, two) for one, two in by_marks if one in gone and two in come} == {
        (one, two) for one, two in by_hashes if one in gone and two in come
    }
    for name in hashed[0].keys() & hashed[1].keys():
        is_same = hashed[0][name].raw == hashed[1][name].raw
        assert (marked[0][name].raw == marked[1][name].raw) is is_same


def test_what_is_equal_is_not_hashed() -> None:
    older, newer = reading(schemas(A={"type": "string"})), reading(schemas(A={"type": "string"}))

    one, two = units_of(older, newer)

    assert one == two
    assert not older.is_hashed


def test_a_document_that_is_hashed_already_lends_its_hashes() -> None:
    older, newer = reading(schemas(A={})), reading(schemas(A={}))
    manifest = older.manifest

    one, two = units_of(older, newer)

    assert one is manifest.units
    assert two is newer.manifest.units


def test_true_is_not_one_and_one_is_not_one_point_nought() -> None:
    older = reading(schemas(A={"default": True}, B={"default": 1}, C={"default": 1}))
    newer = reading(schemas(A={"default": 1}, B={"default": 1.0}, C={"default": 1}))

    one, two = units_of(older, newer)

    differ = {name for name in one if one[name] != two[name]}
    assert differ == {"components/schemas/A", "components/schemas/B"}


def test_the_order_of_members_is_no_difference() -> None:
    older = reading(schemas(A={"type": "string", "title": "T"}))
    newer = reading(schemas(A={"title": "T", "type": "string"}))

    one, two = units_of(older, newer)

    assert one == two


WAYS: Final[dict[str, Json]] = {
    "into a component": {"$ref": PREFIX + "A/properties/x"},
    "to a whole section": {"$ref": "#/components/schemas"},
    "to the whole document": {"$ref": "#"},
    "to an anchor": {"$dynamicRef": "#a"},
    "through a mapping by name": {"discriminator": {"propertyName": "t", "mapping": {"a": "A"}}},
    "to a path item": {"$ref": "#/paths/~1a"},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_change_is_seen_however_it_is_referred_to(way: str) -> None:
    def api(kind: str) -> Document:
        shown = {"200": {"description": "", "content": {"text/plain": {"schema": {"type": kind}}}}}
        first = {"$dynamicAnchor": "a", "properties": {"x": {"type": kind}}}
        paths = {"/a": {"parameters": [], "get": {"responses": shown}}}
        return reading({"paths": paths, **schemas(A=first, U=WAYS[way], V={"$ref": PREFIX + "U"})})

    assert_told_apart(api("string"), api("integer"))
    assert_told_apart(api("string"), api("string"))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_random_graphs_are_told_apart_as_by_hashes(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"S{number}" for number in range(chance.randint(1, 10))]
    tree: dict[str, Json] = {}
    for name in names:
        led_to = chance.sample([*names, "Missing"], chance.randint(0, min(3, len(names))))
        tree[name] = {"anyOf": [{"$ref": PREFIX + other} for other in led_to]}
    edited = orjson.loads(orjson.dumps(tree))
    for _ in range(chance.randint(0, 3)):
        spot = chance.choice(list(edited))
        match chance.randrange(4):
            case 0:
                edited[spot]["title"] = "edited"
            case 1:
                edited[f"{spot}Renamed"] = edited.pop(spot)
            case 2:
                edited["Missing"] = {"type": "string"}
            case _ if len(edited) > 1:
                del edited[spot]
            case _:
                pass

    assert_told_apart(reading(schemas(**tree)), reading(schemas(**edited)))


@pytest.mark.corpus
@pytest.mark.skipif(not PAIRS, reason="the corpus is not here")
@pytest.mark.parametrize(
    "pair", PAIRS, ids=lambda pair: f"{pair[1].parent.name}-{pair[1].stem[:2]}"
)
def test_vendors_revisions_are_told_apart_as_by_hashes(pair: tuple[Path, Path]) -> None:
    older, newer = (read({path.name: path.read_bytes()}) for path in pair)

    assert_told_apart(older, newer)
