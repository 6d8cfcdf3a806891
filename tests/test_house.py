"""The house stays in order: sizes, words and boundaries that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_LINES = 400
MOST_LINES_IN_A_FUNCTION = 40
MOST_POSITIONAL = 4
DRAWERS = ("util", "helper", "common", "misc", "manager", "handler")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions_in(path: Path) -> list[ast.FunctionDef]:
    return [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so nobody knows which files are the project's")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = [
        f"{function.name} has {size} lines"
        for function in functions_in(path)
        if (size := (function.end_lineno or 0) - function.lineno + 1) > MOST_LINES_IN_A_FUNCTION
    ]

    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_says_what_it_promises(path: Path) -> None:
    tree = ast.parse(path.read_text())

    assert not tree.body or ast.get_docstring(tree)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_there_are_no_drawers(path: Path) -> None:
    assert not any(word in path.stem for word in DRAWERS)


def test_only_the_database_commits() -> None:
    found = [
        name_of(path)
        for path in SOURCES
        if re.search(r"\.(commit|rollback)\(\)", path.read_text()) and path.name != "db.py"
    ]

    assert found == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [name_of(path) for path in SOURCES if marks.search(path.read_text())]

    assert found == []


def test_the_migrations_do_not_hide_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_no_host_of_a_package_registry_is_named() -> None:
    registries = ["pypi", "npmjs", "yarnpkg", "crates", "pythonhosted"]
    host = re.compile(rb"\b(" + "|".join(registries).encode() + rb")\.(org|com|io)\b")
    found = [name_of(path) for path in tracked() if host.search(path.read_bytes())]

    assert found == []


def test_the_changelog_says_something_about_this_version() -> None:
    from decant import __version__

    changelog = (ROOT / "CHANGELOG.md").read_text()

    assert "## Unreleased" in changelog or f"## {__version__}" in changelog
