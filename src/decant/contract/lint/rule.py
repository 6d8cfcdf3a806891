"""Where lint rules register: `@rule("id", Severity.X, hint=…)` over a function with a reason.

Ids are Spectral's wherever the question is the same, so that what a team knows, and what
it has written into its own ruleset, keeps its meaning here. The severity given here is the
one a rule has until a pack or a team says otherwise.
"""

from __future__ import annotations

from typing import Final

from decant.contract.document import Dialect
from decant.contract.validate.rules import Remark as Complaint
from decant.contract.validate.rules import Rule, Rules

__all__ = [
    "BEFORE_3_1",
    "BUILT_IN",
    "OPENAPI_3",
    "SINCE_3_1",
    "SWAGGER",
    "Complaint",
    "Rule",
    "rule",
]

SWAGGER: Final = frozenset({Dialect.V2_0})
OPENAPI_3: Final = frozenset(Dialect) - SWAGGER
SINCE_3_1: Final = frozenset({Dialect.V3_1, Dialect.V3_2})
BEFORE_3_1: Final = frozenset(Dialect) - SINCE_3_1

BUILT_IN: Final = Rules()
rule: Final = BUILT_IN.rule
