"""Work that makes a million objects and no garbage: the collector would run for nothing.

A document is one large tree without cycles, and what compares two of them keeps all that it
makes to the end. CPython would look through the whole of it, over and over, while it grows.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def left_alone() -> Iterator[None]:
    """Leave garbage where it is until the work is done."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()
