"""Patterns over places: pointers with wildcards, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decant.contract.findings import Location
from decant.contract.places import covers

# fmt: off
COVERED = [
    ("/info/title",              "/info/title"),
    ("/paths/*/get",             "/paths/~1pets/get"),
    ("/paths/**",                "/paths/~1pets/get/responses"),
    ("/paths/**",                "/paths"),
    ("/**/schema",               "/schema"),
    ("/**/schema",               "/paths/~1a/get/parameters/0/schema"),
    ("/**/a/**/b",               "/a/x/a/b/a/b"),
    ("",                         ""),
    ("api.yaml#/info",           "/info"),
    ("api.yaml#/**",             "/info"),
    ("/paths/~1a#b/get",         "/paths/~1a#b/get"),
    ("/content/*~1*/schema",     "/content/*~1*/schema"),
]
OTHERS = [
    ("/info/title",              "/info/title/x"),
    ("/info/title",              "/info"),
    ("/paths/*/get",             "/paths/~1pets/x/get"),
    ("/paths/*",                 "/paths"),
    ("/**/schema",               "/schemas"),
    ("/pat*",                    "/paths"),
    ("other.yaml#/info",         "/info"),
    ("/content/*~1*/schema",     "/content/text~1html/schema"),
    ("",                         "/info"),
]
# fmt: on


@pytest.mark.parametrize(("pattern", "pointer"), COVERED)
def test_a_pattern_covers_what_it_says(pattern: str, pointer: str) -> None:
    assert covers(pattern, Location(pointer, "api.yaml"))


@pytest.mark.parametrize(("pattern", "pointer"), OTHERS)
def test_a_pattern_covers_nothing_else(pattern: str, pointer: str) -> None:
    assert not covers(pattern, Location(pointer, "api.yaml"))


@pytest.mark.parametrize("pointer", ["/paths/~1a", "/paths/~1a/get", "/paths/~1a/get/responses"])
def test_with_what_is_below_a_place_covers_all_that_it_holds(pointer: str) -> None:
    assert covers("/paths/*", Location(pointer), below=True)
    assert not covers("/paths/*", Location("/paths"), below=True)


steps = st.lists(st.sampled_from(["a", "b"]), max_size=8)
pattern_steps = st.lists(st.sampled_from(["a", "b", "*", "**"]), max_size=6)


def as_regex(pattern: list[str]) -> str:
    forms = {"*": "/[^/]*", "**": "(?:/[^/]*)*"}
    return "".join(forms.get(step, f"/{step}") for step in pattern)


@given(pattern_steps, steps)
def test_wildcards_mean_what_a_regular_expression_would(
    pattern: list[str], pointer: list[str]
) -> None:
    written, place = "".join(f"/{s}" for s in pattern), "".join(f"/{s}" for s in pointer)

    is_covered = covers(written, Location(place))

    assert is_covered == bool(re.fullmatch(as_regex(pattern), place))


def test_a_pattern_full_of_wildcards_is_decided_without_trying_them_all() -> None:
    pattern = "/**/a" * 40 + "/b"

    assert not covers(pattern, Location("/a" * 400))
