"""Moments as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from decant.cli.exits import Misused
from decant.cli.moments import moment, shown

NOW = datetime(2026, 12, 30, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5s", "2026-12-30T12:00:05+00:00"),
        ("90m", "2026-12-30T13:30:00+00:00"),
        ("12h", "2026-12-31T00:00:00+00:00"),
        ("30d", "2027-01-29T12:00:00+00:00"),
        ("2026-12-31", "2027-01-01T00:00:00+00:00"),  # a day holds until it is over
        ("2026-12-31T08:00:00Z", "2026-12-31T08:00:00+00:00"),
        ("2026-12-31t08:00:00+02:00", "2026-12-31T08:00:00+02:00"),
    ],
)
def test_a_moment_may_be_typed_in_many_ways(typed: str, meant: str) -> None:
    assert moment(typed, NOW) == meant


@pytest.mark.parametrize(
    "typed", ["", "soon", "30", "0d", "d", "2026-13-01", "999999999d", "2026-12-31T25:00:00Z"]
)
def test_what_is_no_moment_is_a_misuse_that_says_how_to_write_one(typed: str) -> None:
    with pytest.raises(Misused) as refusal:
        moment(typed, NOW)

    assert "30d" in refusal.value.hint


def test_a_moment_without_a_zone_is_a_misuse() -> None:
    with pytest.raises(Misused, match="time zone"):
        moment("2026-12-31T08:00:00", NOW)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-12-31T08:00:00.000Z", "2026-12-31 08:00 UTC"),
        ("2026-12-31T08:00:05.123Z", "2026-12-31 08:00:05 UTC"),
        ("2026-12-31", "2026-12-31"),
    ],
)
def test_a_moment_is_shown_as_short_as_it_can_be(said: str, read: str) -> None:
    assert shown(said) == read
