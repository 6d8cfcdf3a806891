"""What a policy makes of an examined document: may it pass, and why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from decant.services.policies import Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.pool import Examination
    from decant.services.policies import Policy


class Verdict(StrEnum):
    """What a check says; only the first two let a push through."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    WARN = "warn"
    FAIL = "fail"
    NOT_EVALUATED = "not_evaluated"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reasons, one sentence each, the weightiest first."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    override_reason: str | None = None

    @property
    def refuses(self) -> bool:
        """Whether a push with this verdict is refused."""
        return self.verdict in (Verdict.FAIL, Verdict.NOT_EVALUATED)


def judge(examined: Examination, policy: Policy, *, override: str | None = None) -> Judgement:
    """Judge what the engine found; `override` lets through what would be refused, with a warning.

    The weightiest reason decides: a failure, then what could not be compared, then a warning.
    """
    claims = sorted(_claims(examined, policy), key=lambda claim: _WEIGHT.index(claim[0]))
    if not claims:
        return Judgement(Verdict.PASS)
    judgement = Judgement(claims[0][0], tuple(reason for _, reason in claims))
    if judgement.refuses and override is not None:
        return replace(judgement, verdict=Verdict.WARN, override_reason=override)
    return judgement


_WEIGHT = (Verdict.FAIL, Verdict.NOT_EVALUATED, Verdict.WARN)
_BREAKS = {Stance.BLOCK: Verdict.FAIL, Stance.WARN: Verdict.WARN}
_UNKNOWN = {Stance.BLOCK: Verdict.NOT_EVALUATED, Stance.WARN: Verdict.WARN}
_RISKS = {Stance.BLOCK: Verdict.WARN, Stance.WARN: Verdict.WARN}


def _claims(examined: Examination, policy: Policy) -> Iterator[tuple[Verdict, str]]:
    """Every reason not to pass, with what it amounts to under the policy."""
    # fmt: off
    table = (
        (examined.changes["breaking"], _BREAKS,  policy.breaking, "breaking change"),
        (examined.findings["error"],   _BREAKS,  policy.invalid,  "error in the document"),
        (examined.gaps,                _UNKNOWN, policy.breaking, "part that could not be compared"),
        (examined.changes["risky"],    _RISKS,   policy.breaking, "risky change"),
    )
    # fmt: on
    for count, meaning, stance, thing in table:
        if count and stance in meaning:
            yield meaning[stance], f"{count} {_plural(thing) if count > 1 else thing}"


def _plural(thing: str) -> str:
    head, space, rest = thing.partition(" ")
    if head in ("error", "part"):
        return f"{head}s{space}{rest}"
    return f"{thing}s"
