"""Every kind of change can be explained, and what is said is what the engine says."""

from __future__ import annotations

import pytest

from decant.contract.diff import compare
from decant.contract.diff.change import Bump, Level, Polarity, Profile
from decant.contract.diff.kinds import KINDS
from decant.contract.explanations import Side, explain, kinds
from decant.contract.explanations.examples import examples
from decant.contract.explanations.pages import as_markdown, as_text, samples

HARMS = (Level.BREAKING, Level.RISKY)


def test_every_kind_has_an_example_and_nothing_else_has() -> None:
    assert set(examples()) == set(kinds()) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_shows_its_kind_and_no_other(kind: str) -> None:
    shown = {
        change.kind
        for older, newer in examples()[kind].pairs()
        for change in compare(older, newer, Profile.SOURCE).changes
    }

    assert shown - {kind} <= {"documentation-changed"}
    assert kind in shown


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_is_compared_to_its_end(kind: str) -> None:
    for older, newer in examples()[kind].pairs():
        assert not compare(older, newer).not_evaluated


@pytest.mark.parametrize("kind", KINDS)
def test_an_explanation_has_a_sentence_a_reason_and_a_way_out(kind: str) -> None:
    told = explain(kind)

    assert told.title
    assert told.sides
    assert all(side.sentence.strip() and "{" not in side.sentence for side in told.sides)
    assert told.why.strip()
    assert told.fix.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_what_harms_somebody_says_how_to_avoid_it(kind: str) -> None:
    for side in explain(kind).sides:
        assert bool(side.fix) == (side.worst in HARMS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_break_asks_for_a_major_version_under_every_profile_that_sees_it(kind: str) -> None:
    for side in explain(kind).sides:
        assert [weight.profile for weight in side.weights] == list(Profile)
        for weight in side.weights:
            assert (weight.bump is Bump.MAJOR) == (weight.level is Level.BREAKING)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_the_example_before_and_after(kind: str) -> None:
    told = explain(kind)
    (_, before), (_, after) = samples(told)

    assert before != after
    assert f"```yaml\n{before}```" in as_markdown(told)
    assert kind in as_text(told)


def side(kind: str, polarity: Polarity) -> Side:
    (found,) = [each for each in explain(kind).sides if each.polarity is polarity]
    return found


def test_the_two_sides_of_an_edit_weigh_differently() -> None:
    told = explain("property-became-required")

    assert told.levels == "breaking for input, safe for output"
    assert told.level is Level.BREAKING


def test_a_strict_reader_tolerates_less() -> None:
    weights = {w.profile: w for w in side("enum-value-added", Polarity.OUTPUT).weights}

    assert weights[Profile.WIRE].level is Level.RISKY
    assert weights[Profile.WIRE].guards == ("tolerant-reader",)
    assert weights[Profile.STRICT].level is Level.BREAKING


def test_what_only_sdks_see_says_so() -> None:
    told = explain("component-removed")

    assert [weight.level for weight in told.sides[0].weights] == [None, None, Level.BREAKING]
    assert "wire: not looked at" in as_text(told)
    assert told.level is Level.SAFE


def test_a_name_that_is_no_kind_cannot_be_explained() -> None:
    with pytest.raises(KeyError):
        explain("endpoint-vanished")
