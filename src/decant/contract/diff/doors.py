"""Where operations open into the graph: which side each part of an operation is on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .change import Polarity
from .edits import Guard, Root
from .lifecycle import UNSTABLE, stability

if TYPE_CHECKING:
    from .edits import Edit, Pair
    from .sides import Site
    from .walk import Walk


@dataclass(frozen=True, slots=True)
class Door:
    """One operation on both sides. Webhooks and callbacks are called by the API itself:
    what they ask is output, what they are answered is input (`is_called_back`).
    """

    method: str
    path: str
    older: Site
    newer: Site
    older_item: Site
    newer_item: Site
    is_called_back: bool = False
    prefix: str = ""
    marks: frozenset[Guard] = field(default_factory=frozenset)

    @property
    def asks(self) -> Polarity:
        return Polarity.OUTPUT if self.is_called_back else Polarity.INPUT

    @property
    def answers(self) -> Polarity:
        return Polarity.INPUT if self.is_called_back else Polarity.OUTPUT

    def open(
        self,
        walk: Walk,
        pair: Pair | None,
        polarity: Polarity,
        place: str = "",
        *,
        marks: frozenset[Guard] = frozenset(),
    ) -> None:
        """Let a pair be reached by this operation, on one side."""
        if pair is not None:
            where, marks = f"{self.prefix}{place}", self.marks | marks
            walk.roots.append(Root(self.method, self.path, polarity, pair, where, marks))

    def note(self, walk: Walk, edit: Edit, polarity: Polarity, place: str = "") -> None:
        """Note an edit that belongs to this operation alone."""
        pair = walk.fresh()
        pair.edits.append(edit)
        self.open(walk, pair, polarity, place)

    def judged(self, *nodes: Site) -> Door:
        """The door with the guards that the older document's stability gives it."""
        level = stability(*(node.value for node in nodes))
        marks = frozenset([Guard.UNSTABLE]) if level in UNSTABLE else frozenset[Guard]()
        return replace(self, marks=marks)
