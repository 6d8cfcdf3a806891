"""Which patterns cover which, as far as that can be decided."""

from __future__ import annotations

import random
import re
from typing import Final

import pytest

from decant.contract.diff.schemas.patterns import is_within, matches

# The narrower one first.
WITHIN: Final = (
    ("^ab$", "^a"),
    ("^[0-9]{3}$", r"^\d+$"),
    ("^(cat|dog)$", "^(?:dog|cat|fish)$"),
    ("^[A-Z]{2}$", "^[A-Za-z]{2,3}$"),
    ("^.*$", r"^[\s\S]*$"),
    ("^a?$", "^a*?$"),
    ("a|b", "b|a|c"),
    ("^.{1,255}$", "^.{0,400}$"),
    (r"^[\w.-]+@[\w.-]+$", "@"),
    (r"^\x41\u0042\t$", r"^[A-B]{2}\s$"),
    (r"^[\b]$", r"^[^a]$"),
    ("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$", "^[a-z0-9-]{1,63}$"),
    ("^[]$", "^a$"),
    (r"^\-\.\/$", "^[./-]{3}$"),
)
EQUAL: Final = (
    (r"^[^\D]$", r"^\d$"),
    ("^[-a]$", "^[a-]$"),
    ("^(?:ab|cb)$", "^[ac]b$"),
    ("a{2,}", "aa+"),
)
UNDECIDED: Final = (
    *("^(?=a)b", "(?<!a)b", r"^\p{L}$", r"(a)\1", r"\bword", "a^b", "^a$b", "(^a$)", "(a", "a)"),
    *("[a", "*a", "a{2,1}", "a{500}", "[b-a]", r"[\d-z]", r"\x4", "a\\", r"\cA", "a" * 2_000),
    *("(" * 300 + "a" + ")" * 300, "((a{30}){30}){30}"),
)


@pytest.mark.parametrize(("slim", "wide"), WITHIN)
def test_one_pattern_covers_another_and_not_the_other_way_round(slim: str, wide: str) -> None:
    assert is_within(slim, wide) is True
    assert is_within(wide, slim) is False


@pytest.mark.parametrize(("one", "two"), EQUAL)
def test_two_spellings_of_one_pattern_cover_each_other(one: str, two: str) -> None:
    assert is_within(one, two) is True
    assert is_within(two, one) is True


@pytest.mark.parametrize("pattern", UNDECIDED, ids=lambda pattern: str(pattern)[:20])
def test_what_is_not_understood_is_not_decided(pattern: str) -> None:
    assert is_within(pattern, "a") is None
    assert is_within("a", pattern) is None
    assert matches(pattern, "a") is None


def test_what_takes_too_long_is_not_decided() -> None:
    hard = "(a|b|ab){1,90}[ab]{9,90}x"

    assert is_within(hard, "(b|a|bb?){1,90}[ab]{9,80}x") is None
    assert matches("a", "a" * 2_000) is None


ATOMS: Final = ("a", "b", "[ab]", "[^a]", ".", "(a|b)", "(ab)", r"\d", r"\W", "c", "(?:a|)")
COUNTS: Final = ("", "", "*", "+", "?", "{1,2}", "{2}", "{1,}", "+?")
TEXTS: Final = ("", *"ab1\n-", *("ab", "ba", "aa", "bb", "abc", "a1", "aab", "bba", "cab", "xx"))


def pattern_of(rng: random.Random) -> str:
    atoms = "".join(rng.choice(ATOMS) + rng.choice(COUNTS) for _ in range(rng.randint(1, 4)))
    return rng.choice(["^", "^", ""]) + atoms + rng.choice(["$", "$", ""])


def in_python(pattern: str, text: str) -> bool:
    return re.search(pattern.replace("$", r"\Z"), text) is not None


def test_random_patterns_match_what_they_match_in_python() -> None:
    rng = random.Random(1)
    for _ in range(400):
        one, two = pattern_of(rng), pattern_of(rng)
        for text in TEXTS:
            assert matches(one, text) is in_python(one, text)
            if is_within(one, two) and in_python(one, text):
                assert in_python(two, text)
