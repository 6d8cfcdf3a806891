"""What counts of what was found: the new, and what nobody agreed to let pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decant.contract.diff.change import Change, Effect, Level, Polarity
from decant.contract.findings import Finding, Location, Severity
from decant.contract.gating import Fault, Waiver, gate, in_file_of, news
from decant.contract.suppressions import fingerprint_of

if TYPE_CHECKING:
    from random import Random


def found(
    rule: str = "tags", pointer: str = "/info", message: str = "It is wrong.", file: str = "a.yaml"
) -> Finding:
    return Finding(rule, Severity.ERROR, message, Location(pointer, file, 3, 1))


REMOVED = Change(
    kind="property-removed",
    effect=Effect.NARROWS,
    polarity=Polarity.OUTPUT,
    severity=Level.BREAKING,
    message="It is gone.",
    older=Location("/components/schemas/Pet/properties/tag", "a.yaml"),
    newer=None,
    before={},
    after=None,
    fingerprint="0123456789abcdef",
)

findings = st.lists(
    st.builds(
        found,
        rule=st.sampled_from(["tags", "paths"]),
        pointer=st.sampled_from(["/info", "/paths/~1a/get/parameters/0", "/tags/1"]),
        message=st.sampled_from(["It is wrong.", "It is odd."]),
    ),
    max_size=12,
)


@given(findings)
def test_a_document_has_nothing_new_against_itself(some: list[Finding]) -> None:
    assert not any(news(some, some))


@given(findings)
def test_without_a_base_everything_is_new(some: list[Finding]) -> None:
    assert all(news(some, []))


@given(findings, findings)
def test_there_is_as_much_debt_as_the_base_has_of_the_same(
    some: list[Finding], base: list[Finding]
) -> None:
    def same(of: list[Finding]) -> Counter[tuple[str, str]]:
        return Counter((each.rule, each.location.pointer) for each in of)

    new = news(some, base)

    debt = [each for each, is_new in zip(some, new, strict=True) if not is_new]
    assert len(debt) >= (same(some) & same(base)).total()
    assert len(debt) <= len(base)


@given(findings, findings, st.randoms(use_true_random=False))
def test_the_order_in_which_things_were_found_changes_no_count(
    some: list[Finding], base: list[Finding], chance: Random
) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)

    assert sum(news(some, base)) == sum(news(shuffled, list(reversed(base))))


@given(findings, findings)
def test_one_fault_more_is_one_more_that_is_new(some: list[Finding], base: list[Finding]) -> None:
    other = found(rule="servers")

    assert sum(news([*some, other], base)) == sum(news(some, base)) + 1


def test_where_the_same_fault_came_twice_the_one_with_other_words_is_new() -> None:
    known, other = found(message="It is wrong."), found(message="It is odd.")

    assert news([other, known], [known]) == [True, False]


def test_a_fault_whose_words_or_lines_changed_is_not_new() -> None:
    known = found(message="3 more tags.")
    again = Finding("tags", Severity.ERROR, "4 more tags.", Location("/info", "a.yaml", 99, 5))

    assert news([again], [known]) == [False]


def test_a_fault_that_moved_in_a_list_is_not_new() -> None:
    known = found(pointer="/paths/~1a/get/parameters/0/schema")
    moved = found(pointer="/paths/~1a/get/parameters/1/schema")

    assert news([moved], [known]) == [False]


def test_a_fault_under_another_status_is_new() -> None:
    known = found(pointer="/paths/~1a/get/responses/200")
    other = found(pointer="/paths/~1a/get/responses/404")

    assert news([other], [known]) == [True]


def test_what_the_base_did_not_list_makes_up_for_as_many() -> None:
    base = [found(pointer="/0"), found(message="2 more like these are not listed, from here on.")]
    unlisted = [found(pointer=f"/{number}") for number in range(1, 4)]

    assert news(unlisted[:2], base) == [False, False]
    assert sum(news(unlisted, base)) == 1


@pytest.mark.parametrize(("count", "is_new"), [(2, False), (3, False), (4, True)])
def test_more_that_is_not_listed_than_before_is_new(count: int, *, is_new: bool) -> None:
    base = [found(message="3 more like these are not listed, from here on.")]
    again = found(message=f"{count} more like these are not listed, from here on.")

    assert news([again], base) == [is_new]


def test_a_root_file_with_another_name_makes_nothing_new() -> None:
    base = in_file_of([found(file="openapi.json"), found(file="pets.json")], "openapi.json", "a")

    assert news([found(file="a"), found(file="pets.json")], base) == [False, False]


def passed(finding: Finding, waiver: Waiver) -> bool:
    (gated,) = gate([Fault(finding)], waivers=[waiver]).findings
    return gated.waiver is not None


# fmt: off
@pytest.mark.parametrize("waiver", [
    Waiver("1", rule="tags"),
    Waiver("1", fingerprint=fingerprint_of(found())),
    Waiver("1", rule="tags", pointer="/info"),
    Waiver("1", rule="tags", pointer="/*"),
    Waiver("1", rule="tags", pointer="a.yaml#/info"),
])
def test_a_waiver_lets_pass_what_it_names(waiver: Waiver) -> None:
    assert passed(found(), waiver)


# fmt: off
@pytest.mark.parametrize("waiver", [
    Waiver("1", rule="servers"),
    Waiver("1", fingerprint="0" * 16),
    Waiver("1", rule="tags", pointer="/inf"),
    Waiver("1", rule="tags", pointer="/info/title"),
    Waiver("1", rule="tags", pointer="b.yaml#/info"),
    Waiver("1", rule="servers", fingerprint=fingerprint_of(found())),
])
def test_a_waiver_lets_nothing_else_pass(waiver: Waiver) -> None:
    assert not passed(found(), waiver)


def test_a_waiver_with_a_place_does_not_cover_what_is_below_it() -> None:
    waiver = Waiver("1", rule="tags", pointer="/paths/~1a")

    assert not passed(found(pointer="/paths/~1a/get"), waiver)
    assert passed(found(pointer="/paths/~1a/get"), replace(waiver, pointer="/paths/~1a/**"))


@pytest.mark.parametrize(
    "waiver",
    [
        Waiver("1", rule="property-removed"),
        Waiver("1", fingerprint=REMOVED.fingerprint),
        Waiver("1", rule="property-removed", pointer="/components/schemas/Pet/**"),
    ],
)
def test_a_change_is_waived_by_its_kind_its_fingerprint_and_either_of_its_places(
    waiver: Waiver,
) -> None:
    passage = gate([], [REMOVED], waivers=[waiver])

    assert passage.waived == ("1",)
    assert passage.used == frozenset({"1"})
    assert not passage.unused


def test_a_waiver_that_let_nothing_pass_is_told() -> None:
    waivers = [Waiver("1", rule="tags"), Waiver("2", rule="tags"), Waiver("3", rule="servers")]

    passage = gate([Fault(found())], [REMOVED], waivers=waivers)

    assert passage.findings[0].waiver == "1"
    assert passage.used == frozenset({"1"})
    assert passage.unused == ("2", "3")


def test_what_counts_is_an_error_that_is_new_in_earnest_and_not_waived() -> None:
    warning = replace(found("paths"), severity=Severity.WARNING)
    faults = [
        Fault(found("tags")),
        Fault(found("known")),
        Fault(found("waived")),
        Fault(found("tried"), is_lint=True, is_report_only=True),
        Fault(warning),
    ]

    passage = gate(faults, base=[found("known")], waivers=[Waiver("1", rule="waived")])

    new = [gated.fault.finding.rule for gated in passage.findings if gated.counts(new_only=True)]
    all_ = [gated.fault.finding.rule for gated in passage.findings if gated.counts(new_only=False)]
    assert new == ["tags"]
    assert all_ == ["tags", "known"]
