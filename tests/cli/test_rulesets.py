"""`decant lint --ruleset FILE`: a team's own rules, on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.shell import PETS, decant, lay

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
extends: rules/base.yaml
rules:
  titled: error
"""
BASE = """
rules:
  titled: {given: $.info, then: {field: x-title, function: truthy}, message: Say the title.}
  quiet: {given: $.info, then: {field: x-quiet, function: truthy}, recommended: false}
"""


def test_a_document_is_judged_by_the_ruleset_and_by_nothing_else(here: Path) -> None:
    lay(here, {"specs/api.yaml": PETS, ".spectral.yaml": RULES, "rules/base.yaml": BASE})

    ran = decant("lint", "specs/api.yaml", "--ruleset", ".spectral.yaml", "--format", "json")

    assert ran.code == 1
    assert [finding["rule"] for finding in ran.json["findings"]] == ["titled"]
    assert ran.json["findings"][0]["message"] == "Say the title."


def test_what_is_wrong_in_a_ruleset_is_told_by_its_own_line(here: Path) -> None:
    scripted = "rules:\n  a:\n    given: $\n    then:\n      function: mine\n"
    lay(here, {"specs/api.yaml": PETS, "style/.spectral.yaml": scripted})

    ran = decant("lint", "specs/api.yaml", "--ruleset", "style/.spectral.yaml")

    assert ran.code == 1
    assert "style/.spectral.yaml:5:7" in ran.out
    assert "no JavaScript" in ran.out


def test_overrides_mean_files_by_their_way_from_the_ruleset(here: Path) -> None:
    rules = RULES.replace("rules/", "") + "overrides: [{files: ['old/**'], rules: {titled: off}}]\n"
    lay(here, {"old/api.yaml": PETS, "new/api.yaml": PETS, "r.yaml": rules, "base.yaml": BASE})

    old = decant("lint", "old/api.yaml", "--ruleset", "r.yaml")
    new = decant("lint", "new/api.yaml", "--ruleset", "r.yaml")

    assert (old.code, new.code) == (0, 1)


def test_a_ruleset_that_is_not_there_is_a_misuse(here: Path) -> None:
    lay(here, {"api.yaml": PETS})

    ran = decant("lint", "api.yaml", "--ruleset", "nowhere.yaml")

    assert ran.code == 2
    assert "there is no ruleset 'nowhere.yaml'" in ran.err
