"""What comes of the policies of all levels: the strictest of them, for each label."""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decant.contract import Profile
from decant.contract.diff.change import Effect, Polarity
from decant.contract.diff.change import Level as Weight
from decant.contract.diff.compatibility import judge
from decant.contract.diff.edits import Edit, Effects, Guard
from decant.contract.diff.kinds import KINDS
from decant.services.levels import (
    Adoption,
    Gravity,
    LabelStances,
    Level,
    Policy,
    Said,
    Stance,
    loosenings,
    policy_from_json,
    policy_json,
    strictest,
)

ALLOW, WARN, REVIEW, BLOCK = Stance
SERVER, ORG, API = Level.SERVER, Level.ORG, Level.API

said = st.builds(
    Said,
    breaking=st.none() | st.sampled_from(Stance),
    invalid=st.none() | st.sampled_from(Stance),
    lint=st.none() | st.sampled_from(Stance),
    profile=st.none() | st.sampled_from(Profile),
    new_only=st.none() | st.booleans(),
    four_eyes=st.none() | st.booleans(),
    rulesets=st.none() | st.just((Adoption("owasp"),)),
    severities=st.none() | st.dictionaries(st.sampled_from("ab"), st.sampled_from(Gravity)),
    labels=st.none()
    | st.lists(
        st.builds(
            LabelStances,
            st.sampled_from(["*", "pr-*", "main"]),
            breaking=st.none() | st.sampled_from(Stance),
        ),
        max_size=3,
    ).map(tuple),
)
all_said = st.dictionaries(st.sampled_from([SERVER, ORG, API]), said)


def test_nobody_says_anything_is_the_default() -> None:
    policy = strictest({}, "main")

    assert policy == Policy()
    assert (policy.breaking, policy.invalid, policy.lint) == (BLOCK, WARN, WARN)
    assert policy.rulesets == (Adoption("recommended"),)
    assert policy.adoptions[0][1] is Level.DEFAULT


def test_what_only_one_level_says_holds_even_if_it_is_looser_than_the_default() -> None:
    policy = strictest({API: Said(breaking=ALLOW, new_only=False)}, "main")

    assert (policy.breaking, policy.new_only) == (ALLOW, False)
    assert (policy.origin("breaking"), policy.origin("invalid")) == (API, Level.DEFAULT)


# fmt: off
@pytest.mark.parametrize(("name", "org", "api", "value", "origin"), [
    ("breaking",  BLOCK,           WARN,           BLOCK,          ORG),
    ("breaking",  WARN,            REVIEW,         REVIEW,         API),
    ("lint",      ALLOW,           None,           ALLOW,          ORG),
    ("new_only",  False,           True,           False,          ORG),
    ("four_eyes", True,            False,          True,           ORG),
    ("profile",   Profile.STRICT,  Profile.WIRE,   Profile.STRICT, ORG),
    ("profile",   Profile.STRICT,  Profile.SOURCE, Profile.SOURCE, API),
    ("profile",   Profile.SOURCE,  Profile.SOURCE, Profile.SOURCE, ORG),
])
def test_the_strictest_is_heard_with_who_said_it(
    name: str, org: Any, api: Any, value: Any, origin: Level
) -> None:
    levels = {ORG: Said(**{name: org}), API: Said(**{name: api})}

    policy = strictest(levels, "main")

    assert (getattr(policy, name), policy.origin(name)) == (value, origin)


def test_a_label_may_be_judged_more_loosely_by_who_says_so() -> None:
    org = Said(breaking=BLOCK, invalid=BLOCK, labels=(LabelStances("pr-*", breaking=WARN),))

    assert strictest({ORG: org}, "pr-17").breaking is WARN
    assert strictest({ORG: org}, "pr-17").invalid is BLOCK
    assert strictest({ORG: org}, "main").breaking is BLOCK


def test_of_the_patterns_of_a_level_the_first_that_matches_speaks() -> None:
    labels = (LabelStances("pr-1*", lint=ALLOW), LabelStances("pr-*", lint=BLOCK))

    policy = strictest({API: Said(labels=labels)}, "pr-17")

    assert policy.lint is ALLOW


def test_rulesets_add_up_and_of_a_rule_the_gravest_counts() -> None:
    org = Said(
        rulesets=(Adoption("oas"), Adoption("owasp", report_only=True)),
        severities={"a": Gravity.ERROR, "b": Gravity.INFO},
    )
    api = Said(
        rulesets=(Adoption("house@2"), Adoption("oas")),
        severities={"a": Gravity.OFF, "b": Gravity.WARNING},
    )

    policy = strictest({ORG: org, API: api}, "main")

    assert [each.ruleset for each in policy.rulesets] == ["oas", "owasp", "house@2"]
    assert policy.gravities == {"a": (Gravity.ERROR, ORG), "b": (Gravity.WARNING, API)}


