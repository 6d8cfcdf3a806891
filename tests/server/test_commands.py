"""`decant-server` as an operator runs it: what each command says, and its exit code."""

from __future__ import annotations

import io
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
import pytest

from cast import PASSWORD, SECRET_KEY

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody at the shell of the machine, in the hub's data folder."""

    folder: Path
    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]

    def run(self, *arguments: str, typed: str = "") -> Said:
        """Run `decant-server` with these arguments."""
        from decant.server import main

        self.patch.setattr("sys.stdin", io.StringIO(typed))
        self.screen.readouterr()
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        printed = self.screen.readouterr()
        return Said(code, printed.out, printed.err)

    def set(self, **settings: str) -> None:
        """Set DECANT_ENV and the like."""
        for name, value in settings.items():
            self.patch.setenv(f"DECANT_{name.upper()}", value)


@pytest.fixture
def newcomer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Operator:
    """An operator in an empty folder."""
    operator = Operator(tmp_path, monkeypatch, capsys)
    operator.set(env="testing", data_dir=str(tmp_path), secret_key=SECRET_KEY)
    monkeypatch.chdir(tmp_path)
    return operator


@pytest.fixture
def operator(newcomer: Operator, migrated: Path) -> Operator:
    """An operator in a folder with a database."""
    shutil.copyfile(migrated, newcomer.folder / "decant.db")
    return newcomer


def test_a_healthy_hub_is_found_well(operator: Operator) -> None:
    found = operator.run("doctor")

    assert found.code == 0
    assert [line.split()[:2] for line in found.out.splitlines()] == [
        ["ok", "settings"],
        ["ok", "database"],
        ["ok", "integrity"],
        ["ok", "disk"],
        ["ok", "engine"],
    ]


def test_a_damaged_database_is_found_out(operator: Operator) -> None:
    file = operator.folder / "decant.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as database:
        database.seek(4096 * 3)
        database.write(b"\xff" * 8192)

    found = operator.run("doctor")

    assert found.code == 1
    assert "BAD  integrity" in found.out


@pytest.mark.parametrize("command", [["doctor"], ["run"], ["token", "ada"], ["create-admin", "x"]])
def test_without_a_database_every_command_says_what_to_do(
    newcomer: Operator, command: list[str]
) -> None:
    answer = newcomer.run(*command, typed=f"{PASSWORD}\n")

    assert answer.code == 1
    assert "run `decant-server upgrade`" in answer.out + answer.err
    assert "Traceback" not in answer.err


def test_dangerous_settings_are_refused_with_one_line(newcomer: Operator) -> None:
    newcomer.set(env="production", secret_key="")

    answer = newcomer.run("run")

    assert answer.code == 2
    assert answer.err.startswith("decant-server: DECANT_SECRET_KEY is not set")
    assert len(answer.err.splitlines()) == 1


def test_a_backup_is_whole_and_never_replaces_a_file(operator: Operator) -> None:
    first = operator.run("backup", "copy.db")
    second = operator.run("backup", "copy.db")

    assert first.code == 0
    assert second.code == 1
    with closing(sqlite3.connect(operator.folder / "copy.db")) as copy:
        assert copy.execute("SELECT name FROM users ORDER BY id").fetchone() == ("ada",)
    assert (operator.folder / "copy.db").stat().st_mode & 0o077 == 0


def test_postgresql_is_backed_up_by_its_own_tool(operator: Operator) -> None:
    operator.set(database_url="postgresql://nobody@nowhere/decant")

    answer = operator.run("backup", "copy.dump")

    assert answer.code == 1
    assert "pg_dump" in answer.err


@pytest.mark.parametrize("password", ["", "short", "x" * 129])
def test_an_administrator_needs_a_decent_password(operator: Operator, password: str) -> None:
    answer = operator.run("create-admin", "bob", typed=f"{password}\n")

    assert answer.code == 1
    assert "between 12 and 128 characters" in answer.err


def test_a_made_up_password_is_shown_once(operator: Operator) -> None:
    answer = operator.run("create-admin", "bob", "--generate")

    assert answer.code == 0
    assert len(answer.out.rpartition(": ")[2].strip()) >= 20


@pytest.mark.parametrize(
    "wish",
    [
        ["nobody"],
        ["ada", "--scopes", "everything"],
        ["ada", "--org", "nowhere"],
        ["ada", "--api", "nowhere"],
    ],
)
def test_a_token_nobody_could_use_is_not_made(operator: Operator, wish: list[str]) -> None:
    answer = operator.run("token", *wish)

    assert answer.code == 1
    assert answer.out == ""


@pytest.mark.parametrize("wish", [["--days", "0"], ["--days", "366"], ["--days", "x"]])
def test_a_token_lives_up_to_a_year(newcomer: Operator, wish: list[str]) -> None:
    assert newcomer.run("token", "ada", *wish).code == 2


def test_the_contract_is_printed_written_and_compared(operator: Operator) -> None:
    printed = operator.run("openapi")
    before = operator.run("openapi", "--check")
    operator.run("openapi", "--write", "openapi/decant.v1.json")
    after = operator.run("openapi", "--check")

    assert orjson.loads(printed.out)["openapi"] == "3.1.0"
    assert before.code == 1
    assert "run `make openapi`" in before.err
    assert after.code == 0
    assert (operator.folder / "openapi/decant.v1.json").read_text() == printed.out


def test_without_the_hub_installed_it_says_what_to_install() -> None:
    script = "import sys; sys.modules['sqlalchemy'] = None; import decant.server as s"

    ran = subprocess.run(
        [sys.executable, "-c", f"{script}; sys.exit(s.main(['doctor']))"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 2
    assert "pip install 'decant[server]'" in ran.stderr
    assert "Traceback" not in ran.stderr
