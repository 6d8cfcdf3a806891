"""Every rule has a reason, a way out, and cases that show it complaining and content."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest

from decant.contract.explanations.cases import LINT, VALIDATION, Case, cases_of, file_of, judged
from decant.contract.explanations.rule_pages import as_markdown, as_text, samples
from decant.contract.explanations.rules import (
    explain_rule,
    reason_of,
    rule_areas,
    rule_names,
    weights_of,
)
from decant.contract.lint.packs import JUDGED_BY_VALIDATION, PACKS, RESTATES
from decant.contract.lint.rule import BUILT_IN
from decant.contract.validate.semantics import SEMANTICS

RULES = rule_names()


def has_cases(name: str) -> bool:
    folder = resources.files(LINT if name in BUILT_IN else VALIDATION).joinpath("cases")
    return folder.joinpath(file_of(name)).is_file()


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(name, case, id=f"{name}-{number}")
        for name in filter(has_cases, RULES)
        for number, case in enumerate(getattr(cases_of(name), kind))
    ]


@pytest.mark.parametrize(("name", "case"), cases("fails"))
def test_a_rule_complains_at_the_place_of_the_fault(name: str, case: Case) -> None:
    found = judged(name, case)

    assert sorted(finding.location.pointer for finding in found) == sorted(case.at)
    assert case.says in " ".join(finding.message for finding in found)
    assert {finding.rule for finding in found} == {name}
    assert all(finding.hint and finding.message.endswith((".", "?")) for finding in found)


@pytest.mark.parametrize(("name", "case"), cases("passes"))
def test_a_rule_is_content_where_there_is_no_fault(name: str, case: Case) -> None:
    found = judged(name, case)

    assert found == ()


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_why_and_what_to_do_and_is_shown_failing_and_passing(name: str) -> None:
    rationale, hint = reason_of(name)

    assert len(rationale) > 30, f"{name} gives no reason"
    assert hint.endswith((".", "?")), f"{name} does not say what to do"
    assert has_cases(name), f"there is no {file_of(name)}"
    assert cases_of(name).fails, f"{file_of(name)} shows no failing document"
    assert cases_of(name).passes, f"{file_of(name)} shows no passing document"


@pytest.mark.parametrize("name", RULES)
def test_an_explanation_has_all_that_a_reader_asks_for(name: str) -> None:
    told = explain_rule(name)

    assert (told.rationale, told.fix) == reason_of(name)
    assert told.found
    assert told.area
    assert told.dialects
    assert told.origin
    assert told.packs or name in set(BUILT_IN) - set().union(*PACKS.values())


@pytest.mark.parametrize("name", RULES)
def test_a_page_shows_what_fails_and_what_passes(name: str) -> None:
    told = explain_rule(name)
    (_, failing), (_, passing) = samples(told)

    assert failing != passing
    for page in (as_text(told), as_markdown(told)):
        assert name in page
        assert told.rationale in page
        assert told.fix in page
        assert told.found[0].message in page
    assert f"```yaml\n{failing}```" in as_markdown(told)
    assert f"```yaml\n{passing}```" in as_markdown(told)


def test_a_rule_weighs_what_each_pack_says() -> None:
    weights = {weighed.pack: weighed.severity.value for weighed in weights_of("array-items")}

    assert weights == {"recommended": "warning", "oas": "error", "oas/all": "error"}
    assert "error in oas and oas/all, warning in recommended" in as_text(
        explain_rule("array-items")
    )


def test_a_rule_names_those_that_ask_the_same() -> None:
    bounded, limited = map(explain_rule, ("sp-array-bounded", "owasp:api4:2023-array-limit"))

    assert bounded.restates == RESTATES["sp-array-bounded"]
    assert limited.restated_by == ("sp-array-bounded",)
    assert "in Spectral's OWASP ruleset" in limited.origin
    assert "It asks what owasp:api4:2023-array-limit asks" in as_text(bounded)
    assert "Where sp-array-bounded complains as well" in as_markdown(limited)


def test_what_validation_says_in_place_of_spectral_is_explained_as_well() -> None:
    explained = {name for name in JUDGED_BY_VALIDATION.values() if explain_rule(name)}

    assert explained == set(JUDGED_BY_VALIDATION.values())


def test_each_rule_is_about_one_thing() -> None:
    listed = [name for _, names in rule_areas() for name in names]

    assert sorted(listed) == sorted(RULES)


def test_the_rules_of_a_pack_are_those_it_weighs() -> None:
    assert set(rule_names("owasp")) == set(PACKS["owasp"])


def test_no_case_is_left_behind_by_a_rule_that_is_gone() -> None:
    for folder in (LINT, VALIDATION):
        files = {file.name for file in resources.files(folder).joinpath("cases").iterdir()}

        assert files <= {file_of(name) for name in RULES}


def test_lint_and_validation_share_no_id() -> None:
    shared = set(BUILT_IN) & set(SEMANTICS)

    assert shared == set()
