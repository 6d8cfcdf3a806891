"""`--format` and `--output`: the same verdict, in the form that each reader understands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from cli.shell import PETS, PETS_BREAKING, PETS_INVALID, TREE, UNREADABLE, decant, git, lay

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

FOR_DOCUMENTS = ("markdown", "sarif", "junit", "github", "gitlab")
FOR_COMPARISONS = (*FOR_DOCUMENTS, "html", "changelog")
SUPPRESSED = """\
suppressions:
  - {rule: parameter-became-required, pointer: /paths, reason: Every client sends it.}
  - {fingerprint: 0123456789abcdef, reason: It went., expires: '2020-01-01'}
  - {rule: operation-operationId-unique, pointer: /paths, reason: The cats move out.}
"""


@pytest.fixture(autouse=True)
def documents(here: Path) -> None:
    """A document, one that breaks its clients, one that is not valid, and none at all."""
    lay(here, {"old.yaml": PETS, "new.yaml": PETS_BREAKING})
    lay(here, {"invalid.yaml": PETS_INVALID, "unreadable.yaml": UNREADABLE})


@pytest.mark.parametrize("form", FOR_COMPARISONS)
def test_the_form_does_not_change_the_verdict(form: str) -> None:
    ran = decant("breaking", "old.yaml", "new.yaml", "--format", form)

    assert ran.code == 1
    assert "Clients that leave query parameter `limit`" in ran.out.replace("<code>", "`").replace(
        "</code>", "`"
    )


@pytest.mark.parametrize("form", FOR_DOCUMENTS)
@pytest.mark.parametrize("command", ["validate", "lint"])
def test_findings_come_in_every_form_of_a_document(command: str, form: str) -> None:
    ran = decant(command, "invalid.yaml", "--format", form)

    assert ran.code == (1 if command == "validate" else 0)
    assert "invalid.yaml" in ran.out


@pytest.mark.parametrize("form", FOR_DOCUMENTS)
def test_a_document_that_cannot_be_read_is_told_in_the_form_asked_for(form: str) -> None:
    compared = decant("diff", "old.yaml", "unreadable.yaml", "--format", form)
    judged = decant("validate", "unreadable.yaml", "--format", form)

    assert (compared.code, judged.code) == (3, 1)
    assert compared.out == judged.out
    assert "duplicate-key" in judged.out


@pytest.mark.parametrize("form", FOR_DOCUMENTS)
def test_what_the_hub_said_comes_in_every_form_of_a_document(
    as_ada: Person, petstore: ApiName, form: str
) -> None:
    decant("push", "old.yaml", "--api", str(petstore), "--no-vcs")

    checked = decant("check", "new.yaml", "--api", str(petstore), "--no-vcs", "--format", form)
    pushed = decant("push", "new.yaml", "--api", str(petstore), "--no-vcs", "--format", form)

    for ran in (checked, pushed):
        assert ran.code == 1
        assert "parameter-became-required" in ran.out


def test_the_hub_is_where_rules_are_explained(
    as_ada: Person, petstore: ApiName, hub_url: str
) -> None:
    decant("push", "old.yaml", "--api", str(petstore), "--no-vcs")

    said = decant("check", "new.yaml", "--api", str(petstore), "--format", "sarif").json

    rules = {rule["id"]: rule for rule in said["runs"][0]["tool"]["driver"]["rules"]}
    page = rules["parameter-became-required"]["helpUri"]
    assert page == f"{hub_url}/docs/rules/parameter-became-required"


def test_tools_get_paths_from_the_top_of_the_repository(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(here, "init", "-q", "-b", "main")
    lay(here, {"services/pets/api.yaml": PETS_INVALID})
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "a")
    monkeypatch.chdir(here / "services/pets")

    on_disk = decant("validate", "api.yaml", "--format", "gitlab").json
    in_commit = decant("validate", "main:./api.yaml", "--format", "gitlab").json
    for_people = decant("validate", "api.yaml")

    assert on_disk[0]["location"]["path"] == "services/pets/api.yaml"
    assert in_commit[0]["location"]["path"] == "services/pets/api.yaml"
    assert for_people.out.startswith("api.yaml:14:11")


def test_the_files_of_a_tree_are_named_each(here: Path) -> None:
    lay(here, {f"specs/{name}": text for name, text in TREE.items()})
    lay(here, {f"later/{name}": text for name, text in TREE.items()})
    lay(here, {"later/schemas/owner.yaml": "type: object\nproperties: {name: {type: integer}}\n"})

    ran = decant("diff", "specs", "later", "--format", "gitlab")

    assert ran.json[0]["location"]["path"] == "later/schemas/owner.yaml"


def test_results_go_into_a_file_and_the_exit_code_stays(here: Path) -> None:
    ran = decant("breaking", "old.yaml", "new.yaml", "--format", "sarif", "--output", "out.sarif")

    assert (ran.code, ran.out) == (1, "")
    assert json.loads((here / "out.sarif").read_text())["version"] == "2.1.0"


def test_text_in_a_file_has_no_colour(here: Path) -> None:
    decant("breaking", "old.yaml", "new.yaml", "--color", "always", "-o", "out.txt")

    assert "\x1b" not in (here / "out.txt").read_text()


def test_a_file_that_cannot_be_written_is_a_usage_error() -> None:
    ran = decant("breaking", "old.yaml", "new.yaml", "--output", "nowhere/out.txt")

    assert ran.code == 2
    assert "No such file or directory" in ran.err


def test_trouble_leaves_no_file(here: Path) -> None:
    ran = decant("breaking", "nowhere.yaml", "new.yaml", "--output", "out.txt")

    assert ran.code == 2
    assert not (here / "out.txt").exists()


def schema_of(command: str) -> jsonschema_rs.Validator:
    ran = decant(command, "--schema")
    assert ran.code == 0
    return jsonschema_rs.validator_for(ran.json, validate_formats=True)


@pytest.mark.parametrize("config", ["", SUPPRESSED])
def test_json_on_comparisons_is_what_the_schema_says(here: Path, config: str) -> None:
    lay(here, {"decant.yaml": config})
    dangling = PETS.replace("#/components/schemas/Pet", "#/components/schemas/Lost")
    renamed = PETS.replace("title: Pets", "title: Animals")
    lay(here, {"dangling.yaml": dangling, "renamed.yaml": renamed})
    validator = schema_of("breaking")

    for names in (
        ("old.yaml", "new.yaml"),
        ("new.yaml", "old.yaml"),
        ("dangling.yaml", "old.yaml"),
        ("old.yaml", "renamed.yaml"),
        ("new.yaml", "--against", "old.yaml", "--also-against", "renamed.yaml", "--new-only"),
    ):
        said: Any = decant("breaking", *names, "--format", "json").json
        validator.validate(said)


@pytest.mark.parametrize("config", ["", SUPPRESSED])
@pytest.mark.parametrize("command", ["validate", "lint"])
def test_json_on_documents_is_what_the_schema_says(here: Path, command: str, config: str) -> None:
    lay(here, {"decant.yaml": config})
    validator = schema_of(command)

    for name in ("old.yaml", "invalid.yaml", "unreadable.yaml"):
        validator.validate(decant(command, name, "--format", "json").json)
