"""The process that runs the engine for the hub, within limits, one task after the other.

Started as `python -P -m decant.pool.worker FD SECONDS MEMORY_MB`. It holds no database, no
secret and no socket but the one to the hub; it ends when the hub hangs up.
"""

from __future__ import annotations

import gc
import math
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Final

from decant.contract.errors import UnreadableDocument
from decant.contract.findings import finding_json

from .channel import Channel, ChannelClosed, Message
from .engine import Engine

_MEGABYTE: Final = 1 << 20


def main(fd: int, seconds: int, memory_mb: int) -> None:
    """Serve tasks until the hub hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the hub's to answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEGABYTE, memory_mb * _MEGABYTE))
    channel = Channel(socket.socket(fileno=fd))
    engine = Engine(channel)
    engine.warm()
    gc.freeze()
    channel.send(Message({"outcome": "ready"}))
    try:
        while True:
            task = channel.receive()
            _allow(seconds)
            answer = _outcome(engine, task)
            is_spent = answer.head["outcome"] == "too costly" or _resident_mb() > memory_mb // 2
            channel.send(Message({**answer.head, "spent": is_spent}, answer.parts))
    except ChannelClosed:
        return


def _outcome(engine: Engine, task: Message) -> Message:
    try:
        answer = engine.perform(task)
    except UnreadableDocument as unreadable:
        findings = [finding_json(finding) for finding in unreadable.findings]
        return Message({"outcome": "unreadable", "findings": findings})
    except (MemoryError, RecursionError):
        return Message({"outcome": "too costly"})
    except ChannelClosed:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the hub must hear of it
        return Message({"outcome": "fault", "traceback": traceback.format_exc()})
    return Message({**answer.head, "outcome": "done"}, answer.parts)


def _allow(seconds: int) -> None:
    """Let the next task have that much processor time; the kernel ends a worker past it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(usage.ru_utime + usage.ru_stime) + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _resident_mb() -> int:
    """Megabytes in memory now (proc(5), statm, second field, in pages); 0 where unknown."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0
    return int(statm.read_text().split()[1]) * resource.getpagesize() // _MEGABYTE


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
