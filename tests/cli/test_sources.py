"""FILE: a file, a folder, stdin or a git reference, with all that belongs to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_BREAKING, TREE, decant, git, lay
from decant.cli import sources
from decant.cli.exits import Misused

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(here: Path) -> Path:
    """One commit on main: a document, and a tree in specs/."""
    git(here, "init", "-q", "-b", "main")
    lay(here, {"api.yaml": PETS, **{f"specs/{name}": text for name, text in TREE.items()}})
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "Begin")
    return here


def test_the_root_of_a_tree_brings_the_files_it_refers_to_and_no_others(here: Path) -> None:
    lay(here, {**TREE, "unrelated.yaml": "a: 1", "notes.json": "{}"})

    given = sources.find("openapi.yaml")

    assert set(given.files) == set(TREE)
    assert given.root == "openapi.yaml"


def test_a_folder_is_the_document_whose_root_lies_in_it(here: Path) -> None:
    lay(here, {f"specs/{name}": text for name, text in TREE.items()})
    lay(here, {"specs/unrelated.yaml": "a: 1", "specs/node_modules/x/openapi.yaml": PETS})

    given = sources.find("specs")

    assert set(given.files) == set(TREE)
    assert given.shown("schemas/pet.yaml") == "specs/schemas/pet.yaml"


def test_two_documents_in_one_folder_need_a_root(here: Path) -> None:
    lay(here, {"specs/one.yaml": PETS, "specs/two.yaml": PETS})

    unclear = decant("validate", "specs")
    named = decant("validate", "specs", "--root", "two.yaml")

    assert unclear.code == 1
    assert "'one.yaml', 'two.yaml'" in unclear.out
    assert named.code == 0


def test_a_root_that_is_not_there_is_a_usage_error(here: Path) -> None:
    lay(here, {"specs/one.yaml": PETS})

    ran = decant("validate", "specs", "--root", "three.yaml")

    assert ran.code == 2
    assert "there is no file 'three.yaml' in 'specs'" in ran.err


def test_a_root_makes_no_sense_for_a_single_file(here: Path) -> None:
    lay(here, {"one.yaml": PETS})

    ran = decant("validate", "one.yaml", "--root", "one.yaml")

    assert ran.code == 2


def test_a_folder_without_documents_is_a_usage_error(here: Path) -> None:
    (here / "specs").mkdir()

    ran = decant("validate", "specs")

    assert ran.code == 2
    assert "no YAML or JSON files" in ran.err


@pytest.mark.parametrize(
    "reference",
    [
        "$ref: schemas/pet.yaml",
        "$ref: 'schemas/pet.yaml#/properties/owner'",
        '$ref: "schemas/pet.yaml"',
        '"$ref": "schemas\\/pet.yaml"',
        "{$ref: schemas/pet.yaml}",
        "{ $ref: schemas/pet.yaml, x-note: here }",
        "$ref: schemas/p%65t.yaml",
        "$ref: ./other/../schemas/pet.yaml # the animal",
        "$ref:\n  'schemas/pet.yaml'",
    ],
)
def test_references_are_followed_however_they_are_spelled(here: Path, reference: str) -> None:
    lay(here, {**TREE, "openapi.yaml": f"openapi: 3.0.3\nx-a:\n  {reference}\n"})

    given = sources.find("openapi.yaml")

    assert "schemas/pet.yaml" in given.files


@pytest.mark.parametrize(
    "mapping",
    [
        "mapping:\n      cat: schemas/cat.yaml\n      dog: './schemas/dog.yaml#/Dog'\n",
        "mapping: {cat: schemas/cat.yaml, dog: schemas/dog.yaml}\n",
        '"mapping": {"cat": "schemas/cat.yaml", "dog":"schemas/dog.yaml"}\n',
    ],
)
def test_the_mapping_of_a_discriminator_is_followed(here: Path, mapping: str) -> None:
    lay(here, {"openapi.yaml": f"openapi: 3.0.3\nx-a:\n  discriminator:\n    {mapping}"})
    lay(here, {"schemas/cat.yaml": "{}", "schemas/dog.yaml": "{}"})

    given = sources.find("openapi.yaml")

    assert set(given.files) == {"openapi.yaml", "schemas/cat.yaml", "schemas/dog.yaml"}


def test_a_file_name_may_hold_braces(here: Path) -> None:
    root = "openapi: 3.0.3\npaths:\n  /a:\n    $ref: paths/pets@{id}.yaml\n"
    lay(here, {"openapi.yaml": root, "paths/pets@{id}.yaml": "get: {}"})

    given = sources.find("openapi.yaml")

    assert "paths/pets@{id}.yaml" in given.files


@pytest.mark.parametrize(
    "target", ["../secret.yaml", ".env", ".git/config", "/etc/passwd", "link.yaml"]
)
def test_no_reference_reaches_out_of_the_folder_or_to_hidden_files(here: Path, target: str) -> None:
    root = f"openapi: 3.0.3\nx-a: {{$ref: {target}}}\n"
    lay(here, {"specs/openapi.yaml": root, "specs/.env": "TOKEN=1", "specs/.git/config": "x"})
    lay(here, {"secret.yaml": "a: 1"})
    (here / "specs/link.yaml").symlink_to(here / "secret.yaml")

    given = sources.find("specs/openapi.yaml")

    assert list(given.files) == ["openapi.yaml"]


def test_a_reference_to_a_file_that_is_missing_is_found_by_validate(here: Path) -> None:
    lay(here, {**TREE})
    (here / "schemas/pet.yaml").unlink()

    ran = decant("validate", "openapi.yaml")

    assert ran.code == 1
    assert "schemas/pet.yaml" in ran.out


def test_a_dash_is_stdin() -> None:
    ran = decant("validate", "-", stdin=PETS)

    assert ran.code == 0
    assert ran.out.startswith("stdin is valid")


def test_findings_of_stdin_have_a_place() -> None:
    ran = decant("lint", "-", stdin=PETS)

    assert "stdin:openapi.yaml:2:1" in ran.out


def test_a_pipe_is_read_once(here: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, PETS.encode())
    os.close(writer)

    given = sources.find(f"/dev/fd/{reader}")

    os.close(reader)
    assert list(given.files.values()) == [PETS.encode()]


def test_a_git_reference_is_the_document_as_committed(repository: Path) -> None:
    lay(repository, {"api.yaml": PETS_BREAKING})

    ran = decant("breaking", "main:api.yaml", "api.yaml")

    assert ran.code == 1
    assert "main:api.yaml:8:11 → api.yaml:8:36" in ran.out


def test_a_git_reference_brings_the_tree_of_its_commit(repository: Path) -> None:
    (repository / "specs/schemas/owner.yaml").unlink()

    of_file = sources.find("HEAD:specs/openapi.yaml")
    of_folder = sources.find("HEAD:specs/")

    assert set(of_file.files) == set(of_folder.files) == set(TREE)
    assert of_folder.shown("schemas/pet.yaml") == "HEAD:specs/schemas/pet.yaml"


def test_a_git_path_may_start_here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "specs")

    from_here = sources.find("main:./openapi.yaml")
    from_top = sources.find("main:api.yaml")

    assert set(from_here.files) == set(TREE)
    assert from_top.root == "api.yaml"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere:api.yaml", "git knows no 'nowhere'"),
        ("main:lost.yaml", "there is no 'lost.yaml' in main"),
        ("--output=x:api.yaml", "neither a file nor a git reference"),
        ("main:../x.yaml", "leads out of the repository"),
    ],
)
def test_a_git_reference_that_leads_nowhere_is_refused(
    repository: Path, name: str, words: str
) -> None:
    with pytest.raises(Misused, match=words):
        sources.find(name)


def test_outside_of_git_a_reference_is_no_file() -> None:
    ran = decant("validate", "main:api.yaml")

    assert ran.code == 2
    assert "there is no file 'main:api.yaml'" in ran.err


def test_a_file_name_with_a_colon_is_a_file(here: Path) -> None:
    lay(here, {"v1:api.yaml": PETS})

    ran = decant("validate", "v1:api.yaml")

    assert ran.code == 0


def test_links_in_a_commit_are_not_followed(repository: Path) -> None:
    (repository / "specs/schemas/owner.yaml").unlink()
    (repository / "specs/schemas/owner.yaml").symlink_to("../../api.yaml")
    git(repository, "commit", "-qam", "Link")

    given = sources.find("HEAD:specs/openapi.yaml")

    assert "schemas/owner.yaml" not in given.files


def test_a_commit_whose_content_was_not_fetched_is_a_usage_error(repository: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:specs/schemas/owner.yaml")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()

    ran = decant("validate", "HEAD:specs/openapi.yaml")

    assert ran.code == 2
    assert "git has no content for 'schemas/owner.yaml'" in ran.err
