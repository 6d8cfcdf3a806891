"""A pointer leads to the line and column a person would put the cursor on."""

from __future__ import annotations

import random
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from decant.contract.positions import Positions
from patience import RUNAWAY

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted([*CORPUS.glob("*/*.json"), *CORPUS.glob("*/*.yaml")])
PARTS = sorted(CORPUS.glob("digitalocean/*/resources/*/*.yml"))

BLOCK = """\
# A note about paths:
---
openapi: 3.1.0
"paths":
  /pets/{id}:   # one pet
    get:
      tags: [pets, "a, b"]
      parameters:
      - name: id
        in: path
      -
        name: deep
      # the last
      - &limit
        name: limit
    'it''s':
      description: |
        get:
          not: this
      x~y: {z: 1, "é": [true]}
x-more:
  again: *limit
  base: &base
    one: 1
  grown:
    <<: *base
    two: 2
  list:
    - - a
      - b
    - key: value
      other: value
"""
BLOCK_PLACES = {
    "": (3, 1),
    "/openapi": (3, 1),
    "/paths": (4, 1),
    "/paths/~1pets~1{id}/get": (6, 5),
    "/paths/~1pets~1{id}/get/tags/1": (7, 20),
    "/paths/~1pets~1{id}/get/parameters": (8, 7),
    "/paths/~1pets~1{id}/get/parameters/0": (9, 9),
    "/paths/~1pets~1{id}/get/parameters/0/in": (10, 9),
    "/paths/~1pets~1{id}/get/parameters/1/name": (12, 9),
    "/paths/~1pets~1{id}/get/parameters/2/name": (15, 9),
    "/paths/~1pets~1{id}/it's/description": (17, 7),
    "/paths/~1pets~1{id}/it's/x~0y": (20, 7),
    "/paths/~1pets~1{id}/it's/x~0y/é/0": (20, 25),
    "/x-more/again/name": (15, 9),
    "/x-more/grown/one": (24, 5),
    "/x-more/grown/two": (27, 5),
    "/x-more/list/0/1": (30, 9),
    "/x-more/list/1/key": (31, 7),
    "/x-more/list/1/other": (32, 7),
}
JSON = """\
{ "openapi" :"3.1.0",
  "a/b": { "é\\n": [1, {"x": "]}\\""}, [ ] ],
           "é": 2 } }
"""
JSON_PLACES = {
    "": (1, 1),
    "/openapi": (1, 3),
    "/a~1b": (2, 3),
    "/a~1b/é\n": (2, 12),
    "/a~1b/é\n/0": (2, 20),
    "/a~1b/é\n/1/x": (2, 24),
    "/a~1b/é\n/2": (2, 38),
    "/a~1b/é": (3, 12),
}


@pytest.mark.parametrize("pointer", BLOCK_PLACES)
def test_a_pointer_into_yaml_leads_to_its_key_or_item(pointer: str) -> None:
    assert Positions(BLOCK.encode()).at(pointer) == BLOCK_PLACES[pointer]


def test_many_pointers_are_answered_as_few_are() -> None:
    positions = Positions(BLOCK.encode())

    for count in range(150):
        positions.at(f"/paths/none{count}")

    assert {pointer: positions.at(pointer) for pointer in BLOCK_PLACES} == BLOCK_PLACES


@pytest.mark.parametrize("pointer", JSON_PLACES)
def test_a_pointer_into_json_leads_to_its_key_or_item(pointer: str) -> None:
    assert Positions(JSON.encode()).at(pointer) == JSON_PLACES[pointer]


@pytest.mark.parametrize(
    ("text", "pointer", "place"),
    [
        (BLOCK, "/paths/~1pets~1{id}/put/tags", (5, 3)),
        (BLOCK, "/paths/~1pets~1{id}/get/parameters/7", (8, 7)),
        (BLOCK, "/paths/~1pets~1{id}/get/parameters/x", (8, 7)),
        (BLOCK, "/openapi/deeper", (3, 1)),
        (JSON, "/a~1b/é\n/9/x", (2, 12)),
        (JSON, "/a~1b/é/x", (3, 12)),
        (JSON, "/none", (1, 1)),
    ],
)
def test_a_pointer_that_leads_nowhere_stops_at_its_nearest_ancestor(
    text: str, pointer: str, place: tuple[int, int]
) -> None:
    assert Positions(text.encode()).at(pointer) == place


