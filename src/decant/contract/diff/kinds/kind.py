"""One kind of change, as a row of a table."""

from __future__ import annotations

from dataclasses import dataclass

from decant.contract.diff.change import Effect, Polarity
from decant.contract.diff.edits import Guard


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: its name and what it means to those who send and those who receive.

    The sentences are filled with `subject`, `name`, `before` and `after`; `output` is used
    where the API is the sender, and is the same sentence where it makes no difference.
    `plain` is for an edit of this kind that touches no message at all.
    """

    id: str
    input: str
    output: str = ""
    plain: str = ""
    why: str = ""
    output_why: str = ""
    fix: str = ""
    output_fix: str = ""
    marks: frozenset[Guard] = frozenset()
    documents: bool = False
    breaks_source: bool = False

    def sentence(self, effect: Effect, polarity: Polarity) -> str:
        """The sentence for one side."""
        if effect is Effect.NONE and self.plain:
            return self.plain
        return self.output or self.input if polarity is Polarity.OUTPUT else self.input


TOLERATED = frozenset([Guard.TOLERANT_READER])
IGNORED = frozenset([Guard.TOLERANT_SERVER])
# Why it hurts those who read when something is taken away.
MISSED = "Clients were promised what does not come any more."
MISSING = "Clients were promised what may be missing now."
