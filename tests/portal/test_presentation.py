"""How values read on a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from decant.portal import presentation

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

# fmt: off
AGES = [
    (timedelta(seconds=-5),  "just now"),
    (timedelta(seconds=3),   "just now"),
    (timedelta(seconds=59),  "59 seconds ago"),
    (timedelta(minutes=1),   "1 minute ago"),
    (timedelta(hours=23),    "23 hours ago"),
    (timedelta(days=29),     "29 days ago"),
    (timedelta(days=364),    "12 months ago"),
    (timedelta(days=800),    "2 years ago"),
]
SIZES = [(0, "0 B"), (999, "999 B"), (1_500, "2 kB"), (13_400_000, "13.4 MB")]
# fmt: on


@pytest.mark.parametrize(("age", "words"), AGES)
def test_an_age_is_said_in_the_largest_unit_that_fits(age: timedelta, words: str) -> None:
    assert presentation.ago(NOW - age, NOW) == words


@pytest.mark.parametrize(("size", "words"), SIZES)
def test_a_size_is_said_in_the_unit_people_use(size: int, words: str) -> None:
    assert presentation.bytes_in_words(size) == words


def test_a_sentence_has_its_names_set_as_code_and_nothing_else() -> None:
    said = presentation.prose("`<b>` of `Pet` is <i>new</i>")

    assert said == "<code>&lt;b&gt;</code> of <code>Pet</code> is &lt;i&gt;new&lt;/i&gt;"


def test_a_long_value_is_cut_and_says_so() -> None:
    shown = presentation.as_json("x" * 2010)

    assert shown.endswith("…\n(10 more characters)")


def change(severity: str, *operations: tuple[str, str]) -> dict[str, Any]:
    return {
        "severity": severity,
        "operations": [{"method": method, "path": path} for method, path in operations],
    }


def test_changes_are_gathered_by_operation_the_worst_first() -> None:
    worst = change("breaking", ("get", "/b"), ("get", "/a"))
    whole = change("risky")
    mild = change("safe", ("get", "/b"))

    groups = presentation.group_by_operation([worst, whole, mild])

    assert [group.title for group in groups] == ["GET /b", "The document as a whole"]
    assert groups[0].changes == (worst, mild)


def test_a_page_of_changes_has_an_end() -> None:
    groups = presentation.group_by_operation([change("breaking")] * 501)

    assert len(groups[0].changes) == 500
