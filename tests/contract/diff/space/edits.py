"""An edit of one keyword or field, and what it must weigh on either side."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = Any
ALL: Final = frozenset(["2.0", "3.0", "3.1", "3.2"])
THREE: Final = ALL - {"2.0"}
NEW: Final = frozenset(["3.1", "3.2"])
NEWEST: Final = frozenset(["3.2"])
OLD: Final = ALL - NEW
OLD_THREE: Final = frozenset(["3.0"])
TWO: Final = frozenset(["2.0"])


class Absent:
    """No such keyword."""

    def __repr__(self) -> str:
        return "absent"


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an edit weighs for those who send (input) and for those who receive (output).

    A weight is a level of the engine, or `silent` (no change at all), or `told` (the
    comparison says that it did not evaluate it).
    """

    input: str
    output: str

    def on(self, side: str) -> str:
        return {"input": self.input, "output": self.output, "both": self.input}[side]


# fmt: off
NARROWS    = Meaning("breaking", "safe")
WIDENS     = Meaning("safe",     "breaking")
SURPRISES  = Meaning("safe",     "risky")     # it widens, and tolerant readers survive it
APART      = Meaning("breaking", "breaking")
DOUBTFUL   = Meaning("risky",    "risky")
HARMLESS   = Meaning("safe",     "safe")
READ       = Meaning("docs",     "docs")
SAME       = Meaning("silent",   "silent")
TOLD       = Meaning("told",     "told")
# fmt: on


@dataclass(frozen=True, slots=True)
class Edit:
    """One keyword, before and after, within the object that holds it."""

    name: str
    older: Json
    newer: Json
    meaning: Meaning
    versions: frozenset[str] = ALL


@dataclass(frozen=True, slots=True)
class Row:
    """How one keyword can be edited within `base`.

    `steps` go from the widest value to the narrowest: each pair of them is walked down
    and up. `other` are pairs with what they mean, walked in the order given; `same` are
    spellings of one thing, walked both ways. `places` are the ways a value travels (json, text)
    and `nests` the schemas around it where the edit has this meaning.
    """

    keyword: str
    base: Json = field(default_factory=dict)
    steps: tuple[Json, ...] = ()
    down: Meaning = NARROWS
    up: Meaning = WIDENS
    other: tuple[tuple[Json, Json, Meaning], ...] = ()
    same: tuple[tuple[Json, Json], ...] = ()
    versions: frozenset[str] = ALL
    places: frozenset[str] | None = None
    nests: frozenset[str] | None = None

    def edits(self) -> Iterator[Edit]:
        for wide, slim in combinations(self.steps, 2):
            yield self._edit(wide, slim, self.down)
            yield self._edit(slim, wide, self.up)
        for before, after, meaning in self.other:
            yield self._edit(before, after, meaning)
        for one, two in self.same:
            yield self._edit(one, two, SAME)
            yield self._edit(two, one, SAME)

    def _edit(self, before: Json, after: Json, meaning: Meaning) -> Edit:
        name = f"{self.keyword}: {before} -> {after}"
        return Edit(name, self._with(before), self._with(after), meaning, self.versions)

    def _with(self, value: Json) -> Json:
        if isinstance(value, Absent):
            return {key: held for key, held in self.base.items() if key != self.keyword}
        return {**self.base, self.keyword: value}