@given(all_said, said, st.sampled_from(["main", "pr-1"]))
def test_one_more_level_never_loosens_what_others_say(
    levels: dict[Level, Said], more: Said, label: str
) -> None:
    others = {level: each for level, each in levels.items() if level is not API}

    before, after = strictest(others, label), strictest({**others, API: more}, label)

    for name in ("breaking", "invalid", "lint"):
        if before.origin(name) is not Level.DEFAULT:
            assert getattr(after, name).strictness >= getattr(before, name).strictness
    assert before.new_only or before.origin("new_only") is Level.DEFAULT or not after.new_only
    assert not before.four_eyes or after.four_eyes


@given(said, said)
def test_what_is_not_below_the_floor_is_heard_on_every_label_but_those_told_otherwise(
    org: Said, api: Said
) -> None:
    if any(loosenings(api, {ORG: org})):
        return

    policy = strictest({ORG: org, API: api}, "nothing-matches")

    for name in ("breaking", "invalid", "lint"):
        wanted = api.stance(name, "nothing-matches")
        named = {each.pattern for each in (*(org.labels or ()), *(api.labels or ()))}
        if wanted is not None and "*" not in named:
            assert getattr(policy, name) is wanted


@given(all_said, st.sampled_from(["main", "pr-1"]))
def test_a_policy_survives_being_written(levels: dict[Level, Said], label: str) -> None:
    policy = strictest(levels, label)

    assert policy_from_json(policy_json(policy)) == policy


# fmt: off
@pytest.mark.parametrize(("wanted", "at", "insisted"), [
    (Said(breaking=WARN),                                 "/breaking",          REVIEW),
    (Said(new_only=True),                                 "/new_only",          False),
    (Said(four_eyes=False),                               "/four_eyes",         True),
    (Said(profile=Profile.WIRE),                          "/profile",           Profile.STRICT),
    (Said(labels=(LabelStances("pr-*", breaking=ALLOW),)), "/labels/0/breaking", WARN),
    (Said(labels=(LabelStances("x", breaking=WARN),)),    "/labels/0/breaking", REVIEW),
])
def test_a_value_that_is_looser_than_above_is_named(
    wanted: Said, at: str, insisted: object
) -> None:
    org = Said(
        breaking=REVIEW, new_only=False, four_eyes=True, profile=Profile.STRICT,
        labels=(LabelStances("p*", breaking=WARN),),
    )  # fmt: skip

    found = list(loosenings(wanted, {ORG: org}))

    assert [(each.at, each.level, each.insisted) for each in found] == [(at, ORG, insisted)]


def test_what_is_as_strict_or_stricter_is_not_below_the_floor() -> None:
    org = Said(breaking=REVIEW, labels=(LabelStances("pr-*", breaking=ALLOW),))
    api = Said(breaking=BLOCK, labels=(LabelStances("pr-1*", breaking=ALLOW),))

    assert not list(loosenings(api, {ORG: org}))


@pytest.fixture(scope="module")
def weights() -> dict[Profile, list[int]]:
    """How every kind of change with every reason to weigh less weighs in each pair of eyes."""
    order = [Weight.DOCS, Weight.SAFE, Weight.RISKY, Weight.BREAKING]
    marks = list(chain.from_iterable(combinations(Guard, n) for n in range(3)))

    def weighed(profile: Profile) -> list[int]:
        return [
            order.index(
                judge(_edit(effect), kind, polarity, profile, marks=frozenset(held)).level
            )
            for effect, kind, polarity, held in product(Effect, KINDS.values(), Polarity, marks)
        ]

    return {profile: weighed(profile) for profile in Profile}


def _edit(effect: Effect) -> Edit:
    return Edit("x", Effects(effect, effect), None, None)


@pytest.mark.parametrize("stricter", [Profile.STRICT, Profile.SOURCE])
def test_every_profile_is_at_least_as_strict_as_the_wire(
    weights: dict[Profile, list[int]], stricter: Profile
) -> None:
    pairs = zip(weights[Profile.WIRE], weights[stricter], strict=True)

    assert all(wire <= other for wire, other in pairs)


def test_neither_of_the_other_two_profiles_is_stricter_than_the_other(
    weights: dict[Profile, list[int]],
) -> None:
    pairs = list(zip(weights[Profile.STRICT], weights[Profile.SOURCE], strict=True))

    assert any(strict > source for strict, source in pairs)
    assert any(strict < source for strict, source in pairs)
