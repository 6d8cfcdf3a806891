"""Where a place of a bundled tree was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a file as it was pushed."""

    file: str
    pointer: str


def nearest(pointer: str, origins: Mapping[str, Origin], root: str) -> Origin:
    """Where a bundled place was written: below the nearest place above it that is known.

    What is not known stands in the root file, at the same place.
    """
    above = pointer
    while above and above not in origins:
        above = above[: above.rfind("/")] if "/" in above else ""
    origin = origins.get(above)
    if origin is None:
        return Origin(root, pointer)
    return Origin(origin.file, origin.pointer + pointer[len(above) :])
