"""`decant diff` and `decant breaking`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_BREAKING, PETS_GROWN, UNREADABLE, decant, lay

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def documents(here: Path) -> None:
    """Four documents that differ."""
    lay(
        here,
        {
            "old.yaml": PETS,
            "broken.yaml": PETS_BREAKING,
            "grown.yaml": PETS_GROWN,
            "unreadable.yaml": UNREADABLE,
        },
    )


def test_diff_never_fails_on_what_it_finds() -> None:
    ran = decant("diff", "old.yaml", "broken.yaml")

    assert ran.code == 0
    assert "1 breaking · asks for a major release" in ran.out


def test_breaking_says_no_to_a_breaking_change() -> None:
    ran = decant("breaking", "old.yaml", "broken.yaml")

    assert ran.code == 1


def test_breaking_says_yes_to_a_safe_change() -> None:
    ran = decant("breaking", "old.yaml", "grown.yaml")

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "safe: 1 safe · asks for a minor release"


def test_equal_documents_have_no_changes() -> None:
    ran = decant("diff", "old.yaml", "old.yaml")

    assert ran.code == 0
    assert ran.out == "none: no changes\n"


def test_a_change_is_told_under_its_operation_with_reason_way_out_and_place() -> None:
    ran = decant("diff", "old.yaml", "broken.yaml")

    heading, change, why, fix, place, *_ = ran.out.splitlines()
    assert heading == "GET /pets"
    assert change.split(maxsplit=1)[0] == "breaking"
    assert why.strip().startswith("why")
    assert fix.strip().startswith("fix")
    assert place.strip() == "at   old.yaml:8:11 → broken.yaml:8:36  parameter-became-required"


def test_a_change_to_no_operation_is_told_of_the_whole_document(here: Path) -> None:
    lay(here, {"renamed.yaml": PETS.replace("title: Pets", "title: Animals")})

    ran = decant("diff", "old.yaml", "renamed.yaml")

    heading, change, *_, total = ran.out.splitlines()
    assert heading == "The document as a whole"
    assert change.split(maxsplit=1)[0] == "docs"
    assert total == "none: 1 docs · asks for a patch release"


def test_json_has_everything_a_program_needs() -> None:
    ran = decant("diff", "old.yaml", "broken.yaml", "--format", "json")

    assert ran.json["verdict"] == "breaking"
    assert ran.json["required_bump"] == "major"
    assert ran.json["counts"] == {"breaking": 1, "risky": 0, "safe": 0, "docs": 0}
    assert ran.json["not_evaluated"] == []
    (change,) = ran.json["changes"]
    assert change["kind"] == "parameter-became-required"
    assert change["effect"] == "narrows"
    assert change["polarity"] == "input"
    assert change["operations"] == [{"method": "get", "path": "/pets"}]
    assert change["older"]["line"] == 8
    assert change["newer"]["file"] == "broken.yaml"
    assert len(change["fingerprint"]) == 16


def test_the_profile_decides_whose_eyes_judge(here: Path) -> None:
    renamed = PETS.replace("operationId: listPets", "operationId: allPets")
    lay(here, {"renamed.yaml": renamed})

    wire = decant("breaking", "old.yaml", "renamed.yaml")
    source = decant("breaking", "old.yaml", "renamed.yaml", "--profile", "source")

    assert (wire.code, source.code) == (0, 1)


def test_the_profile_may_stand_in_decant_yaml(here: Path) -> None:
    renamed = PETS.replace("operationId: listPets", "operationId: allPets")
    lay(here, {"renamed.yaml": renamed, "decant.yaml": "profile: source\n"})

    ran = decant("breaking", "old.yaml", "renamed.yaml")

    assert ran.code == 1


@pytest.mark.parametrize("command", ["diff", "breaking"])
def test_a_document_that_cannot_be_read_is_no_answer(command: str) -> None:
    ran = decant(command, "old.yaml", "unreadable.yaml")

    assert ran.code == 3
    assert ran.out.startswith("unreadable.yaml:2:1  error")
    assert "unreadable.yaml cannot be read: 1 error" in ran.out


def test_a_document_that_cannot_be_read_is_an_error_in_json() -> None:
    ran = decant("diff", "unreadable.yaml", "old.yaml", "--format", "json")

    assert ran.code == 3
    assert ran.json["error"]["code"] == "unreadable_document"
    assert ran.json["error"]["document"] == "unreadable.yaml"
    assert ran.json["error"]["findings"][0]["rule"] == "duplicate-key"


def test_what_was_not_compared_never_counts_as_a_yes(here: Path) -> None:
    dangling = PETS.replace("#/components/schemas/Pet", "#/components/schemas/Lost")
    lay(here, {"dangling.yaml": dangling})

    ran = decant("breaking", "dangling.yaml", "old.yaml")

    assert ran.code == 3
    assert "Not evaluated" in ran.out
    assert "not evaluated" in ran.out.splitlines()[-1]
