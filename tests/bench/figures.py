"""Figures as a table on the screen and in a file, with the machine they were taken on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

FOLDER: Final = Path("var") / "bench"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: what it is held against, and what it should reach."""

    name: str
    value: str
    ratio: str = ""
    target: str = ""
    is_met: bool | None = None


@dataclass(slots=True)
class Table:
    """Figures of one subject, printed as they come and kept as Markdown."""

    title: str
    figures: list[Figure] = field(default_factory=list)

    def add(self, figure: Figure) -> None:
        """Print one figure and keep it."""
        self.figures.append(figure)
        print(_row(figure), flush=True)

    def write(self) -> Path:
        """Write the table under var/bench/ and say where."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{self.title.lower().replace(' ', '-')}.md"
        lines = [
            f"# {self.title}",
            "",
            machine(),
            "",
            "| what | measured | ratio | target | |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {f.name} | {f.value} | {f.ratio} | {f.target} | {_met(f)} |" for f in self.figures
        ]
        path.write_text("\n".join(lines) + "\n")
        return path


def machine() -> str:
    """Where and when: processor count, Python, time."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load}, {now}"


def middle(values: list[float]) -> float:
    """The median."""
    return median(values)


def _row(figure: Figure) -> str:
    return f"{figure.name:<48} {figure.value:>16} {figure.ratio:>12} {figure.target:>16} {_met(figure)}"


def _met(figure: Figure) -> str:
    return {None: "", True: "met", False: "missed"}[figure.is_met]
