"""Patterns over places in a document, as teams write them: JSON pointers with wildcards.

`*` is one step, `**` any number of them; `file#/pointer` names one file. Only a whole step
is a wildcard, so the media type `*~1*` means itself.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract.findings import Location

ANY_STEP: Final = "*"
ANY_STEPS: Final = "**"


def covers(pattern: str, place: Location, *, below: bool = False) -> bool:
    """Whether a pattern names a place, or with `below` also something that holds it."""
    file, steps = _read(pattern)
    if file and file != place.file:
        return False
    return _matches((*steps, ANY_STEPS) if below else steps, place.pointer.split("/")[1:])


@lru_cache(maxsize=4096)
def _read(pattern: str) -> tuple[str, tuple[str, ...]]:
    """The file, if one is named, and the steps; a `#` in a pointer is just a character."""
    file, _, pointer = ("", "", pattern) if pattern.startswith("/") else pattern.partition("#")
    return file, tuple(pointer.split("/")[1:])


def _matches(pattern: Sequence[str], steps: Sequence[str]) -> bool:
    """Whether the steps fit, trying each start once; the last `**` may take one step more."""
    at, step = 0, 0
    last, taken = -1, 0
    while step < len(steps):
        if at < len(pattern) and pattern[at] == ANY_STEPS:
            last, taken = at, step
            at += 1
        elif at < len(pattern) and pattern[at] in (ANY_STEP, steps[step]):
            at, step = at + 1, step + 1
        elif last >= 0:
            taken += 1
            at, step = last + 1, taken
        else:
            return False
    return all(part == ANY_STEPS for part in pattern[at:])
