"""Where lint rules register: `@rule("id", Severity.X, hint=…)` over a function with a reason.

Ids are Spectral's wherever the question is the same, so that what a team knows, and what
it has written into its own ruleset, keeps its meaning here.
"""

from __future__ import annotations

from typing import Final

from decant.contract.validate.rules import Complaint, Rule, Rules

__all__ = ["BUILT_IN", "Complaint", "Rule", "rule"]

BUILT_IN: Final = Rules()
rule: Final = BUILT_IN.rule
