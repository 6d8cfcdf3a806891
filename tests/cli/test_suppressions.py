"""The suppressions of decant.yaml: they hold where they say, with a reason, and never silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cli.shell import PETS, PETS_BREAKING, PETS_INVALID, Ran, decant, lay

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

LIMIT = """\
suppressions:
  - rule: parameter-became-required
    pointer: /paths/~1pets/get/parameters/0
    reason: Every client sends it.
"""
TWINS = """\
suppressions:
  - rule: operation-operationId-unique
    pointer: /paths
    reason: The cats move out next week.
    expires: "2999-01-01"
"""


@pytest.fixture(autouse=True)
def documents(here: Path) -> None:
    """A document, one that breaks its clients, and one that is not valid."""
    lay(here, {"old.yaml": PETS, "new.yaml": PETS_BREAKING, "invalid.yaml": PETS_INVALID})


def test_a_suppressed_break_lets_it_go_out_and_is_told_with_its_reason(here: Path) -> None:
    lay(here, {"decant.yaml": LIMIT})

    ran = decant("breaking", "old.yaml", "new.yaml")

    assert ran.code == 0
    heading, change, reason, place, _, total = ran.out.splitlines()
    assert heading == "Suppressed"
    assert "`limit`" in change
    assert reason.strip() == "because  Every client sends it."
    assert place.strip() == "at   old.yaml:8:11 → new.yaml:8:36  parameter-became-required"
    assert total == "none: no changes that count · asks for a major release · 1 suppressed"


def test_a_fingerprint_is_enough(here: Path) -> None:
    told = decant("diff", "old.yaml", "new.yaml", "--format", "json").json
    mark = told["changes"][0]["fingerprint"]
    lay(here, {"decant.yaml": f"suppressions: [{{fingerprint: '{mark}', reason: It is fine.}}]\n"})

    assert decant("breaking", "old.yaml", "new.yaml").code == 0


def test_programs_see_what_is_suppressed_and_why(here: Path) -> None:
    lay(here, {"decant.yaml": LIMIT})

    said = decant("breaking", "old.yaml", "new.yaml", "--format", "json").json

    assert (said["verdict"], said["suppressed"]) == ("none", 1)
    assert said["required_bump"] == "major"
    (suppression,) = said["changes"][0]["suppressions"]
    assert suppression["reason"] == "Every client sends it."
    assert suppression["written"] == "decant.yaml:2:5"


def test_scanners_see_it_too(here: Path) -> None:
    lay(here, {"decant.yaml": LIMIT})

    said = decant("breaking", "old.yaml", "new.yaml", "--format", "sarif").json

    (result,) = said["runs"][0]["results"]
    assert result["suppressions"][0]["justification"] == "Every client sends it."


def test_one_that_has_ended_does_not_hold_and_is_told(here: Path) -> None:
    lay(here, {"decant.yaml": f"{LIMIT}    expires: '2020-12-31'\n"})

    ran = decant("breaking", "old.yaml", "new.yaml")

    assert ran.code == 1
    assert "ended on 2020-12-31, and does not hold any more" in ran.out
    assert "at   decant.yaml:2:5" in ran.out


def test_one_that_nothing_matches_is_told(here: Path) -> None:
    lay(here, {"decant.yaml": LIMIT})

    ran = decant("breaking", "old.yaml", "old.yaml")

    assert ran.code == 0
    assert "Suppressions without use" in ran.out
    assert "parameter-became-required /paths/~1pets/get/parameters/0: nothing matches" in ran.out


def test_one_about_changes_says_nothing_where_there_are_none(here: Path) -> None:
    lay(here, {"decant.yaml": LIMIT})

    assert "Suppressions" not in decant("validate", "old.yaml").out


def test_a_suppressed_error_makes_a_document_valid_enough(here: Path) -> None:
    lay(here, {"decant.yaml": TWINS})

    ran = decant("validate", "invalid.yaml")

    assert ran.code == 0
    assert "because  The cats move out next week. (until 2999-01-01)" in ran.out
    assert "invalid.yaml is valid: no findings · 1 suppressed · Pets" in ran.out


def test_a_suppressed_finding_is_marked_in_json(here: Path) -> None:
    lay(here, {"decant.yaml": TWINS})

    said = decant("validate", "invalid.yaml", "--format", "json").json

    assert said["passes"] is True
    assert said["counts"]["error"] == 0
    assert said["findings"][0]["suppressions"][0]["expires"] == "2999-01-01"


def test_a_lint_rule_is_suppressed_in_its_place_only(here: Path) -> None:
    rule = "{rule: info-contact, pointer: /info, reason: It is a demo.}"
    lay(here, {"decant.yaml": f"suppressions: [{rule}]\n"})

    said = decant("lint", "old.yaml", "--format", "json").json

    suppressed = [each["rule"] for each in said["findings"] if each["suppressions"]]
    assert suppressed == ["info-contact"]
    assert said["suppressed"] == 1


def refused_at_the_hub(here: Path, *arguments: str) -> Ran:
    decant("push", "old.yaml", "--api", "acme/petstore", "--no-vcs")
    lay(here, {"decant.yaml": LIMIT})
    return decant(*arguments, "new.yaml", "--api", "acme/petstore", "--no-vcs")


def test_a_check_passes_here_what_the_team_lives_with_and_says_what_the_hub_said(
    here: Path, as_ada: Person, petstore: ApiName
) -> None:
    ran = refused_at_the_hub(here, "check")

    assert ran.code == 0
    assert "fail: 1 breaking change" in ran.out
    assert ran.out.splitlines()[-1] == (
        "it passes here: 1 suppressed by decant.yaml; the hub itself said fail"
    )


def test_a_check_tells_programs_what_the_team_lives_with(
    here: Path, as_ada: Person, petstore: ApiName
) -> None:
    said = refused_at_the_hub(here, "check", "--format", "json").json

    assert said["verdict"] == "fail"
    assert said["here"]["outcome"] == "pass"
    (change,) = said["here"]["suppressed_changes"]
    assert change["suppressions"][0]["reason"] == "Every client sends it."


@pytest.mark.parametrize(("new_only", "code"), [(True, 0), (False, 1)])
def test_a_check_passes_here_with_errors_that_the_hub_does_not_count(
    here: Path, as_ada: Person, petstore: ApiName, *, new_only: bool, code: int
) -> None:
    decant("push", "old.yaml", "--api", "acme/petstore", "--no-vcs")
    policy = {"lint": "block", "new_only": new_only, "severities": {"info-contact": "error"}}
    as_ada.put(f"/orgs/acme/apis/{petstore.api}/policy", policy, headers={"If-Match": "*"})
    lay(here, {"decant.yaml": LIMIT})

    ran = decant("check", "new.yaml", "--api", "acme/petstore", "--no-vcs")

    assert ran.code == code


def test_a_push_is_let_in_by_the_hub_alone(here: Path, as_ada: Person, petstore: ApiName) -> None:
    ran = refused_at_the_hub(here, "push")

    assert ran.code == 1
    assert "acme/petstore stays as it is" in ran.out


def test_a_check_that_breaks_more_than_is_suppressed_does_not_pass(
    here: Path, as_ada: Person, petstore: ApiName
) -> None:
    lay(here, {"new.yaml": PETS_BREAKING.replace("tag: {type: string}", "tag: {type: integer}")})

    ran = refused_at_the_hub(here, "check")

    assert ran.code == 1
    assert "it does not pass here: 1 suppressed" in ran.out


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{rule: a, pointer: /a}", "decant.yaml:1:16: this suppression has no reason"),
        ("{reason: r}", "decant.yaml:1:16: this suppression does not say of what"),
        ("{rule: a, reason: r}", "does not say of what"),
        ("{rule: a, pointer: '', reason: r}", "decant.yaml:1:26: 'pointer' must be a text"),
        ("{rule: a, pointer: a, reason: r}", "'pointer' must be a JSON pointer"),
        ("{rule: a, pointer: /a, reason: ' '}", "'reason' must be a text"),
        ("{fingerprint: xyz, reason: r}", "'fingerprint' must be 16 hex digits"),
        ("{rule: a, pointer: /a, reason: r, expires: soon}", "'expires' must be a day"),
        ("{rule: a, pointer: /a, reason: r, expires: 2026-02-30}", "'expires' must be a day"),
        ("{rule: a, pointer: /a, reason: r, owner: ada}", "a suppression has no 'owner'"),
        ("just text", "decant.yaml:1:16: a suppression is a mapping"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error_with_its_place(
    here: Path, entry: str, words: str
) -> None:
    lay(here, {"decant.yaml": f"suppressions: [{entry}]\n"})

    ran = decant("breaking", "old.yaml", "new.yaml")

    assert ran.code == 2
    assert words in ran.err


def test_they_are_a_list(here: Path) -> None:
    lay(here, {"decant.yaml": "suppressions: none\n"})

    ran: Any = decant("breaking", "old.yaml", "new.yaml")

    assert ran.code == 2
    assert "'suppressions' must be a list" in ran.err
