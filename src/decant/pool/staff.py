"""The workers of a pool: who is free, who waits for one, and who must be replaced."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from threading import Condition
from typing import TYPE_CHECKING

from decant.errors import Unavailable

from .process import WorkerDied, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .process import Allowance


class Staff:
    """A fixed number of places; a worker is started when its place is first needed.

    The worker used last is taken first: it has the documents of the last push at hand.
    At most `waiting` callers wait, for at most `patience` seconds.
    """

    def __init__(self, places: int, allowance: Allowance, waiting: int, patience: float) -> None:
        self._allowance = allowance
        self._most_waiting, self._patience = waiting, patience
        self._free: list[WorkerProcess | None] = [None] * places
        self._busy: set[WorkerProcess] = set()
        self._waiting = 0
        self._is_closed = False
        self._changed = Condition()

    @contextmanager
    def worker(self) -> Iterator[WorkerProcess]:
        """A worker for one task. One that raises, or is spent, is not used again."""
        worker = self._take() or self._started()
        try:
            yield worker
        except BaseException:
            self._leave(worker)
            raise
        if worker.is_spent or self._is_closed:
            self._leave(worker)
        else:
            self._give(worker, worker)

    def warm(self) -> None:
        """Start a worker and keep it free."""
        with suppress(Unavailable), self.worker():
            pass

    def close(self) -> None:
        """Let every worker go; those in the middle of a task are ended."""
        with self._changed:
            self._is_closed = True
            free = [worker for worker in self._free if worker is not None]
            busy = list(self._busy)
            self._changed.notify_all()
        for worker in free:
            worker.end()
        for worker in busy:
            worker.interrupt()

    def _take(self) -> WorkerProcess | None:
        """A free worker, or None for a place that has none yet."""
        deadline = time.monotonic() + self._patience
        with self._changed:
            if not self._free and self._waiting >= self._most_waiting:
                raise Unavailable("the engine has too much to do", retry_after=5)
            self._waiting += 1
            try:
                while not self._free and not self._is_closed:
                    if not self._changed.wait(deadline - time.monotonic()):
                        raise Unavailable("the engine is busy", retry_after=5)
            finally:
                self._waiting -= 1
            if self._is_closed:
                raise Unavailable("the hub is shutting down", retry_after=5)
            worker = self._free.pop()
            if worker is not None:
                self._busy.add(worker)
            return worker

    def _started(self) -> WorkerProcess:
        try:
            worker = WorkerProcess(self._allowance)
        except OSError as refused:
            self._give(None)
            raise Unavailable("no engine worker can be started", retry_after=5) from refused
        with self._changed:
            self._busy.add(worker)
            if self._is_closed:
                worker.interrupt()  # `close` did not see it
        try:
            worker.wait_until_ready()
        except WorkerDied as died:
            self._give(None, worker)
            raise Unavailable("the engine does not start", retry_after=5) from died
        return worker

    def _leave(self, worker: WorkerProcess) -> None:
        worker.kill()
        self._give(None, worker)

    def _give(self, free: WorkerProcess | None, done: WorkerProcess | None = None) -> None:
        with self._changed:
            if done is not None:
                self._busy.discard(done)
            # Started workers lie on top.
            self._free.insert(len(self._free) if free else 0, free)
            self._changed.notify()
