"""A document: what the files say, cut into units that can be stored, hashed and compared.

Everything above this module works on one tree with local `$ref`s only. A tree of files
is bundled into that form once, in `bundle`; `origins` leads back to file and place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Dialect(StrEnum):
    """The OpenAPI family a document was written in (its `openapi` or `swagger` field)."""

    V2_0 = "2.0"
    V3_0 = "3.0"
    V3_1 = "3.1"
    V3_2 = "3.2"
