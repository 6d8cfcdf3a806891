"""One document against two older ones: what a change adds to what was broken before it.

The first base is what clients rely on, the last release say; the head is where the change
starts from. What the head breaks already is not the doing of this change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .change import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .change import Change, Comparison, Use


@dataclass(frozen=True, slots=True)
class Charge:
    """A change, against which base it stands, and whether the head has it already."""

    change: Change
    is_against_head: bool = False
    is_known: bool = False


def charges(to_base: Comparison, to_head: Comparison, of_head: Comparison) -> tuple[Charge, ...]:
    """Everything the new document changes over either base, each change once.

    `to_base` and `to_head` compare the new document with the base and with the head;
    `of_head` compares the head with the base.
    """
    known = {change.fingerprint: change for change in of_head.changes}
    told = {change.fingerprint for change in to_base.changes}
    first = (
        Charge(change, is_known=_adds_nothing(change, known.get(change.fingerprint)))
        for change in to_base.changes
    )
    second = (
        Charge(change, is_against_head=True)
        for change in to_head.changes
        if change.fingerprint not in told
    )
    return tuple(sorted([*first, *second], key=lambda charge: _RANK[charge.change.severity]))


_RANK = {level: rank for rank, level in enumerate(Level)}


def _adds_nothing(change: Change, before: Change | None) -> bool:
    """The same edit, which weighs no more and reaches nobody else."""
    if before is None or _RANK[change.severity] < _RANK[before.severity]:
        return False
    return set(_harmed(change.uses)) <= set(_harmed(before.uses))


def _harmed(uses: tuple[Use, ...]) -> Iterator[Use]:
    return (use for use in uses if use.severity in (Level.BREAKING, Level.RISKY))
