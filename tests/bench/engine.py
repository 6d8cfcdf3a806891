"""What a push asks of the engine, stage by stage: read, validate, lint, compare, units.

Processor time in one process that has warmed up, as a worker of the hub has; every document is
read anew.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Final, TypeAlias

from decant.contract import Document, compare, lint, read, validate

from .figures import Figure, Table
from .pairs import pairs

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS: Final = 5
# Everything that a push of GitHub's document may take, in seconds.
MOST_FOR_GITHUB: Final = 2.0

Stage: TypeAlias = Callable[[Document, Document], object]
STAGES: Final[dict[str, Stage]] = {
    "validate": lambda _, newer: validate(newer),
    "lint": lambda _, newer: lint(newer),
    "compare": compare,
    "units": lambda _, newer: sum(len(data) for _, data in newer.unit_bytes()),
}


def run() -> None:
    """Measure the last step of every API, print and write the table."""
    table = Table("Engine")
    for pair in pairs():
        if "first to last" in pair.name:
            continue
        older = read({pair.older.name: pair.older.read_bytes()})
        seconds = _stages(older, pair.newer)
        for stage, taken in seconds.items():
            table.add(Figure(f"{pair.name}: {stage}", f"{taken * 1000:,.1f} ms"))
        whole = sum(seconds.values())
        is_github = pair.name.startswith("github")
        target = f"≤ {MOST_FOR_GITHUB:g} s" if is_github else ""
        is_met = whole <= MOST_FOR_GITHUB if is_github else None
        table.add(Figure(f"{pair.name}: together", f"{whole:.2f} s", "", target, is_met))
    print(f"written to {table.write()}")


def _stages(older: Document, path: Path) -> dict[str, float]:
    text = path.read_bytes()
    taken: dict[str, list[float]] = {"read": [], **{stage: [] for stage in STAGES}}
    for _ in range(ROUNDS):
        gc.collect()
        started = process_time()
        newer = read({path.name: text})
        taken["read"].append(process_time() - started)
        for stage, work in STAGES.items():
            started = process_time()
            work(older, newer)
            taken[stage].append(process_time() - started)
    return {stage: median(seconds) for stage, seconds in taken.items()}
