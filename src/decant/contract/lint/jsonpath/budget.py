"""How much work one rule may ask for, counted so that no path is endless."""

from __future__ import annotations

from typing import Final

from decant.contract.errors import ContractError

# A step takes about two microseconds; the largest real document has 260,000 values, and a path
# that descends twice looks at each of them twice.
MOST_STEPS: Final = 2_000_000


class BudgetExceeded(ContractError):  # noqa: N818 - it says what happened
    """A rule asked for more steps than it may take."""

    def __init__(self, allowed: int) -> None:
        super().__init__(f"takes more than {allowed:,} steps")
        self.allowed = allowed


class Budget:
    """The steps that are left; whoever walks or compares spends some."""

    __slots__ = ("allowed", "left")

    def __init__(self, allowed: int = MOST_STEPS) -> None:
        self.allowed = allowed
        self.left = allowed

    def spend(self, steps: int = 1) -> None:
        """Take some steps. Raises BudgetExceeded when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise BudgetExceeded(self.allowed)
