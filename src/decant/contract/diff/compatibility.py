"""Which changes break clients, as one table a reviewer can argue with.

The walk in this package only says what changed and what it does to the set of
messages; whether that matters is decided here, by who must live with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .change import Effect, Level, Polarity, Profile
from .edits import Guard

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from .edits import Edit
    from .kinds import Kind

BREAKING, RISKY, SAFE, DOCS = Level.BREAKING, Level.RISKY, Level.SAFE, Level.DOCS

# fmt: off
SEVERITY: Final[dict[Effect, dict[Polarity, Level]]] = {
    Effect.NONE:         {Polarity.INPUT: SAFE,     Polarity.OUTPUT: SAFE,     Polarity.UNKNOWN: SAFE},
    Effect.NARROWS:      {Polarity.INPUT: BREAKING, Polarity.OUTPUT: SAFE,     Polarity.UNKNOWN: RISKY},
    Effect.WIDENS:       {Polarity.INPUT: SAFE,     Polarity.OUTPUT: BREAKING, Polarity.UNKNOWN: RISKY},
    Effect.INCOMPARABLE: {Polarity.INPUT: BREAKING, Polarity.OUTPUT: BREAKING, Polarity.UNKNOWN: BREAKING},
    # Two patterns cannot be compared here; a person must look.
    Effect.UNKNOWN:      {Polarity.INPUT: RISKY,    Polarity.OUTPUT: RISKY,    Polarity.UNKNOWN: RISKY},
}

# Where a guard holds, and what it makes of a level. A guard that is policy rather than
# fact (`tolerant-*`) does not hold under the profiles named in STRICT.
GUARDS: Final[tuple[tuple[Guard, Polarity | None, dict[Level, Level]], ...]] = (
    # The property does not exist on this side at all.
    (Guard.READ_ONLY,       Polarity.INPUT,  {BREAKING: SAFE, RISKY: SAFE}),
    (Guard.WRITE_ONLY,      Polarity.OUTPUT, {BREAKING: SAFE, RISKY: SAFE}),
    # It was announced; an announced date that nobody can check needs a human eye.
    (Guard.DEPRECATED,      None,            {BREAKING: SAFE, RISKY: SAFE}),
    (Guard.SUNSET,          None,            {BREAKING: RISKY}),
    # Nothing was promised (`x-stability-level` draft or alpha).
    (Guard.UNSTABLE,        None,            {BREAKING: SAFE, RISKY: SAFE}),
    # The older document said that more values may come.
    (Guard.EXTENSIBLE,      None,            {BREAKING: SAFE, RISKY: SAFE}),
    # Clients commonly survive it: a new enum member, a property that need not be there.
    (Guard.TOLERANT_READER, Polarity.OUTPUT, {BREAKING: RISKY}),
    # Servers commonly ignore what they no longer read, and the contract lets them.
    (Guard.TOLERANT_SERVER, Polarity.INPUT,  {BREAKING: RISKY}),
)
POLICY: Final = frozenset([Guard.TOLERANT_READER, Guard.TOLERANT_SERVER])
# fmt: on


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an edit means to one side: its effect there, the level, and why not worse."""

    effect: Effect
    level: Level
    guards: tuple[Guard, ...] = ()


def judge(
    edit: Edit, kind: Kind, polarity: Polarity, profile: Profile, *, marks: AbstractSet[Guard]
) -> Judgement:
    """Weigh one edit for one side; `marks` are facts about the way that leads to it."""
    effect = edit.effects.at(polarity)
    if kind.documents:
        return Judgement(Effect.NONE, DOCS)
    if kind.breaks_source and profile is Profile.SOURCE:
        effect = Effect.INCOMPARABLE
    level = SEVERITY[effect][polarity]
    held: list[Guard] = []
    facts = marks | edit.marks | kind.marks
    for guard, side, lower in GUARDS:
        if guard not in facts or (side is not None and polarity is not side):
            continue
        if profile is Profile.STRICT and guard in POLICY:
            continue
        if level in lower:
            level = lower[level]
            held.append(guard)
    return Judgement(effect, level, tuple(held))
