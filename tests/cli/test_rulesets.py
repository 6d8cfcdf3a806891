"""`decant ruleset`, and `decant lint` by rulesets that a hub keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, by, decant, lay

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

ORG = ("--org", "acme")
HOUSE = """\
extends: [rules/base.yaml, "hub:style"]
rules:
  titled: error
"""
BASE = """\
rules:
  titled: {given: $.info, then: {field: x-title, function: truthy}, message: Say the title.}
"""
STYLE = """\
rules:
  owned: {given: $.info, then: {field: x-owner, function: truthy}, message: Say whose it is.}
"""
STRICTER = f"{STYLE}  timed: {{given: $.info, then: {{field: x-t, function: truthy}}}}\n"


@pytest.fixture(autouse=True)
def written(here: Path, as_ada: Person, petstore: ApiName) -> None:
    """Rulesets of which one extends another file, and a ruleset of the hub."""
    lay(here, {"house.yaml": HOUSE, "rules/base.yaml": BASE, "style.yaml": STYLE, "api.yaml": PETS})
    assert decant("ruleset", "push", "style.yaml", *ORG).code == 0


@pytest.fixture
def kept(written: None) -> None:
    """The ruleset, on the hub."""
    assert decant("ruleset", "push", "house.yaml", *ORG).code == 0


def test_a_ruleset_is_pushed_with_the_files_it_extends(as_ada: Person) -> None:
    ran = decant("ruleset", "push", "house.yaml", *ORG)

    assert ran.code == 0
    assert "extends   hub:style: hub:style@1\n" in ran.out
    assert "acme/house revision 1 is new · 2 rules\n" in ran.out
    assert ran.out.endswith("preview   decant ruleset preview acme/house@1\n")
    stored = as_ada.get("/orgs/acme/rulesets/house/revisions/1").json
    assert stored is not None
    assert set(stored["files"]) == {"house.yaml", "rules/base.yaml"}


def test_pushing_it_again_changes_nothing(kept: None) -> None:
    again = decant("ruleset", "push", "house.yaml", *ORG, "--format", "json")

    assert (again.code, again.json["created"]) == (0, False)


def test_a_ruleset_may_be_called_otherwise_than_its_file(here: Path) -> None:
    lay(here, {".spectral.yaml": BASE})

    unnamed = decant("ruleset", "push", ".spectral.yaml", *ORG)
    named = decant("ruleset", "push", ".spectral.yaml", *ORG, "--name", "titles")

    assert (unnamed.code, named.code) == (2, 0)
    assert "add --name" in unnamed.err
    assert "acme/titles revision 1 is new" in named.out


def test_the_org_may_stand_in_decant_yaml(here: Path) -> None:
    nobody = decant("ruleset", "list")
    lay(here, {"decant.yaml": "api: acme/petstore\n"})

    assert (nobody.code, decant("ruleset", "list").code) == (2, 0)
    assert "add --org" in nobody.err


def test_what_cannot_run_is_told_by_its_line(here: Path) -> None:
    lay(here, {"own/bad.yaml": "rules:\n  a:\n    given: $\n    then:\n      function: mine\n"})

    ran = decant("ruleset", "push", "own/bad.yaml", *ORG)

    assert ran.code == 1
    assert "own/bad.yaml:5:7" in ran.out
    assert ran.out.endswith("own/bad.yaml cannot be read: 1 error\n")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "there is no ruleset 'own/r.yaml'"),
        ({"own/r.yaml": "extends: ../base.yaml\n", "base.yaml": BASE}, "keep what a ruleset"),
        ({"own/r.yaml": "extends: [hub:nowhere]\n"}, "hub:nowhere"),
    ],
)
def test_what_cannot_be_pushed_says_why(here: Path, files: dict[str, str], said: str) -> None:
    lay(here, files)

    ran = decant("ruleset", "push", "own/r.yaml", *ORG)

    assert ran.code in (1, 2)
    assert said in ran.out + ran.err


def test_a_ruleset_that_is_not_utf_8_is_a_misuse(here: Path) -> None:
    (here / "latin.yaml").write_bytes(b"rules: {} # \xe9\n")

    ran = decant("ruleset", "push", "latin.yaml", *ORG)

    assert ran.code == 2
    assert "save it as UTF-8" in ran.err


def test_a_writer_may_not_push_one(grace: Person) -> None:
    assert by(grace, "ruleset", "push", "style.yaml", *ORG).code == 4


def test_an_org_whose_name_is_none_is_a_misuse() -> None:
    assert decant("ruleset", "list", "--org", "a/b").code == 2


def test_rulesets_are_listed_with_their_newest_revision(kept: None) -> None:
    ran = decant("ruleset", "list", *ORG)
    said = decant("ruleset", "list", *ORG, "--format", "json").json

    first, second = ran.out.splitlines()
    assert first.startswith("acme/house@1  2 rules · ada, 20")
    assert second.startswith("acme/style@1  1 rule · ada, 20")
    assert [each["name"] for each in said] == ["house", "style"]


def test_a_preview_tells_what_would_be_stopped_and_why(as_ada: Person, kept: None) -> None:
    as_ada.put("/orgs/acme/policy", {"lint": "block"}, headers={"If-Match": "*"})
    decant("push", "api.yaml", "--api", "acme/petstore", "--override-reason", "to see")

    ran = decant("ruleset", "preview", "acme/house")
    said = decant("ruleset", "preview", "acme/house@1", "--format", "json").json

    assert ran.code == 0
    assert "fail     acme/petstore@1  1 error, 1 warning\n" in ran.out
    assert "error        1  titled\n" in ran.out
    assert ran.out.endswith("acme/house@1: 1 API, 1 would fail\n")
    assert [each["api"] for each in said] == ["petstore"]


def test_an_api_without_revisions_is_skipped_in_a_preview(kept: None) -> None:
    ran = decant("ruleset", "preview", "acme/house", "--label", "next")

    assert ran.out.startswith("skipped  acme/petstore")
    assert ran.out.endswith("acme/house@1: 1 API, 1 skipped\n")


def test_a_document_is_judged_by_a_ruleset_of_the_hub_and_all_it_extends(kept: None) -> None:
    ran = decant("lint", "api.yaml", "--ruleset", "hub:acme/house", "--format", "json")

    assert ran.code == 1
    assert {each["rule"]: each["severity"] for each in ran.json["findings"]} == {
        "titled": "error", "owned": "warning",
    }  # fmt: skip


def test_what_a_ruleset_extends_stays_as_it_was_pinned(here: Path, kept: None) -> None:
    lay(here, {"style.yaml": STRICTER})
    decant("ruleset", "push", "style.yaml", *ORG)

    pinned = decant("lint", "api.yaml", "--ruleset", "hub:acme/house@1", "--format", "json").json
    newest = decant("lint", "api.yaml", "--ruleset", "hub:acme/style", "--format", "json").json
    older = decant("lint", "api.yaml", "--ruleset", "hub:acme/style@1", "--format", "json").json

    assert [len(said["findings"]) for said in (pinned, newest, older)] == [2, 2, 1]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("hub:acme/nowhere", 4), ("hub:acme/house@9", 4), ("hub:house", 2), ("hub:acme/a@x", 2),
        ("hub:acme/a/b", 2), ("hub:acme/..", 2), ("hub:acme/a@", 2),
    ],
)  # fmt: skip
def test_a_ruleset_that_the_hub_has_not_is_told_so(name: str, code: int, kept: None) -> None:
    assert decant("lint", "api.yaml", "--ruleset", name).code == code
