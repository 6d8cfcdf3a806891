"""What holds for every comparison, held against documents that vendors published."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
import pytest
import yaml

from decant import contract
from decant.contract.diff import compare
from decant.contract.diff.change import Comparison, Effect, Level
from decant.contract.references import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from decant.contract.diff import Change
    from decant.contract.document import Document

Json: TypeAlias = Any
CORPUS: Final = Path(__file__).parents[4] / "shared" / "corpus"
FILES: Final = sorted([*CORPUS.glob("*/*.json"), *CORPUS.glob("*/*.yaml")])
# One document of each vendor, the newest; the slow tests take all of them.
NEWEST: Final = list({path.parent: path for path in FILES}.values())
SEEDS: Final = [1, 2, 3]
MOST_EDITS: Final = 500

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason="the corpus is not here"),
]


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem[:2]}"


@cache
def text_of(path: Path) -> bytes:
    """The document as compact JSON."""
    return orjson.dumps(contract.read({path.name: path.read_bytes()}).tree)


def tree_of(path: Path) -> Json:
    return orjson.loads(text_of(path))


def read(tree: Json) -> Document:
    return contract.read({"openapi.json": orjson.dumps(tree)})


def turned(value: Json) -> Json:
    """The same JSON with the members of every object the other way round."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


def words(comparison: Comparison) -> list[str]:
    return [f"{change.kind}: {change.message}" for change in comparison.changes]


@pytest.mark.parametrize("path", NEWEST, ids=named)
def test_a_document_is_equal_to_itself_in_any_order(path: Path) -> None:
    comparison = compare(contract.read({path.name: path.read_bytes()}), read(turned(tree_of(path))))

    assert words(comparison) == []
    assert comparison.not_evaluated == ()


@pytest.mark.slow
@pytest.mark.parametrize("path", NEWEST, ids=named)
def test_a_document_is_equal_to_itself_in_json_and_yaml(path: Path) -> None:
    spelled = yaml.dump(tree_of(path), Dumper=_Quoting, sort_keys=False, allow_unicode=True)

    comparison = compare(read(tree_of(path)), contract.read({"openapi.yaml": spelled.encode()}))

    assert words(comparison) == []


class _Quoting(yaml.CSafeDumper):
    """Writes texts in quotes, as what is bare in YAML 1.1 may be a number in 1.2."""


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a tree: what holds it, under which name, and the pointer to it."""

    holder: Json
    key: Any
    pointer: str

    @property
    def node(self) -> Json:
        return self.holder[self.key]


def spots(tree: Json) -> Iterator[Spot]:
    """Every place, and what stands below it."""
    stack = [Spot({"": tree}, "", "")]
    while stack:
        spot = stack.pop()
        yield spot
        node = spot.node
        if isinstance(node, dict):
            stack += [Spot(node, key, f"{spot.pointer}/{escaped(key)}") for key in node]
        elif isinstance(node, list):
            stack += [Spot(node, index, f"{spot.pointer}/{index}") for index in range(len(node))]


def at(tree: Json, pointer: str) -> Json:
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        tree = tree[int(key) if isinstance(tree, list) else key]
    return tree


def inlined(path: Path, rng: random.Random) -> Json:
    """The document with hundreds of references replaced by what they lead to."""
    tree, original = tree_of(path), tree_of(path)
    found = [spot for spot in spots(tree) if _is_reference(spot)]
    for spot in rng.sample(found, min(MOST_EDITS, len(found))):
        beside = {key: value for key, value in spot.node.items() if key != "$ref"}
        target = orjson.loads(orjson.dumps(at(original, spot.node["$ref"][1:])))
        is_merged = beside and not tree["openapi"].startswith("3.0")
        spot.holder[spot.key] = {**beside, "allOf": [target]} if is_merged else target
    return tree


def _is_reference(spot: Spot) -> bool:
    node = spot.node
    is_alternative = isinstance(spot.key, int) and "/allOf/" not in spot.pointer[-12:]
    return isinstance(node, dict) and isinstance(node.get("$ref"), str) and not is_alternative


@pytest.mark.parametrize("path", NEWEST, ids=named)
def test_inline_or_by_reference_is_the_same(path: Path) -> None:
    older, newer = read(tree_of(path)), read(inlined(path, random.Random(1)))

    assert words(compare(older, newer)) == []
    assert words(compare(newer, older)) == []


TURNED: Final = {Effect.NARROWS: Effect.WIDENS, Effect.WIDENS: Effect.NARROWS}


def _fewer_values(schema: Json) -> Effect | None:
    if len(schema.get("enum", ())) < 2 or None in schema["enum"]:
        return None
    del schema["enum"][0]
    return Effect.NARROWS


def _more_values(schema: Json) -> Effect | None:
    bounds = {"maxLength", "pattern"}
    if schema.get("type") != "string" or not schema.get("enum") or bounds & schema.keys():
        return None
    schema["enum"].append("a value that nobody met before")
    return Effect.WIDENS


def _bound(keyword: str, types: tuple[str, ...], value: int) -> Callable[[Json], Effect | None]:
    def tighten(schema: Json) -> Effect | None:
        if schema.get("type") not in types or "enum" in schema or "const" in schema:
            return None
        bound = schema.get(keyword)
        exclusive = f"exclusive{keyword[0].upper()}{keyword[1:]}"
        if exclusive in schema or (bound is not None and not isinstance(bound, int)):
            return None
        schema[keyword] = value if bound is None else bound + (-1 if keyword[:3] == "max" else 1)
        return Effect.NARROWS if schema[keyword] != bound else None

    return tighten


def _without_pattern(schema: Json) -> Effect | None:
    if "enum" in schema or schema.pop("pattern", ".*") == ".*":
        return None
    return Effect.WIDENS


def _another_type(schema: Json) -> Effect | None:
    if schema.get("type") != "boolean" or "enum" in schema:
        return None
    schema["type"] = "object"
    return Effect.INCOMPARABLE


EDITS: Final[tuple[Callable[[Json], Effect | None], ...]] = (
    _fewer_values,
    _more_values,
    _without_pattern,
    _another_type,
    _bound("maxLength", ("string",), 10_000),
    _bound("minLength", ("string",), 1),
    _bound("maximum", ("integer", "number"), 10_000_000),
    _bound("minimum", ("integer", "number"), -10_000_000),
    _bound("maxItems", ("array",), 10_000),
    _bound("minItems", ("array",), 1),
    _bound("maxProperties", ("object",), 10_000),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A document with random edits, each with its place and what it does to messages."""

    tree: Json
    edits: dict[str, Effect]


