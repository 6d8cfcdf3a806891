"""Programs that are measured side by side, as users start them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from .figures import FOLDER
from .programs import PATIENCE, Run, timed

# A peer that takes longer is measured once.
_LONG: Final = 15.0  # seconds
# Where files lie on this machine is nobody's business.
_PATH: Final = re.compile(r"/[^\s\"']+")
_QUIET: Final = {
    "OPTIC_TELEMETRY_LEVEL": "off",
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
}


@dataclass(slots=True)
class Runner:
    """One program on one pair, with its runs so far; `fault` says why there are no more."""

    name: str
    command: list[str]
    runs: list[Run] = field(default_factory=list)
    fault: str = ""
    patience: float = PATIENCE

    @property
    def is_done(self) -> bool:
        return bool(self.fault) or (bool(self.runs) and self.runs[0].wall > _LONG)

    def measure(self, environment: dict[str, str]) -> None:
        one = timed(self.command, environment, self.patience)
        if one.code in (0, 1) and not _crashed(one):
            self.runs.append(one)
        else:
            self.fault = _reason(one, self.patience)

    def middle(self, what: str) -> float:
        return float(median(getattr(one, what) for one in self.runs))


def shown(runner: Runner, rounds: int) -> str:
    """Medians of time and memory, and whether it ran fewer than so many rounds."""
    wall, cpu = runner.middle("wall") * 1000, runner.middle("cpu") * 1000
    once = ", once" if len(runner.runs) < rounds else ""
    return f"{wall:,.0f} ms, CPU {cpu:,.0f} ms, {runner.middle('peak'):,.0f} MB{once}"


def environment_of_a_user() -> dict[str, str]:
    """As a user has it; modules are compiled once, as in an installed package."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "DECANT_"))
    }
    cache = (FOLDER / "bytecode").absolute()
    return {**kept, **_QUIET, "PYTHONPYCACHEPREFIX": str(cache)}


def _crashed(one: Run) -> bool:
    return any(sign in one.said for sign in ("Traceback", "Error:", "    at "))


def _reason(one: Run, patience: float) -> str:
    if one.code == -9 and one.wall >= patience:
        return f"gave no answer in {patience:.0f} s ({one.peak:,.0f} MB)"
    lines = [line.strip() for line in one.said.splitlines() if "Error" in line]
    said = _PATH.sub("…", lines[-1]) if lines else "no result"
    return f"exit {one.code}: {said[:80]}"
