"""`decant breaking FILE --against REF`: what a change adds to what was broken before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_BREAKING, UNREADABLE, decant, git, lay

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

# Clients that read `name` will find none.
PETS_WORSE = PETS_BREAKING.replace("required: [name]", "required: [tag]").replace(
    "name: {type: string}, ", ""
)


@pytest.fixture(autouse=True)
def history(here: Path) -> None:
    """A release, a head that breaks it, and a working tree that is the head."""
    git(here, "init", "-q", "-b", "main")
    for tag, text in (("v1", PETS), ("head", PETS_BREAKING)):
        lay(here, {"api.yaml": text})
        git(here, "add", ".")
        git(here, "commit", "-q", "-m", tag)
        git(here, "tag", tag)


def test_a_break_of_the_release_is_a_no() -> None:
    ran = decant("breaking", "api.yaml", "--against", "v1:api.yaml")

    assert ran.code == 1
    assert "v1:api.yaml:8:11 → api.yaml:8:36" in ran.out


def test_a_commit_alone_means_the_same_file_in_it() -> None:
    ran = decant("breaking", "api.yaml", "--against", "v1")

    assert ran.code == 1
    assert "v1:api.yaml:8:11" in ran.out


def test_what_the_head_breaks_already_is_no_reason_to_say_no() -> None:
    ran = decant("breaking", "api.yaml", "--against", "v1", "--also-against", "head", "--new-only")

    assert ran.code == 0
    assert ran.out == ("none: no changes that count · asks for a major release · 1 already there\n")


def test_without_new_only_it_is_one() -> None:
    ran = decant("breaking", "api.yaml", "--against", "v1", "--also-against", "head")

    assert ran.code == 1
    assert "`limit` of GET /pets out will be refused.  already there\n" in ran.out
    assert ran.out.splitlines()[-1].endswith("· 1 already there")


def test_what_the_change_adds_is_a_no(here: Path) -> None:
    lay(here, {"api.yaml": PETS_WORSE})

    ran = decant("breaking", "api.yaml", "--against", "v1", "--also-against", "head", "--new-only")

    assert ran.code == 1
    assert "limit" not in ran.out
    assert "name" in ran.out


def test_what_only_the_head_promised_must_not_break_either(here: Path) -> None:
    lay(here, {"api.yaml": PETS})
    cats = PETS.replace(
        "  /pets:\n", "  /cats:\n    get: {responses: {'204': {description: x}}}\n  /pets:\n"
    )
    lay(here, {"head.yaml": cats})

    ran = decant("breaking", "api.yaml", "--against", "v1", "--also-against", "head.yaml")

    assert ran.code == 1
    assert "head.yaml:5:5" in ran.out


def test_programs_see_which_base_a_change_is_held_against() -> None:
    bases = ("--against", "v1", "--also-against", "head", "--new-only")

    ran = decant("breaking", "api.yaml", *bases, "--format", "json")

    assert ran.json["verdict"] == "none"
    assert ran.json["already_there"] == 1
    assert ran.json["compared_with"] == ["v1:./api.yaml", "head:./api.yaml"]
    (change,) = ran.json["changes"]
    assert (change["baseline"], change["counts"]) == ("unchanged", False)


def test_the_file_may_stand_in_decant_yaml(here: Path) -> None:
    lay(here, {"decant.yaml": "file: api.yaml\n"})

    assert decant("breaking", "--against", "v1").code == 1


def test_a_base_may_be_a_revision_on_the_hub(here: Path, petstore: ApiName, as_ada: Person) -> None:
    lay(here, {"first.yaml": PETS})
    decant("push", "first.yaml", "--api", str(petstore), "--no-vcs")

    ran = decant("breaking", "api.yaml", "--against", f"hub:{petstore}@1")

    assert ran.code == 1
    assert "hub:acme/petstore@1:first.yaml:8:11 → api.yaml:8:36" in ran.out


def test_a_head_that_cannot_be_read_is_no_answer(here: Path) -> None:
    lay(here, {"head.yaml": UNREADABLE})

    ran = decant("breaking", "api.yaml", "--against", "v1", "--also-against", "head.yaml")

    assert ran.code == 3
    assert "head.yaml cannot be read" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("api.yaml",), "which documents?"),
        (("api.yaml", "api.yaml", "--against", "v1"), "which document must not break"),
        (("--against", "v1"), "which document must not break"),
        (("api.yaml", "api.yaml", "--also-against", "v1"), "which documents?"),
        (("api.yaml", "--against", "v1", "--new-only"), "--new-only needs --also-against"),
        (("api.yaml", "--against", "v9"), "git knows no 'v9'"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(arguments: tuple[str, ...], words: str) -> None:
    ran = decant("breaking", *arguments)

    assert ran.code == 2
    assert words in ran.err
