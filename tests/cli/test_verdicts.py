"""What `decant check` and `decant push` tell beside findings and changes: debt, trials, scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cli.shell import PETS, PETS_INVALID, decant, lay
from decant.cli import verdicts

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

API = ("--api", "acme/petstore")
TITLED = (
    "rules: {titled: {given: $.info, then: {field: x-title, function: truthy}, severity: error}}"
)


def insist(ada: Person, **policy: Any) -> None:
    done = ada.put("/orgs/acme/policy", policy, headers={"If-Match": "*"})
    assert done.status_code == 200, done.text


@pytest.fixture(autouse=True)
def pushed(here: Path, as_ada: Person, petstore: ApiName) -> None:
    """A revision with faults, and documents that may follow it."""
    lay(here, {"api.yaml": PETS, "wrong.yaml": PETS_INVALID, "titled.yaml": TITLED})
    assert decant("push", "wrong.yaml", *API).code == 0


def test_debt_is_counted_and_not_listed(here: Path) -> None:
    again = PETS_INVALID.replace("tag: {type: string}", "tag: {type: string}, n: {}")
    lay(here, {"again.yaml": again})

    ran = decant("check", "again.yaml", *API)

    assert ran.code == 0
    assert "older findings not counted\n" in ran.out
    assert "listPets" not in ran.out


def test_debt_counts_where_the_policy_says_so(as_ada: Person) -> None:
    insist(as_ada, new_only=False, invalid="block")

    ran = decant("check", "wrong.yaml", *API)

    assert ran.code == 1
    assert "older" not in ran.out
    assert "error    " in ran.out


def test_tools_see_debt_as_what_was_there(here: Path) -> None:
    sarif = decant("check", "wrong.yaml", *API, "--format", "sarif").json
    junit = decant("check", "wrong.yaml", *API, "--format", "junit").out
    notes = decant("check", "wrong.yaml", *API, "--format", "markdown").out

    states = {result["baselineState"] for result in sarif["runs"][0]["results"]}
    assert states == {"unchanged"}
    assert 'failures="0"' in junit
    assert "<summary>Already there before this change</summary>" in notes


def test_what_rulesets_on_trial_find_is_told_apart(as_ada: Person) -> None:
    decant("ruleset", "push", "titled.yaml", "--org", "acme")
    insist(as_ada, lint="block", rulesets=[{"ruleset": "titled@1", "report_only": True}])

    ran = decant("check", "wrong.yaml", *API)
    github = decant("check", "wrong.yaml", *API, "--format", "github").out
    sarif = decant("check", "wrong.yaml", *API, "--format", "sarif").json

    assert ran.code == 0
    assert "Found by rulesets on trial, not counted\nwrong.yaml:" in ran.out
    assert "titled" not in github
    (tried,) = [r for r in sarif["runs"][0]["results"] if r["ruleId"] == "titled"]
    assert tried["level"] == "note"


def test_the_score_is_told_with_what_would_gain_most() -> None:
    ran = decant("check", "api.yaml", *API)

    lines = ran.out.splitlines()
    (number,) = [n for n, line in enumerate(lines) if line.startswith("score  ")]
    assert " of 100, grade " in lines[number]
    assert all(line.startswith(" " * 10) and "+" in line for line in lines[number + 1 : number + 4])


def test_a_hub_that_tells_less_is_understood() -> None:
    check: dict[str, Any] = {"counts": {"findings": {}}}

    assert verdicts.excuses(check) == {}
    assert verdicts.debt_in_words(check) == ""
    assert list(verdicts.score_lines(check)) == []
