"""One engine worker as the hub sees it: started, asked, and ended if it stalls."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .channel import Channel, ChannelClosed, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    # Compressed bytes by digest, for those that the store has.
    Supply: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]

_log = logging.getLogger(__name__)

_SECONDS_TO_START: Final = 60.0
_SECONDS_TO_END: Final = 2.0
# The worker reads other people's documents: it gets no secret and no address of a database.
_INHERITED: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
_INHERITED_PREFIXES: Final = ("PYTHON", "COVERAGE_")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one task may use: seconds of processor time (twice that by the clock), megabytes."""

    seconds: int = 30
    memory_mb: int = 1536


class WorkerDied(Exception):  # noqa: N818 - an outcome the caller always answers
    """The worker ended in the middle of a task."""


class WorkerStalled(WorkerDied):
    """The worker took too long, and was ended."""


class EngineFault(Exception):  # noqa: N818 - the engine broke, the word Error says less
    """The engine raised what it should not have; the traceback is the worker's."""


class WorkerProcess:
    """A live worker. Not thread-safe: one task at a time."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self.tasks = 0
        self.is_spent = False
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "decant.pool.worker", str(theirs.fileno()),
                 str(allowance.seconds), str(allowance.memory_mb)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),), env=_environment(), start_new_session=True,
            )  # fmt: skip
        self._channel = Channel(ours)

    def wait_until_ready(self) -> None:
        """Return once the worker takes tasks; raises WorkerDied if it never does."""
        self._receive(time.monotonic() + _SECONDS_TO_START)

    def ask(self, task: Message, supply: Supply) -> Message:
        """Have a task done, supplying what it asks for; raises WorkerDied if that ends it."""
        self.tasks += 1
        deadline = time.monotonic() + 2 * self.allowance.seconds
        self._send(task, deadline)
        answer = self._receive(deadline)
        while answer.head["outcome"] == "wanted":
            found = supply(answer.head["digests"])
            self._send(Message({"digests": list(found)}, tuple(found.values())), deadline)
            answer = self._receive(deadline)
        if answer.head["outcome"] == "fault":
            raise EngineFault(answer.head["traceback"])
        self.is_spent = answer.head["spent"]
        return answer

    def end(self) -> None:
        """Let an idle worker go: it ends by itself once the hub hangs up."""
        self._channel.close()
        try:
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End a worker whatever it does."""
        self._process.kill()
        self._process.wait()
        self._channel.close()

    def interrupt(self) -> None:
        """End a worker that another thread waits for; that thread learns that it died."""
        self._process.kill()

    @property
    def pid(self) -> int:
        """The process, for operators and tests."""
        return self._process.pid

    def _send(self, message: Message, deadline: float) -> None:
        try:
            self._channel.send(message, deadline)
        except TimeoutError:
            raise self._stalled() from None
        except ChannelClosed:
            raise self._died() from None

    def _receive(self, deadline: float) -> Message:
        try:
            return self._channel.receive(deadline)
        except TimeoutError:
            raise self._stalled() from None
        except ChannelClosed:
            raise self._died() from None

    def _stalled(self) -> WorkerStalled:
        self.kill()
        _log.warning("an engine worker stalled and was ended")
        return WorkerStalled("the engine took too long")

    def _died(self) -> WorkerDied:
        self.end()
        status = self._process.returncode
        _log.warning("an engine worker died (status %s)", status)
        return WorkerDied(f"the engine ended with status {status}")


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in _INHERITED or name.startswith(_INHERITED_PREFIXES)
    }
