"""One kind of change, as a row of a table."""

from __future__ import annotations

from dataclasses import dataclass

from decant.contract.diff.edits import Guard


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: its name and what it means to those who send and those who receive.

    The sentences are filled with `subject`, `name`, `before` and `after`; `output` is used
    where the API is the sender, and is the same sentence where it makes no difference.
    """

    id: str
    input: str
    output: str = ""
    why: str = ""
    fix: str = ""
    marks: frozenset[Guard] = frozenset()
    documents: bool = False
    breaks_source: bool = False

    @property
    def sentence_for_output(self) -> str:
        return self.output or self.input


TOLERATED = frozenset([Guard.TOLERANT_READER])
IGNORED = frozenset([Guard.TOLERANT_SERVER])
