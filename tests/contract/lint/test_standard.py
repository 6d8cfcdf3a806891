"""The rulesets of several levels together: each may tighten, and none loosens another."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import documents
from decant.contract import Document, Severity, read
from decant.contract.lint.ruleset import RECOMMENDED
from decant.contract.lint.standard import Adopted, Level, Standard

if TYPE_CHECKING:
    from collections.abc import Mapping

RULE = "operation-description"
HOUSE = b"""\
rules:
  titled: {given: "$.info", then: {field: x-owner, function: truthy}, severity: error}
"""
RANKS = {None: 0, Severity.INFO: 1, Severity.WARNING: 2, Severity.ERROR: 3}
LEVELS = st.builds(
    Level,
    st.lists(
        st.builds(Adopted, st.sampled_from(["oas", "owasp", "practices/public"])), max_size=2
    ).map(tuple),
    st.dictionaries(
        st.sampled_from([RULE, "info-contact", "sp-429-documented"]),
        st.sampled_from([None, *Severity]),
        max_size=2,
    ),
)


@pytest.fixture(scope="module")
def document() -> Document:
    """Its one operation has no description."""
    tree = copy.deepcopy(documents.petstore())
    for item in tree["paths"].values():
        for operation in item.values():
            operation.pop("description", None)
    return read({"openapi.json": orjson.dumps(tree)})


def severities(standard: Standard, document: Document) -> dict[str, Severity]:
    """How grave each rule's findings are."""
    return {ruled.finding.rule: ruled.finding.severity for ruled in standard.judge(document)}


def binding(*levels: Level) -> Mapping[str, Severity | None]:
    return Standard.of(levels).binding.severities


def test_where_nobody_adopts_anything_the_recommended_rules_hold() -> None:
    assert binding() == RECOMMENDED.severities
    assert binding(Level(), Level()) == RECOMMENDED.severities


def test_what_nobody_insists_on_may_be_switched_off(document: Document) -> None:
    quiet = Standard.of([Level(severities={RULE: None})])

    assert RULE in severities(Standard.of([]), document)
    assert RULE not in severities(quiet, document)


def test_what_a_level_insists_on_no_other_switches_off(document: Document) -> None:
    org = Level(severities={RULE: Severity.ERROR})
    api = Level(severities={RULE: None})

    assert severities(Standard.of([org, api]), document)[RULE] is Severity.ERROR
    assert severities(Standard.of([api, org]), document)[RULE] is Severity.ERROR


def test_a_pack_that_one_level_adopts_is_not_softened_by_another(document: Document) -> None:
    org = Level((Adopted("oas"),))
    api = Level((Adopted("oas"),), {RULE: Severity.INFO})

    assert severities(Standard.of([org, api]), document)[RULE] is Severity.WARNING
    assert severities(Standard.of([api]), document)[RULE] is Severity.INFO


def test_a_ruleset_on_trial_is_told_apart_from_what_counts(document: Document) -> None:
    counts = Level((Adopted("recommended"),))
    trial = Level((Adopted("owasp", is_report_only=True),))

    ruled = Standard.of([counts, trial]).judge(document)

    tried = {one.finding.rule for one in ruled if one.is_report_only}
    counted = {one.finding.rule for one in ruled if not one.is_report_only}
    assert tried
    assert all(rule.startswith("owasp:") for rule in tried)
    assert counted
    assert tried.isdisjoint(counted)


def test_what_also_counts_is_not_only_on_trial(document: Document) -> None:
    trial = Level((Adopted("oas", is_report_only=True),))
    counts = Level((Adopted("oas"),))

    ruled = Standard.of([trial, counts]).judge(document)

    assert not any(one.is_report_only for one in ruled)


def test_a_teams_own_rules_are_heard_as_grave_as_their_level_says(document: Document) -> None:
    house = Adopted("house@1", {"house.yaml": HOUSE}, "house.yaml")

    as_written = Standard.of([Level((house,))])
    softened = Standard.of([Level((house,), {"titled": Severity.INFO})])
    silenced = Standard.of([Level((house,), {"titled": None})])

    assert severities(as_written, document)["titled"] is Severity.ERROR
    assert severities(softened, document)["titled"] is Severity.INFO
    assert "titled" not in severities(silenced, document)


def test_what_is_wrong_with_a_ruleset_is_told() -> None:
    broken = Adopted("house@1", {"house.yaml": b"rules: {a: {given: 1}}\n"}, "house.yaml")

    assert Standard.of([Level((broken,))]).problems
    assert Standard.of([Level((Adopted("oas"),))]).problems == ()


@settings(max_examples=100, deadline=None)
@given(st.lists(LEVELS, min_size=1, max_size=3), LEVELS)
def test_one_more_level_lowers_no_severity_that_another_insists_on(
    levels: list[Level], further: Level
) -> None:
    before, after = binding(*levels), binding(*levels, further)

    insisted = {rule for level in levels for rule in level.severities}
    if any(level.rulesets for level in levels):
        insisted |= before.keys()
    for rule in insisted:
        assert RANKS[after.get(rule)] >= RANKS[before.get(rule)]


@settings(max_examples=100, deadline=None)
@given(st.lists(LEVELS, max_size=3))
def test_the_order_of_levels_makes_no_difference_to_severities(levels: list[Level]) -> None:
    def said(ordered: list[Level]) -> Any:
        return {rule: severity for rule, severity in binding(*ordered).items() if severity}

    assert said(levels) == said(levels[::-1])


@settings(max_examples=50, deadline=None)
@given(st.lists(LEVELS, max_size=3), st.lists(LEVELS, max_size=3))
def test_equal_standards_have_one_digest_and_others_another(
    one: list[Level], other: list[Level]
) -> None:
    digests = Standard.of(one).digest, Standard.of(other).digest

    assert (digests[0] == digests[1]) is (one == other)
