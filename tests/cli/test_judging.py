"""`decant lint --pack` and `--ruleset FILE`: what judges, on this machine."""

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


def rules_of(*arguments: str) -> set[str]:
    said = decant("lint", "api.yaml", *arguments, "--format", "json").json
    return {finding["rule"] for finding in said["findings"]}


def test_packs_judge_together_and_instead_of_what_is_recommended(here: Path) -> None:
    lay(here, {"api.yaml": PETS})

    owasp, practices = rules_of("--pack", "owasp"), rules_of("--pack", "practices/internal")
    both = rules_of("--pack", "owasp", "--pack", "practices/internal")

    assert all(rule.startswith("owasp:") for rule in owasp)
    assert all(rule.startswith("sp-") for rule in practices)
    assert practices <= both <= owasp | practices


def test_a_pack_and_a_ruleset_judge_side_by_side(here: Path) -> None:
    lay(here, {"api.yaml": PETS, "r.yaml": BASE})

    found = rules_of("--pack", "owasp", "--ruleset", "r.yaml")

    assert "titled" in found
    assert found - {"titled"} == rules_of("--pack", "owasp")


def test_what_a_pack_and_a_ruleset_both_say_is_said_once(here: Path) -> None:
    lay(here, {"api.yaml": PETS, "r.yaml": "extends: decant:owasp\n"})

    alone = decant("lint", "api.yaml", "--pack", "owasp", "--format", "json").json
    both = decant("lint", "api.yaml", "--pack", "owasp", "--ruleset", "r.yaml", "--format", "json")

    assert both.json["findings"] == alone["findings"]


def test_a_pack_that_there_is_not_is_a_misuse(here: Path) -> None:
    lay(here, {"api.yaml": PETS})

    ran = decant("lint", "api.yaml", "--pack", "oass")

    assert ran.code == 2
    assert "there are recommended, oas," in ran.err
