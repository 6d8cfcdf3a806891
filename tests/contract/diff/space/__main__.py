"""`PYTHONPATH=tests python -m contract.diff.space`: how large the edit space is."""

from __future__ import annotations

from itertools import chain

from . import spaces
from .lone import LONE
from .places import VERSIONS


def report() -> None:
    """Print how many edits there are, and how many of them are claimed and waived."""
    places = [*spaces.schema_places(), *spaces.field_places()]
    outcomes = chain(
        (outcome for place in places for outcome in spaces.outcomes(place)),
        (
            outcome
            for version in VERSIONS
            for kind in LONE
            for outcome in spaces.lone_outcomes(version, kind)
        ),
    )
    claimed = waived = 0
    for outcome in outcomes:
        claimed += outcome.is_claimed
        waived += not outcome.is_claimed and outcome.waiver is not None
        if not outcome.is_claimed and outcome.waiver is None:
            print(f"unclaimed: {outcome}")
    print(f"{len(places)} places, {claimed:,} edits claimed, {waived:,} waived")


if __name__ == "__main__":
    report()