@pytest.mark.parametrize(
    ("text", "pointer", "place"),
    [
        ("\ufeffa: 1\r\nb:\r\n  - c\r\n", "/b/0", (3, 5)),
        ('\ufeff{"a": 1}', "/a", (1, 2)),
        ("{a: 1,\n b: [x]}", "/b/0", (2, 6)),
        ("? a\n: b", "/a", (1, 3)),
        ("--- {a: 1}", "/a", (1, 6)),
        ("%YAML 1.2\n---\na: 1", "/a", (3, 1)),
        ('"a\\u0062": 1', "/ab", (1, 1)),
        ("a: &x [1]\nb: *x", "/b/0", (1, 8)),
        ("a: &x *y\nb: *x", "/b/0", (1, 1)),
        ("a:\nb: 1", "/a", (1, 1)),
        ("- a\n- b", "/1", (2, 3)),
        ("- - a\n- b", "/0/0", (1, 5)),
        ("{}", "/a", (1, 1)),
        ("", "/a", (1, 1)),
        ("a: [", "/a", (1, 1)),
        ("{a: x\u2028y,\n b: 1}", "/b", (2, 2)),
        ("\n\n# only a note\n", "", (1, 1)),
        ("a: |\n  b: 1\n", "/a/b", (1, 1)),
        ("a: &x\n  c: 1\nb:\n  <<: [*x, {d: 2}]", "/b/d", (4, 13)),
    ],
)
def test_unusual_texts_have_places_too(text: str, pointer: str, place: tuple[int, int]) -> None:
    assert Positions(text.encode()).at(pointer) == place


@pytest.mark.parametrize(
    "text",
    [
        *(
            b"[" * 100_000,
            b"[" * 100_000 + b"]" * 100_000,
            b'{"a":' * 100_000,
            b"a: " + b"[" * 100_000,
        ),
        *(
            b"- " * 100_000,
            b"? " * 100_000,
            b"a: &a\n  <<: *a\n  b: *a\n",
            b'{"a": \xff}',
            b"a: \0",
        ),
        *(b"a: " + b"!" * 1_000_000, b"a: *a", b"*", b"&", b"\xff", b"["),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_text_that_cannot_be_read_does_no_harm(text: bytes) -> None:
    start = process_time()
    line, column = Positions(text).at("/a/0/b/c")

    assert line >= 1
    assert column >= 1
    assert process_time() - start < RUNAWAY


def places(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every pointer and its place, from the nodes PyYAML composes."""
    root = yaml.compose(text, yaml.CSafeLoader)
    waiting: list[tuple[Any, str, Any]] = [(root, "", root)] if root else []
    while waiting:
        node, pointer, shown = waiting.pop()
        yield pointer, (shown.start_mark.line + 1, shown.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                waiting.append((value, f"{pointer}/{escaped(key.value)}", key))
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                waiting.append((value, f"{pointer}/{index}", value))


def escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


# libyaml counts three signs as line ends that YAML 1.2 and editors do not.
TEXTS = st.text(st.characters(exclude_characters="\x85\u2028\u2029", codec="utf-8"), max_size=4)
VALUES = st.recursive(
    st.none() | st.integers(0, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@pytest.mark.parametrize("style", [{"default_flow_style": False}, {"default_flow_style": None}])
@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_generated_yaml_has_every_pointer_where_libyaml_has_it(
    style: dict[str, Any], value: Any
) -> None:
    text = yaml.dump({"a": value}, allow_unicode=True, Dumper=NoAlias, **style)
    expected = dict(places(text))

    positions = Positions(text.encode())

    assert {pointer: positions.at(pointer) for pointer in expected} == expected


class NoAlias(yaml.SafeDumper):
    """Composing follows no alias, so none is written."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
@settings(max_examples=200, deadline=None)
def test_generated_json_shows_each_key_at_its_place(value: dict[str, Any]) -> None:
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2)
    lines = text.decode().split("\n")

    positions = Positions(text)

    for key in value:
        line, column = positions.at("/" + escaped(key))
        assert lines[line - 1][column - 1 :].startswith(orjson.dumps(key).decode() + ":")


def sample(path: Path) -> dict[str, tuple[int, int]]:
    # libyaml refuses surrogate escapes, which are as long as any other four digits.
    text = path.read_text().replace("\\ud", "\\u0")
    everything = sorted(places(text))
    dice = random.Random(path.name)
    return dict(dice.sample(everything, min(len(everything), 90)))


@pytest.mark.corpus
@pytest.mark.skipif(not FILES, reason=f"no vendor documents in {CORPUS.name}/")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_vendor_documents_have_pointers_where_libyaml_has_them(path: Path) -> None:
    expected = sample(path)
    positions = Positions(path.read_bytes())

    start = process_time()
    found = {pointer: positions.at(pointer) for pointer in expected}
    seconds = process_time() - start

    assert found == expected
    assert seconds < RUNAWAY


@pytest.mark.corpus
@pytest.mark.skipif(not PARTS, reason=f"no vendor documents in {CORPUS.name}/")
def test_parts_of_a_vendor_tree_have_pointers_where_libyaml_has_them() -> None:
    for path in random.Random(3).sample(PARTS, min(len(PARTS), 150)):
        expected = sample(path)
        positions = Positions(path.read_bytes())

        assert {pointer: positions.at(pointer) for pointer in expected} == expected, path.name