def edited(tree: Json, rng: random.Random, most: int = MOST_EDITS) -> Made:
    """Make random edits to schemas that operations reach, each at a place of its own."""
    reached = _reached(tree)
    places = [spot for spot in spots(tree) if _is_plain_schema(spot, reached)]
    made: dict[str, Effect] = {}
    for spot in rng.sample(places, len(places)):
        if len(made) == most:
            break
        for edit in rng.sample(EDITS, len(EDITS)):
            effect = edit(spot.node)
            if effect is not None:
                made[spot.pointer] = effect
                break
    return Made(tree, made)


def _reached(tree: Json) -> set[str]:
    """The components that operations lead to, as pointers."""
    found: set[str] = set()
    stack = [tree["paths"]]
    while stack:
        for spot in spots(stack.pop()):
            is_new = spot.key == "$ref" and spot.node not in found
            if is_new and isinstance(spot.node, str) and "/x-" not in spot.pointer:
                found.add(spot.node)
                stack.append(at(tree, spot.node[1:]))
    return {ref[1:] for ref in found}


# Where an edit may change nothing, or more than itself: what is put together of parts.
_PARTS: Final = ("/allOf/", "/oneOf/", "/anyOf/", "/example", "/default", "/enum/", "/x-")


def _is_plain_schema(spot: Spot, reached: set[str]) -> bool:
    pointer, node = spot.pointer, spot.node
    owner = "/".join(pointer.split("/")[:4])
    return (
        pointer.startswith("/components/schemas/")
        and isinstance(node, dict)
        and isinstance(node.get("type"), str)
        and isinstance(spot.holder, dict)
        and owner in reached
        and not any(part in pointer for part in _PARTS)
        and not {"$ref", "allOf", "oneOf", "anyOf", "nullable"} & node.keys()
        and not pointer.endswith("/properties")
    )


def effects_at(comparison: Comparison) -> dict[str, Effect]:
    """Effects by the place of the schema that was edited."""
    return {
        place.pointer.rpartition("/")[0]: change.effect
        for change in comparison.changes
        for place in (change.older, change.newer)
        if place is not None
    }


def _breaking(comparison: Comparison) -> Counter[str]:
    return Counter(
        change.fingerprint for change in comparison.changes if change.severity is Level.BREAKING
    )


def check_laws(path: Path, seed: int) -> None:
    """One document, hundreds of random edits: each is told, there and back, and none is lost."""
    rng = random.Random(seed)
    first = edited(tree_of(path), rng)
    second = edited(orjson.loads(orjson.dumps(first.tree)), rng)
    one, two, three = (read(tree) for tree in (tree_of(path), first.tree, second.tree))

    there, back = compare(one, two), compare(two, one)

    found, returned = effects_at(there), effects_at(back)
    assert {place: found.get(place) for place in first.edits} == first.edits
    assert {place: returned.get(place) for place in first.edits} == {
        place: TURNED.get(effect, effect) for place, effect in first.edits.items()
    }

    beyond, whole = compare(two, three), compare(one, three)

    untouched = _places_of(there) - _places_of(beyond)
    lost = [
        change.message
        for change in there.changes
        if change.severity is Level.BREAKING
        and _place(change) in untouched
        and change.fingerprint not in _breaking(whole)
    ]
    assert lost == []


def _place(change: Change) -> str:
    return change.newer.pointer.rpartition("/")[0] if change.newer else ""


def _places_of(comparison: Comparison) -> set[str]:
    return {_place(change) for change in comparison.changes}


@pytest.mark.parametrize("path", NEWEST, ids=named)
def test_random_edits_are_told_there_and_back_and_never_lost(path: Path) -> None:
    check_laws(path, seed=0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", FILES, ids=named)
def test_random_edits_of_every_document_keep_the_laws(path: Path, seed: int) -> None:
    check_laws(path, seed)
