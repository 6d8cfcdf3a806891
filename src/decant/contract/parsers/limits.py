"""How much one document may ask of the reader; beyond it, it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Far above any real document, far below what hurts.

    The largest real description known (Microsoft Graph) is 35 MB; GitHub's is 13 MB with 260,000
    nodes; the deepest of 300 vendor files has 25 levels. `depth` may not exceed 254, which is
    what the JSON writer can hold.
    """

    files: int = 10_000  # in one document
    file_bytes: int = 20 * 2**20  # of one file
    total_bytes: int = 64 * 2**20  # of all files of one document
    path_characters: int = 512  # of one file's path
    depth: int = 200  # of objects and arrays within each other, in one file
    nodes: int = 1_000_000  # values in one file, aliases expanded
    scalar_bytes: int = 2_000_000  # of one string or number
    expanded_bytes: int = 64 * 2**20  # of one YAML file with its aliases expanded


DEFAULT_LIMITS: Final = Limits()
