"""The command as the shell sees it: exit codes, help, and quiet ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_BREAKING, UNREADABLE, decant, lay
from decant import __version__
from decant.cli.arguments import COMMANDS, GROUPS

if TYPE_CHECKING:
    from pathlib import Path

DECANT = [sys.executable, "-m", "decant.cli.main"]


def shell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DECANT, *arguments], capture_output=True, text=True, check=False)


def test_exit_codes_reach_the_shell(here: Path) -> None:
    lay(here, {"old.yaml": PETS, "new.yaml": PETS_BREAKING, "bad.yaml": UNREADABLE})

    ok = shell("breaking", "old.yaml", "old.yaml")
    no = shell("breaking", "old.yaml", "new.yaml")
    usage = shell("breaking", "old.yaml")
    unknown = shell("breaking", "old.yaml", "bad.yaml")

    assert [each.returncode for each in (ok, no, usage, unknown)] == [0, 1, 2, 3]


def test_help_has_examples_and_the_exit_codes() -> None:
    ran = decant("--help")

    assert ran.code == 0
    assert "decant breaking main:openapi.yaml openapi.yaml" in ran.out
    assert "3 cannot tell" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    ran = decant(*command.split(), "--help")

    assert ran.code == 0
    assert f"example:\n  decant {command}" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_leads_to_a_function(command: str) -> None:
    module, _, function = COMMANDS[command].run.partition(":")

    assert callable(getattr(import_module(f"decant.cli.{module}"), function))


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_lists_its_commands(group: str) -> None:
    ran = decant(group, "--help")

    assert ran.code == 0
    members = [name.split()[1] for name in COMMANDS if name.startswith(f"{group} ")]
    assert all(f"\n    {member}" in ran.out for member in members)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(("brekaing",), "breaking"), (("waiver", "ad"), "add"), (("rule",), "rules")],
)
def test_a_command_that_is_nearly_right_gets_a_hint(typed: tuple[str, ...], meant: str) -> None:
    ran = decant(*typed)

    assert ran.code == 2
    assert f"did you mean {meant}" in ran.err


def test_the_version_is_told() -> None:
    ran = decant("--version")

    assert (ran.code, ran.out) == (0, f"decant {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("waiver",),
        ("waiver", "--fast"),
        ("--", "diff"),
        ("validate", "--fast"),
        ("validate", "--form", "json"),
        ("diff", "a"),
    ],
)
def test_what_it_does_not_know_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    ran = decant(*arguments)

    assert ran.code == 2
    assert ran.out == ""


def test_a_reader_that_goes_away_ends_it_quietly(here: Path) -> None:
    lay(here, {"old.yaml": PETS, "new.yaml": PETS_BREAKING})
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [*DECANT, "diff", "old.yaml", "new.yaml"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )

    os.close(writer)
    assert (done.returncode, done.stderr) == (130, b"")


def test_an_interrupt_ends_it_quietly(here: Path) -> None:
    process = subprocess.Popen(
        [*DECANT, "validate", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert (out, err) == (b"", b"")


def test_starting_brings_in_neither_the_engine_nor_http() -> None:
    typed = "['waiver', 'list', '--api', 'acme/petstore']"
    look = f"import sys; from decant.cli.main import parse; parse({typed}); print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    assert not loaded & {"decant.contract", "http.client", "ssl", "subprocess", "orjson", "yaml"}
