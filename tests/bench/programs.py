"""One program run to its end: how long it took, and what the kernel says it used."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PATIENCE: Final = 30.0  # seconds
_SAID: Final = Path("var") / "bench" / "said.txt"


@dataclass(frozen=True, slots=True)
class Run:
    """Wall and processor seconds, the peak of memory in MB, and the exit code.

    `code` is negative for a signal; `said` ends the program's output on stderr.
    """

    wall: float
    cpu: float
    peak: float
    code: int
    said: str = ""


def timed(command: list[str], environment: Mapping[str, str], patience: float = PATIENCE) -> Run:
    """Run a program, its output thrown away; killed after `patience` seconds.

    The peak is that of the process itself, not of children it may have. Linux counts what
    the parent had at the moment of the start, too: whoever measures must stay small.
    """
    _SAID.parent.mkdir(parents=True, exist_ok=True)
    streams = [
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, str(_SAID), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    started = perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=streams, setpgroup=0)
    timer = Timer(patience, os.killpg, (pid, signal.SIGKILL))
    timer.start()
    try:
        _, status, used = os.wait4(pid, 0)
        wall = perf_counter() - started
    finally:
        timer.cancel()
        timer.join()
    cpu = used.ru_utime + used.ru_stime
    code = os.waitstatus_to_exitcode(status)
    return Run(wall, cpu, used.ru_maxrss / 1024, code, _SAID.read_text(errors="replace")[-8000:])
