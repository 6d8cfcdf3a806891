"""What a comparison says: changes, each with its effect, and the verdict over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract.findings import Location


class Effect(StrEnum):
    """What an edit does to the set of messages the contract allows."""

    NONE = "none"
    NARROWS = "narrows"
    WIDENS = "widens"
    INCOMPARABLE = "incomparable"
    UNKNOWN = "unknown"


class Polarity(StrEnum):
    """Who must live with an edit: input is what the API accepts, output what it sends."""

    INPUT = "input"
    OUTPUT = "output"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How a change weighs on clients, worst first."""

    BREAKING = "breaking"
    RISKY = "risky"
    SAFE = "safe"
    DOCS = "docs"


class Verdict(StrEnum):
    """The worst level among the changes; docs-only changes and no changes are `none`."""

    BREAKING = "breaking"
    RISKY = "risky"
    SAFE = "safe"
    NONE = "none"


class Bump(StrEnum):
    """The SemVer part that the changes ask to raise (SemVer 2.0.0 §6-8)."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


class Profile(StrEnum):
    """Whose eyes judge: an HTTP client, a strict reader, or the user of a generated SDK."""

    WIRE = "wire"
    STRICT = "strict"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Use:
    """One operation that a change reaches, on which side, and how it weighs there.

    `method` is lower case; both are empty for a change to the document as a whole.
    `place` says where in the operation: "parameter `limit` in query", "response 200".
    """

    method: str
    path: str
    polarity: Polarity
    severity: Level
    place: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit between two documents, judged by the worst of its uses.

    `before` and `after` are JSON values, None where the side has none. `fingerprint`
    is 16 hex digits over kind, place and values: it survives rewording and reordering.
    """

    kind: str
    effect: Effect
    polarity: Polarity
    severity: Level
    message: str
    older: Location | None
    newer: Location | None
    before: Any
    after: Any
    fingerprint: str
    uses: tuple[Use, ...] = ()
    guards: tuple[str, ...] = ()
    why: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A part that could not be compared, and why; it never counts as a pass."""

    pointer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, judged: every change, worst first."""

    verdict: Verdict
    bump: Bump
    profile: Profile
    changes: tuple[Change, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    counts: dict[Level, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        changes: Sequence[Change],
        profile: Profile,
        not_evaluated: Sequence[NotEvaluated] = (),
    ) -> Comparison:
        """Sort the changes, count them and draw the verdict and the required bump."""
        order = list(Level)
        ranked = sorted(
            changes,
            key=lambda c: (order.index(c.severity), _place(c), c.kind, c.fingerprint),
        )
        counts = {level: sum(c.severity is level for c in ranked) for level in Level}
        worst = next((level for level in Level if counts[level]), None)
        return cls(
            verdict=_VERDICT[worst],
            bump=_BUMP[worst],
            profile=profile,
            changes=tuple(ranked),
            not_evaluated=tuple(not_evaluated),
            counts=counts,
        )


# fmt: off
_VERDICT = {Level.BREAKING: Verdict.BREAKING, Level.RISKY: Verdict.RISKY, Level.SAFE: Verdict.SAFE,
            Level.DOCS: Verdict.NONE, None: Verdict.NONE}
# A risky change is one that some clients survive and some do not: SemVer §8 asks for a
# major only when it is incompatible, so a risky one asks for a minor and a human eye.
_BUMP = {Level.BREAKING: Bump.MAJOR, Level.RISKY: Bump.MINOR, Level.SAFE: Bump.MINOR,
         Level.DOCS: Bump.PATCH, None: Bump.NONE}
# fmt: on


def _place(change: Change) -> tuple[str, str, str]:
    first = change.uses[0] if change.uses else None
    where = change.newer or change.older
    return (
        first.path if first else "",
        first.method if first else "",
        where.pointer if where else "",
    )
