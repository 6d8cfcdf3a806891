"""`decant diff` beside its peers, whole processes, on documents of real vendors.

Rounds are interleaved, so that whatever else the machine does hits all of them alike. Every
program is started as users start it; Python's bytecode is compiled beforehand, as pip does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import plot
from .figures import FOLDER, Figure, Table
from .pairs import pairs
from .peers import peers
from .programs import timed
from .runners import Runner, environment_of_a_user, shown

if TYPE_CHECKING:
    from .pairs import Pair
    from .peers import Peer

ROUNDS: Final = 5
_DECANT: Final = str(Path(sys.executable).with_name("decant"))
_FLOOR: Final = str(Path(__file__).with_name("parse_both.py"))
OURS: Final = "decant diff"
BARE: Final = "parse both files"
MOST_PEAK: Final = 150  # MB, on GitHub's document


def run() -> None:
    """Measure every pair, print and write the table, and draw it."""
    table = Table("Diff")
    known = peers()
    environment = environment_of_a_user()
    for peer in known:
        table.add(Figure(peer.name, peer.version, peer.missing and f"not here: {peer.missing}"))
    drawn = []
    for pair in pairs():
        runners = _measured(pair, known, environment)
        _tell(table, pair, runners)
        drawn.append((pair.name, [(one.name, one.middle("wall")) for one in runners if one.runs]))
    print(f"written to {table.write()}")
    path = FOLDER / "diff.svg"
    path.write_text(plot.bars("Whole process, seconds of wall time (logarithmic)", drawn))
    print(f"drawn in {path}")


def _measured(pair: Pair, known: list[Peer], environment: dict[str, str]) -> list[Runner]:
    files = [str(pair.older), str(pair.newer)]
    runners = [
        Runner(OURS, [_DECANT, "diff", *files, "--format", "json"]),
        Runner(BARE, [sys.executable, "-I", _FLOOR, *files]),
        *(_of_peer(peer, pair) for peer in known if not peer.missing),
    ]
    timed(runners[0].command, environment)  # compiles to bytecode, fills the disk's cache
    for _ in range(ROUNDS):
        for runner in runners:
            if not runner.is_done:
                runner.measure(environment)
    return runners


def _of_peer(peer: Peer, pair: Pair) -> Runner:
    runner = Runner(peer.name, peer.command(pair.older, pair.newer))
    if not pair.is_json and not peer.reads_yaml:
        runner.fault = "reads no YAML"
    return runner


def _tell(table: Table, pair: Pair, runners: list[Runner]) -> None:
    ours, bare = runners[0], runners[1]
    if not ours.runs:
        raise RuntimeError(f"{pair.name}: {ours.fault}")
    peak = max(one.peak for one in ours.runs)
    is_github = pair.name.startswith("github")
    table.add(
        Figure(
            f"{pair.name} ({pair.size / 1e6:.1f} MB): {OURS}",
            shown(ours, ROUNDS),
            "",
            f"≤ {MOST_PEAK} MB" if is_github else "",
            peak <= MOST_PEAK if is_github else None,
        )
    )
    for other in runners[1:]:
        name = f"{pair.name}: {other.name}"
        if not other.runs:
            table.add(Figure(name, "-", other.fault))
            continue
        table.add(
            Figure(name, shown(other, ROUNDS), *_ratio(ours, other, _target(pair, other, bare)))
        )


def _target(pair: Pair, other: Runner, bare: Runner) -> float | None:
    if other is bare:
        return 2.0
    return (0.1 if pair.is_json else 0.2) if other.name == "oasdiff" else None


def _ratio(ours: Runner, other: Runner, most: float | None) -> tuple[str, str, bool | None]:
    wall = ours.middle("wall") / other.middle("wall")
    cpu = ours.middle("cpu") / other.middle("cpu")
    shown = f"{wall:.3f}x, CPU {cpu:.3f}x"
    return (shown, "", None) if most is None else (shown, f"≤ {most:g}x", wall <= most)
