"""How long anything may take: a guard against what never ends, not a measure of speed.

Processor time of this very process, because the clock of a shared machine tells more of
its neighbours; speed itself is measured by `make bench`.
"""

from __future__ import annotations

from typing import Final

RUNAWAY: Final = 30.0  # seconds; what is guarded against takes minutes, or for ever
