"""What the walk leaves behind: edits, and the graph of compared pairs that leads to them.

An edit says what changed and what it does to the set of messages, on either side. How
bad that is depends on who reaches it, which `reach` finds out over the graph and
`compatibility` judges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from .change import Effect, Polarity

if TYPE_CHECKING:
    from collections.abc import Hashable

Json: TypeAlias = Any


class Guard(StrEnum):
    """A reason why an edit weighs less, or more, than its effect alone."""

    READ_ONLY = "read-only"
    WRITE_ONLY = "write-only"
    DEPRECATED = "deprecated"
    SUNSET = "sunset"
    UNSTABLE = "unstable"
    EXTENSIBLE = "extensible"
    TOLERANT_READER = "tolerant-reader"
    TOLERANT_SERVER = "tolerant-server"


@dataclass(frozen=True, slots=True)
class Effects:
    """What an edit does to the messages that come in and to those that go out.

    The two differ where an object is open: clients send only what is declared, but the
    API may send more than that, so a new property widens input and narrows output.
    """

    input: Effect
    output: Effect

    def at(self, polarity: Polarity) -> Effect:
        """The effect for one side; for an unknown one, what both sides agree on."""
        if polarity is Polarity.OUTPUT:
            return self.output
        if polarity is Polarity.INPUT or self.input is self.output:
            return self.input
        return Effect.UNKNOWN


NONE: Final = Effects(Effect.NONE, Effect.NONE)
NARROWS: Final = Effects(Effect.NARROWS, Effect.NARROWS)
WIDENS: Final = Effects(Effect.WIDENS, Effect.WIDENS)
INCOMPARABLE: Final = Effects(Effect.INCOMPARABLE, Effect.INCOMPARABLE)
UNKNOWN: Final = Effects(Effect.UNKNOWN, Effect.UNKNOWN)
# Those who send keep to what is declared, those who receive must be ready for more. So the
# two sides see a new member differently: one more to send, one less that may be missing.
ADDED: Final = Effects(input=Effect.WIDENS, output=Effect.NARROWS)
REMOVED: Final = Effects(input=Effect.NARROWS, output=Effect.WIDENS)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit, before anyone judges it; places are pointers in the bundled trees."""

    kind: str
    effects: Effects
    older: str | None
    newer: str | None
    before: Json = None
    after: Json = None
    name: str = ""
    marks: frozenset[Guard] = frozenset()
    note: str = ""

    def key(self) -> Hashable:
        """Equal for the same edit met on different ways, as through two `allOf`s."""
        place = self.newer if self.after is not None or self.older is None else self.older
        values = orjson.dumps([self.before, self.after], default=list)
        return (self.kind, self.effects, place, self.name, values)


class Turn(StrEnum):
    """What an edge does to the polarity of everything below it."""

    KEEP = "keep"
    FLIP = "flip"
    BLUR = "blur"


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from a pair to one below it; `marks` hold for everything below."""

    child: Pair
    turn: Turn = Turn.KEEP
    marks: frozenset[Guard] = frozenset()


@dataclass(slots=True, eq=False)
class Pair:
    """Two nodes that were compared, once, however many ways lead to them.

    `place` is where the newer one is met, which is not where it stands if a reference was
    pointed elsewhere. `is_moved` says that the two were never meant to be the same thing.
    """

    edits: list[Edit] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    place: str = ""
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """One operation's door into the graph: which side, and where in the operation."""

    method: str
    path: str
    polarity: Polarity
    pair: Pair
    place: str = ""
    marks: frozenset[Guard] = frozenset()
