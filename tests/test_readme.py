"""The README shows what happens: its walk through a review is typed at a demo, and compared."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from processes import HubProcess, demo

if TYPE_CHECKING:
    from collections.abc import Iterator

README: Final = Path(__file__).parents[1] / "README.md"
BEGINS: Final = "$ decant push var/demo/bookshop-breaking.yaml"
DECANT: Final = f'decant() {{ "{sys.executable}" -m decant.cli.main "$@"; }}'
LEFT_OUT: Final = "…"
# What is another one each time it is shown.
UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? UTC")
ADDRESS: Final = "http://127.0.0.1:8000"


def walk() -> Iterator[tuple[str, list[str]]]:
    """The commands of the walk, each with the lines that are shown for it."""
    blocks = re.findall(r"```console\n(.*?)```", README.read_text(), re.DOTALL)
    (block,) = [block for block in blocks if block.startswith(BEGINS)]
    for shown in block.replace("\\\n", "").split("\n$ "):
        command, *lines = shown.removeprefix("$ ").splitlines()
        yield command, lines


def pattern_of(lines: list[str]) -> str:
    """What the output of a command looks like, if it is as shown."""
    parts = []
    for line in lines:
        if line == LEFT_OUT:
            parts.append(r"(?:.*\n)*")
            continue
        told = re.escape(MOMENT.sub("\0", UUID.sub("\1", line)))
        parts.append(told.replace("\0", MOMENT.pattern).replace("\1", f"({UUID.pattern})") + "\n")
    return "".join(parts)


class Shell:
    """A shell that stays open, so that `$?` is what the last command left."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.last = 0

    def type(self, command: str) -> str:
        """Run one command and return what it printed."""
        done = subprocess.run(
            ["sh", "-c", f"{DECANT}\n(exit {self.last})\n{command}"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == "", command
        self.last = done.returncode
        return done.stdout


def test_the_walk_of_a_breaking_change_is_as_the_readme_shows_it(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path / "var")
    hub.folder.mkdir()
    actual: dict[str, str] = {}

    with demo(hub) as shown:
        environment = {
            **hub.environment(), "DECANT_URL": shown.address, "DECANT_TOKEN": shown.token,
        }  # fmt: skip
        shell = Shell(tmp_path, environment)
        for command, lines in walk():
            typed = UUID.sub(lambda match: actual[match[0]], command)
            said = shell.type(typed).replace(shown.address, ADDRESS)

            match = re.fullmatch(pattern_of(lines), said)
            assert match is not None, f"$ {typed}\n{said}"
            actual.update(zip(UUID.findall("\n".join(lines)), match.groups(), strict=True))
