"""One at a time per name, in this process.

Pushes to one API would judge against a head that the other is about to move; previews would
keep every worker from pushes. Nothing rests on this but time: the writing transaction checks
again what was judged.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from decant.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


class Turns:
    """Locks by name, kept only while somebody holds or awaits them."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = Lock()
        self._turns: dict[str, _Turn] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Wait for one's turn, in seconds at most the patience; raises Unavailable after that."""
        with self._lock:
            turn = self._turns.setdefault(name, _Turn())
            turn.wanted += 1
        try:
            if not turn.lock.acquire(timeout=self._patience):
                raise Unavailable(f"too much is under way for '{name}'", retry_after=5)
            try:
                yield
            finally:
                turn.lock.release()
        finally:
            with self._lock:
                turn.wanted -= 1
                if not turn.wanted:
                    del self._turns[name]


class _Turn:
    __slots__ = ("lock", "wanted")

    def __init__(self) -> None:
        self.lock = Lock()
        self.wanted = 0
