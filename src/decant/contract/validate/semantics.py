"""Every rule of validation beyond the shape: all areas together."""

from __future__ import annotations

from . import operations, references, schemas  # noqa: F401 - importing the areas registers them
from .rules import SEMANTICS

__all__ = ["SEMANTICS"]
