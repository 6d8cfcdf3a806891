"""What a policy makes of an examined document: may it pass, and why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from decant.services.levels import Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.pool import Examination
    from decant.services.levels import Policy


class Verdict(StrEnum):
    """What a check says; only the first two let a push through."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    WARN = "warn"
    FAIL = "fail"
    NOT_EVALUATED = "not_evaluated"


class Outcome(StrEnum):
    """What becomes of a push that was judged, the gravest last."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reasons, one sentence each, the weightiest first, and what follows."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    override_reason: str | None = None
    outcome: Outcome = Outcome.ACCEPTED

    @property
    def accepts(self) -> bool:
        """Whether a push with this verdict is let in at once."""
        return self.outcome is Outcome.ACCEPTED


@dataclass(frozen=True, slots=True)
class _Claim:
    """One reason not to pass, and what it amounts to under the policy."""

    verdict: Verdict
    outcome: Outcome
    reason: str


def judge(examined: Examination, policy: Policy, *, override: str | None = None) -> Judgement:
    """Judge what the engine found; `override` lets through what would be held, with a warning.

    The weightiest reason decides over the verdict: a failure, then what could not be
    compared, then a warning. A single reason to refuse outweighs any that a review could settle.
    """
    claims = sorted(_claims(examined, policy), key=lambda claim: _WEIGHT.index(claim.verdict))
    if not claims:
        return Judgement(Verdict.PASS)
    outcome = max((claim.outcome for claim in claims), key=list(Outcome).index)
    judgement = Judgement(
        claims[0].verdict, tuple(claim.reason for claim in claims), outcome=outcome
    )
    if judgement.accepts or override is None:
        return judgement
    return replace(
        judgement, verdict=Verdict.WARN, override_reason=override, outcome=Outcome.ACCEPTED
    )


MOST_REASONS = 5  # one of each kind of claim
_WEIGHT = (Verdict.FAIL, Verdict.NOT_EVALUATED, Verdict.WARN)
# fmt: off
_BREAKS = {
    Stance.BLOCK:  (Verdict.FAIL,          Outcome.REFUSED),
    Stance.REVIEW: (Verdict.FAIL,          Outcome.REVIEW),
    Stance.WARN:   (Verdict.WARN,          Outcome.ACCEPTED),
}
_UNKNOWN = {
    Stance.BLOCK:  (Verdict.NOT_EVALUATED, Outcome.REFUSED),
    Stance.REVIEW: (Verdict.NOT_EVALUATED, Outcome.REVIEW),
    Stance.WARN:   (Verdict.WARN,          Outcome.ACCEPTED),
}
_RISKS = dict.fromkeys((Stance.BLOCK, Stance.REVIEW, Stance.WARN), (Verdict.WARN, Outcome.ACCEPTED))
# fmt: on


def _claims(examined: Examination, policy: Policy) -> Iterator[_Claim]:
    """Every reason not to pass, with what it amounts to under the policy."""
    counted = examined.counted
    # fmt: off
    table = (
        (counted.breaking, _BREAKS,  policy.breaking, "breaking change"),
        (counted.invalid,  _BREAKS,  policy.invalid,  "error in the document"),
        (counted.lint,     _BREAKS,  policy.lint,     "error by the rulesets"),
        (examined.gaps,    _UNKNOWN, policy.breaking, "part that could not be compared"),
        (counted.risky,    _RISKS,   policy.breaking, "risky change"),
    )
    # fmt: on
    for count, meaning, stance, thing in table:
        if count and stance in meaning:
            yield _Claim(*meaning[stance], f"{count} {_plural(thing) if count > 1 else thing}")


def _plural(thing: str) -> str:
    head, space, rest = thing.partition(" ")
    if head in ("error", "part"):
        return f"{head}s{space}{rest}"
    return f"{thing}s"
