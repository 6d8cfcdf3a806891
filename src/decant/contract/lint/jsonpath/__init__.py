"""JSONPath as Spectral speaks it: a path is parsed once and finds places in a tree.

Spectral's dialect is that of two JavaScript engines, and no library for Python speaks it:
`.[` descends, `^` climbs, `~` asks for the key, unions need no quotes, and filters are
JavaScript. Here a filter is a small language of its own. Nothing is ever evaluated as code,
patterns run in linear time where they can, and every step is counted against a budget.
"""

from __future__ import annotations

from .budget import Budget, BudgetExceeded
from .faults import PathFault
from .parse import parse
from .steps import Path
from .tree import Place, Tree
from .walk import matches

__all__ = [
    "Budget",
    "BudgetExceeded",
    "Path",
    "PathFault",
    "Place",
    "Tree",
    "matches",
    "parse",
]
