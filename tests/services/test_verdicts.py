"""What a policy makes of what was found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from decant.pool import Counted, Examination, Facts
from decant.services import verdicts
from decant.services.levels import Policy, Stance
from decant.services.verdicts import Outcome, Verdict

FLAWLESS = Examination(
    facts=Facts("sha256:1", "sha256:2", "3.1", "a.yaml", "A", "1", 1, 10, 0),
    engine="1",
    findings={"error": 0, "warning": 3, "info": 1},
    changes={"breaking": 0, "risky": 0, "safe": 4, "docs": 2},
    gaps=0,
    counted=Counted(),
    score={},
    required_bump="minor",
    manifest="m",
    text="t",
    operations="o",
    report="r",
    bundled=None,
    blobs=(),
)
ERROR = replace(FLAWLESS, counted=Counted(invalid=2))
LINT = replace(FLAWLESS, counted=Counted(lint=1))
BREAKING = replace(FLAWLESS, counted=Counted(breaking=1, risky=2))
RISKY = replace(FLAWLESS, counted=Counted(risky=1))
GAPS = replace(FLAWLESS, gaps=2)


def test_what_is_safe_passes_without_a_reason() -> None:
    judgement = verdicts.judge(FLAWLESS, Policy(invalid=Stance.BLOCK))

    assert (judgement.verdict, judgement.reasons) == (Verdict.PASS, ())


# fmt: off
@pytest.mark.parametrize(("found", "stance", "verdict"), [
    (BREAKING, Stance.BLOCK,  Verdict.FAIL),
    (BREAKING, Stance.REVIEW, Verdict.FAIL),
    (BREAKING, Stance.WARN,   Verdict.WARN),
    (BREAKING, Stance.ALLOW,  Verdict.PASS),
    (GAPS,     Stance.BLOCK,  Verdict.NOT_EVALUATED),
    (GAPS,     Stance.REVIEW, Verdict.NOT_EVALUATED),
    (GAPS,     Stance.WARN,   Verdict.WARN),
    (GAPS,     Stance.ALLOW,  Verdict.PASS),
    (RISKY,    Stance.BLOCK,  Verdict.WARN),
    (RISKY,    Stance.REVIEW, Verdict.WARN),
    (RISKY,    Stance.WARN,   Verdict.WARN),
    (RISKY,    Stance.ALLOW,  Verdict.PASS),
])
def test_the_stance_on_breaking_changes_decides_over_changes(
    found: Examination, stance: Stance, verdict: Verdict
) -> None:
    assert verdicts.judge(found, Policy(breaking=stance)).verdict is verdict


# fmt: off
@pytest.mark.parametrize(("stance", "verdict"), [
    (Stance.BLOCK,  Verdict.FAIL),
    (Stance.REVIEW, Verdict.FAIL),
    (Stance.WARN,   Verdict.WARN),
    (Stance.ALLOW,  Verdict.PASS),
])
def test_the_stance_on_invalid_documents_decides_over_errors(
    stance: Stance, verdict: Verdict
) -> None:
    assert verdicts.judge(ERROR, Policy(invalid=stance)).verdict is verdict


# fmt: off
@pytest.mark.parametrize(("stance", "verdict"), [
    (Stance.BLOCK,  Verdict.FAIL),
    (Stance.REVIEW, Verdict.FAIL),
    (Stance.WARN,   Verdict.WARN),
    (Stance.ALLOW,  Verdict.PASS),
])
def test_the_stance_on_lint_decides_over_what_the_rulesets_call_an_error(
    stance: Stance, verdict: Verdict
) -> None:
    assert verdicts.judge(LINT, Policy(lint=stance)).verdict is verdict
    assert verdicts.judge(LINT, Policy(invalid=Stance.BLOCK)).verdict is Verdict.WARN


def test_what_was_found_and_has_no_say_decides_nothing() -> None:
    found = replace(
        FLAWLESS,
        findings={"error": 9, "warning": 0, "info": 0},
        changes={"breaking": 9, "risky": 9, "safe": 0, "docs": 0},
        counted=Counted(waived=18, debt=9),
    )

    judgement = verdicts.judge(found, Policy(invalid=Stance.BLOCK, lint=Stance.BLOCK))

    assert judgement.verdict is Verdict.PASS


def test_a_failure_weighs_more_than_what_could_not_be_compared() -> None:
    judgement = verdicts.judge(replace(BREAKING, gaps=2), Policy())

    assert judgement.verdict is Verdict.FAIL
    assert judgement.reasons == (
        "1 breaking change", "2 parts that could not be compared", "2 risky changes",
    )  # fmt: skip


def test_errors_are_counted_in_words() -> None:
    found = replace(FLAWLESS, counted=Counted(invalid=2, lint=2))

    judgement = verdicts.judge(found, Policy())

    assert judgement.reasons == ("2 errors in the document", "2 errors by the rulesets")


@pytest.mark.parametrize("found", [BREAKING, GAPS])
def test_an_override_turns_a_refusal_into_a_warning_and_keeps_its_reason(
    found: Examination,
) -> None:
    judgement = verdicts.judge(found, Policy(), override="agreed")

    assert (judgement.verdict, judgement.override_reason) == (Verdict.WARN, "agreed")
    assert judgement.outcome is Outcome.ACCEPTED


def test_an_override_of_nothing_is_not_noted() -> None:
    judgement = verdicts.judge(RISKY, Policy(), override="agreed")

    assert judgement.override_reason is None


# fmt: off
@pytest.mark.parametrize(("found", "stance", "outcome"), [
    (BREAKING, Stance.BLOCK,  Outcome.REFUSED),
    (BREAKING, Stance.REVIEW, Outcome.REVIEW),
    (BREAKING, Stance.WARN,   Outcome.ACCEPTED),
    (GAPS,     Stance.BLOCK,  Outcome.REFUSED),
    (GAPS,     Stance.REVIEW, Outcome.REVIEW),
    (RISKY,    Stance.BLOCK,  Outcome.ACCEPTED),
])
def test_the_stance_says_what_becomes_of_a_push(
    found: Examination, stance: Stance, outcome: Outcome
) -> None:
    judgement = verdicts.judge(found, Policy(breaking=stance))

    assert judgement.outcome is outcome


def test_what_is_refused_for_one_reason_does_not_wait_for_another() -> None:
    policy = Policy(breaking=Stance.REVIEW, invalid=Stance.BLOCK)

    judgement = verdicts.judge(replace(FLAWLESS, counted=Counted(invalid=1, breaking=1)), policy)

    assert judgement.outcome is Outcome.REFUSED
