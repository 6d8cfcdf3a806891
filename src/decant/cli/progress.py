"""A word on stderr about work that takes longer than a second."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE: Final = 1.0  # seconds


@contextmanager
def telling(words: str) -> Iterator[None]:
    """Say what takes so long, once a second has passed; a terminal forgets it afterwards."""
    from threading import Event, Timer

    from .output import clean

    said = Event()
    is_watched = sys.stderr.isatty()

    def speak() -> None:
        said.set()
        sys.stderr.write(f"decant: {clean(words)}…" + ("" if is_watched else "\n"))
        sys.stderr.flush()

    timer = Timer(PATIENCE, speak)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said.is_set() and is_watched:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
