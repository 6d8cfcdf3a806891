"""What reaches a terminal: colour where it is wanted, and no control characters ever."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_BREAKING, decant, lay
from decant.cli.output import Terminal, red

if TYPE_CHECKING:
    from pathlib import Path

# Escape, bell, the C1 sequence introducer, a right-to-left override, a line separator.
HOSTILE = "\x1b[2J\x07\x9b31m\u202e\u2028"


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_control_characters_of_a_document_are_spelled_out(here: Path) -> None:
    title = json.dumps(f"Pets{HOSTILE}")
    lay(here, {"api.yaml": PETS.replace("title: Pets", f"title: {title}")})

    ran = decant("validate", "api.yaml")

    assert ran.code == 0
    assert "Pets\\u001b[2J\\u0007\\u009b31m\\u202e\\u2028" in ran.out


def test_control_characters_of_a_file_name_are_spelled_out(here: Path) -> None:
    lay(here, {"a\x1b[2J.yaml": PETS_BREAKING})

    ran = decant("lint", "a\x1b[2J.yaml")
    missing = decant("lint", "b\x1b[2J.yaml")

    assert "\x1b" not in ran.out
    assert "\x1b" not in missing.err


def test_json_escapes_them_and_means_the_same(here: Path) -> None:
    hostile = PETS.replace("operationId: listPets", f"operationId: {json.dumps(HOSTILE)}")
    lay(here, {"old.yaml": PETS, "new.yaml": hostile})

    ran = decant("diff", "old.yaml", "new.yaml", "--format", "json")

    assert all(sign.isprintable() or sign == "\n" for sign in ran.out)
    assert HOSTILE in [change["after"] for change in ran.json["changes"]]


@pytest.mark.parametrize(
    ("wish", "environment", "shown"),
    [
        ("auto", {"TERM": "xterm", "NO_COLOR": ""}, "\x1b[31mstop\x1b[0m\n"),
        ("auto", {"TERM": "xterm", "NO_COLOR": "1"}, "stop\n"),
        ("auto", {"TERM": "dumb", "NO_COLOR": ""}, "stop\n"),
        ("always", {"TERM": "dumb", "NO_COLOR": "1"}, "\x1b[31mstop\x1b[0m\n"),
        ("never", {"TERM": "xterm", "NO_COLOR": ""}, "stop\n"),
    ],
)
def test_a_terminal_gets_colour_unless_somebody_minds(
    monkeypatch: pytest.MonkeyPatch, wish: str, environment: dict[str, str], shown: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = Screen()

    Terminal(screen, colour=wish).line(red("stop"))

    assert screen.getvalue() == shown


def test_a_file_gets_no_colour() -> None:
    ran = decant("validate", "-", stdin=PETS)

    assert "\x1b" not in ran.out


def test_a_document_on_a_screen_is_cleaned_line_by_line() -> None:
    screen = Screen()

    Terminal(screen).text("a: 1\nb: \x1b[2J\n")

    assert screen.getvalue() == "a: 1\nb: \\u001b[2J\n"
