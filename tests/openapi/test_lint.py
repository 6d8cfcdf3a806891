"""Decant's own contract by the packs that it offers to others: nothing to say that is not answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
import pytest

from decant.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

OPENAPI: Final = Path(__file__).parents[2] / "openapi"
RULESET: Final = "extends: [spectral:oas, decant:owasp, decant:practices/public]\n"

Linted = tuple[int, dict[str, "Any"]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the contract, its waivers, and the packs; commands run in it."""
    for name in ("decant.v1.json", "decant.yaml"):
        (tmp_path / name).write_bytes((OPENAPI / name).read_bytes())
    (tmp_path / "packs.yaml").write_text(RULESET)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def lint(folder: Path) -> Callable[[], Linted]:
    """Lint the folder: how it ended, and the report."""

    def run() -> Linted:
        report = folder / "report.json"
        command = ["lint", "--ruleset", "packs.yaml", "--format", "json", "-o", str(report)]
        return main(command), orjson.loads(report.read_bytes())

    return run


def test_every_error_and_warning_is_mended_or_waived_with_a_reason(
    lint: Callable[[], Linted],
) -> None:
    code, report = lint()

    assert code == 0
    open_ones = [
        (found["rule"], found["pointer"])
        for found in report["findings"]
        if found["severity"] != "info" and not found["suppressions"]
    ]
    assert open_ones == []
    assert report["counts"] | {"info": 0} == {"error": 0, "warning": 0, "info": 0}


def test_no_waiver_is_there_that_nothing_needs(lint: Callable[[], Linted]) -> None:
    _, report = lint()

    assert report["suppressed"] > 0
    assert report["suppressions_without_use"] == []


def test_without_the_waivers_it_does_not_pass(folder: Path, lint: Callable[[], Linted]) -> None:
    (folder / "decant.yaml").write_text("file: decant.v1.json\n")

    code, report = lint()

    assert code == 1
    assert report["counts"]["error"] > 0
