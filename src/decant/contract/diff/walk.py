"""The walk over two documents: pairs of nodes, each compared once, never by recursion.

A pair is queued when it is first met and compared later, so a cycle is an edge to a pair
that already exists and depth costs nothing. What has equal content is never queued.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import orjson

from decant.contract.document import units_of
from decant.contract.units import canonical

from .change import NotEvaluated
from .edits import Edge, Pair, Root, Turn
from .fold import Folder
from .sides import Parts, Side, Site, component_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from decant.contract.document import Document

    from .edits import Guard

MOST_PATTERNS: Final = 300
Comparer: TypeAlias = Callable[["Walk", Pair, Site, Site], None]
# A value whose text holds none of these refers to nothing.
_MAY_REFER: Final = (b'"$ref"', b'"$dynamicRef"', b'"discriminator"')


class Walk:
    """Everything two documents' comparison remembers while it runs."""

    def __init__(self, older: Document, newer: Document, *, today: str | None = None) -> None:
        self.today = today
        self.moved_base = False
        # How many more pairs of patterns may be compared letter by letter.
        self.patience = MOST_PATTERNS
        self.callbacks: set[tuple[str, str, int, int]] = set()
        one, two = units_of(older, newer)
        self.older, self.newer = Side(older, one), Side(newer, two)
        self.is_secured_anew = one.get("security") != two.get("security")
        self.older_views, self.newer_views = Folder(self.older), Folder(self.newer)
        self.roots: list[Root] = []
        self.pairs: list[Pair] = []
        self.gaps: dict[str, NotEvaluated] = {}
        self._memo: dict[tuple[Comparer, int | str, int | str], Pair | None] = {}
        self._queue: deque[tuple[Comparer, Pair, Site, Site]] = deque()
        self._clean: dict[tuple[str, str], bool] = {}
        self._alive: list[Site] = []
        self._tasks: deque[Callable[[], None]] = deque()

    def pair(
        self,
        compare: Comparer,
        older: Site,
        newer: Site,
        *,
        schema: bool = False,
        place: str | None = None,
    ) -> Pair | None:
        """The pair of two nodes, to be compared in its turn; None if they are equal.

        `place` is where they are met, if that is not where the newer one is written; empty
        if that does not matter, as for alternatives, which have names of their own.
        """
        if self._same_reference(older, newer):
            return None
        met = newer.pointer if place is None else place
        older, newer = self.older.land(older, schema=schema), self.newer.land(newer, schema=schema)
        key = (compare, older.key, newer.key)
        if key in self._memo:
            return self._memo[key]
        self._alive += (older, newer)
        if self.is_same(older, newer):
            self._memo[key] = None
            return None
        is_home = component_of(older.pointer) == component_of(newer.pointer)
        pair = self._memo[key] = Pair(place=newer.pointer if is_home or not met else met)
        self.pairs.append(pair)
        self._queue.append((compare, pair, older, newer))
        return pair

    def fresh(self) -> Pair:
        """A pair that belongs to one place only, for edits to be noted on."""
        pair = Pair()
        self.pairs.append(pair)
        return pair

    def link(
        self,
        parent: Pair,
        child: Pair | None,
        *,
        turn: Turn = Turn.KEEP,
        marks: AbstractSet[Guard] = frozenset(),
    ) -> None:
        """Let a pair be reached from another."""
        if child is not None:
            parent.edges.append(Edge(child, turn, frozenset(marks)))

    def run(self) -> None:
        """Compare every pair that waits, and those that they lead to."""
        while self._queue or self._tasks:
            while self._tasks:
                self._tasks.popleft()()
            if self._queue:
                compare, pair, older, newer = self._queue.popleft()
                compare(self, pair, older, newer)

    def later(self, task: Callable[[], None]) -> None:
        """Leave something to be done by `run`, so that nesting costs no stack."""
        self._tasks.append(task)

    def is_same(self, older: Site, newer: Site) -> bool:
        """Whether two nodes are equal and nothing they refer to has changed."""
        one, two = older.value, newer.value
        if isinstance(one, Parts) or isinstance(two, Parts):
            return False
        if one is not two and (one != two or type(one) is not type(two)):
            return False
        if older.pointer in self.older.unresolved or newer.pointer in self.newer.unresolved:
            return False
        text = orjson.dumps(two)
        # To Python `true` equals 1; spelled out, they differ, but so may the order of members.
        if one is not two and text != orjson.dumps(one) and canonical(one) != canonical(two):
            return False
        if not any(sign in text for sign in _MAY_REFER):
            return True
        return all(self.is_clean(ref, ref) for ref in self.newer.references_in(two))

    def is_clean(self, older: str, newer: str) -> bool:
        """Whether two references lead to equal content, all the way down."""
        key = (older, newer)
        found = self._clean.get(key)
        if found is None:
            one, two = self.older.deep(older), self.newer.deep(newer)
            found = self._clean[key] = one is not None and one == two
        return found

    def give_up(self, pointer: str, reason: str) -> None:
        """Say that a place was not compared; once per place."""
        self.gaps.setdefault(pointer, NotEvaluated(pointer, reason))

    def _same_reference(self, older: Site, newer: Site) -> bool:
        one = self.older.reference(older.value, schema=True)
        two = self.newer.reference(newer.value, schema=True)
        return one is not None and two is not None and self.is_clean(one, two)
