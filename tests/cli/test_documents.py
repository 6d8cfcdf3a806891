"""`decant validate` and `decant lint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_INVALID, UNREADABLE, decant, lay

if TYPE_CHECKING:
    from pathlib import Path


def test_a_valid_document_passes(here: Path) -> None:
    lay(here, {"api.yaml": PETS})

    ran = decant("validate", "api.yaml")

    assert ran.code == 0
    assert ran.out == "api.yaml is valid: no findings · Pets 1.0.0 · OpenAPI 3.0\n"


def test_an_error_is_told_with_file_line_column_rule_and_hint(here: Path) -> None:
    lay(here, {"specs/api.yaml": PETS_INVALID})

    ran = decant("validate", "specs/api.yaml")

    assert ran.code == 1
    finding, hint, *_ = ran.out.splitlines()
    assert finding.startswith("specs/api.yaml:14:11  error")
    assert "listPets" in finding
    assert finding.endswith("operation-operationId-unique")
    assert hint.strip()


def test_programs_get_the_same_findings_as_json(here: Path) -> None:
    lay(here, {"api.yaml": PETS_INVALID})

    ran = decant("validate", "api.yaml", "--format", "json")

    assert ran.code == 1
    assert ran.json["readable"] is True
    assert ran.json["passes"] is False
    assert ran.json["counts"]["error"] == len(ran.json["findings"]) == 1
    finding = ran.json["findings"][0]
    assert (finding["file"], finding["line"], finding["column"]) == ("api.yaml", 14, 11)


@pytest.mark.parametrize("command", ["validate", "lint"])
def test_a_document_that_cannot_be_read_fails_with_its_findings(here: Path, command: str) -> None:
    lay(here, {"api.yaml": UNREADABLE})

    ran = decant(command, "api.yaml")

    assert ran.code == 1
    assert ran.out.startswith("api.yaml:2:1  error    ")
    assert "duplicate-key" in ran.out
    assert "cannot be read" in ran.out


def test_an_unreadable_document_as_json_has_no_title(here: Path) -> None:
    lay(here, {"api.yaml": UNREADABLE})

    ran = decant("lint", "api.yaml", "--format", "json")

    assert ran.code == 1
    assert ran.json["readable"] is False
    assert "title" not in ran.json
    assert ran.json["findings"][0]["rule"] == "duplicate-key"


def test_warnings_do_not_fail_a_lint(here: Path) -> None:
    lay(here, {"api.yaml": PETS})

    ran = decant("lint", "api.yaml")

    assert ran.code == 0
    assert "warning" in ran.out
    assert "api.yaml passes: " in ran.out


def test_a_file_that_is_not_there_is_a_usage_error(here: Path) -> None:
    ran = decant("validate", "nowhere.yaml")

    assert ran.code == 2
    assert ran.out == ""
    assert "there is no file 'nowhere.yaml'" in ran.err


def test_a_file_that_may_not_be_read_is_a_usage_error(here: Path) -> None:
    name = "x" * 300

    ran = decant("validate", name)

    assert ran.code == 2
    assert "File name too long" in ran.err


def test_no_file_at_all_is_a_usage_error(here: Path) -> None:
    ran = decant("validate")

    assert ran.code == 2
    assert "which file?" in ran.err


def test_trouble_as_json_is_on_stdout_and_in_words_on_stderr(here: Path) -> None:
    ran = decant("validate", "nowhere.yaml", "--format", "json")

    assert ran.code == 2
    assert ran.json["error"]["code"] == "usage"
    assert "nowhere.yaml" in ran.err
