"""Every kind of change, explained: what it means to whom, why, how to avoid it, an example.

What an explanation says is what the engine says of its example, under each profile; so it
cannot say anything else than a verdict would.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from decant.contract.diff import compare
from decant.contract.diff.change import Bump, Effect, Level, Polarity, Profile
from decant.contract.diff.kinds import (
    KINDS,
    bodies,
    fix_of,
    objects,
    operations,
    parameters,
    security,
    values,
    why_of,
)

from .examples import Example, examples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.diff.change import Change
    from decant.contract.diff.kinds import Kind

__all__ = ["Example", "Explanation", "Side", "Weight", "areas", "explain", "kinds", "title_of"]

HARMLESS: Final = "There is nothing to avoid: it breaks nobody."
_AREAS: Final = (
    ("Operations, servers and the document", operations),
    ("Parameters and headers", parameters),
    ("Bodies, responses and media types", bodies),
    ("Security", security),
    ("Values", values),
    ("Objects, arrays and alternatives", objects),
)
_SDKS: Final = "Generated SDKs are named after it; on the wire nothing changes."
_KEEP_NAME: Final = "Keep the name, or raise the major version of the SDK with it."
_BUMPS: Final = {
    Level.BREAKING: Bump.MAJOR,
    Level.RISKY: Bump.MINOR,
    Level.SAFE: Bump.MINOR,
    Level.DOCS: Bump.PATCH,
    None: Bump.NONE,
}
_RANK: Final = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Weight:
    """How a change weighs under one profile, what it asks for, and which guards held.

    `level` is None under a profile that does not look at it.
    """

    profile: Profile
    level: Level | None
    bump: Bump
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What a kind means where the API receives (input), or where it sends (output)."""

    polarity: Polarity
    sentence: str
    effect: Effect
    why: str
    fix: str
    weights: tuple[Weight, ...]

    @property
    def level(self) -> Level:
        """Its weight as an HTTP client meets it; safe if such a client does not meet it."""
        return self.weights[0].level or Level.SAFE

    @property
    def worst(self) -> Level:
        """The worst it is under any profile."""
        levels = [weight.level for weight in self.weights if weight.level is not None]
        return min(levels, key=_RANK.__getitem__, default=Level.SAFE)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One kind of change, explained."""

    kind: str
    title: str
    sides: tuple[Side, ...]
    why: str
    fix: str
    example: Example | None

    @property
    def level(self) -> Level:
        """The worst of its sides, as an HTTP client meets it."""
        levels = (side.level for side in self.sides)
        return min(levels, key=_RANK.__getitem__, default=Level.SAFE)

    @property
    def levels(self) -> str:
        """`breaking`, or `safe for input, breaking for output` where that makes a difference."""
        if len({side.level for side in self.sides}) < 2:
            return self.level.value
        return ", ".join(f"{side.level.value} for {side.polarity.value}" for side in self.sides)


def kinds() -> tuple[str, ...]:
    """Every kind there is, in the order of the tables they are written in."""
    return tuple(KINDS)


def areas() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every kind there is, under what it is about."""
    return tuple((title, tuple(kind.id for kind in table.KINDS)) for title, table in _AREAS)


def title_of(kind: str) -> str:
    """`enum-value-removed` as a heading: `Enum value removed`."""
    words = kind.replace("-", " ")
    return words[:1].upper() + words[1:]


@cache
def explain(kind: str) -> Explanation:
    """Everything there is to say about a kind; raises KeyError if there is none of that name."""
    row, example = KINDS[kind], examples().get(kind)
    sides = tuple(_sides(kind, example)) if example else ()
    if not sides:
        return Explanation(kind, title_of(kind), (), row.why, row.fix or HARMLESS, example)
    worst = min(sides, key=lambda side: (_RANK[side.level], _RANK[side.worst]))
    return Explanation(kind, title_of(kind), sides, worst.why, worst.fix or HARMLESS, example)


def _sides(name: str, example: Example) -> Iterator[Side]:
    found: dict[Polarity, dict[Profile, Change]] = {}
    for older, newer in example.pairs():
        for profile in Profile:
            for change in compare(older, newer, profile, locate=False).changes:
                if change.kind == name:
                    found.setdefault(change.polarity, {}).setdefault(profile, change)
    for polarity in sorted(found):
        yield _side(KINDS[name], polarity, found[polarity])


def _side(kind: Kind, polarity: Polarity, judged: dict[Profile, Change]) -> Side:
    told = judged.get(Profile.WIRE) or next(iter(judged.values()))
    return Side(
        polarity=polarity,
        sentence=told.message,
        effect=Effect.NONE if kind.breaks_source else told.effect,
        why=_why(kind, told),
        fix=_fix(kind, polarity, judged),
        weights=tuple(_weight(profile, judged.get(profile)) for profile in Profile),
    )


def _weight(profile: Profile, change: Change | None) -> Weight:
    if change is None:
        return Weight(profile, None, Bump.NONE, ())
    return Weight(profile, change.severity, _BUMPS[change.severity], change.guards)


def _why(kind: Kind, told: Change) -> str:
    if kind.breaks_source:
        return kind.why or _SDKS
    return told.why or why_of(kind, told.effect, told.polarity)


def _fix(kind: Kind, polarity: Polarity, judged: dict[Profile, Change]) -> str:
    """How to avoid the worst that any profile makes of it; empty if it harms nobody."""
    worst = min(judged.values(), key=lambda change: _RANK[change.severity])
    if worst.severity not in (Level.BREAKING, Level.RISKY):
        return ""
    if kind.breaks_source:
        return kind.fix or _KEEP_NAME
    return fix_of(kind, worst.effect, polarity)
