"""Automata: whether all texts that one accepts are accepted by another.

Characters are kept as ranges of code points. To compare two automata it is enough to try
one character of every range that no edge of either divides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

# Code points, as ranges that include both ends, in order and apart.
Chars: TypeAlias = tuple[tuple[int, int], ...]
LAST: Final = 0x10FFFF
ANY: Final[Chars] = ((0, LAST),)
# Past these an answer is not worth its time.
MOST_STATES: Final = 800
MOST_WORK: Final = 60_000


class TooLargeError(Exception):
    """An automaton, or a comparison of two, that would take too long."""


@dataclass(slots=True)
class Automaton:
    """States by number, with edges that take a character and edges that take none."""

    edges: list[list[tuple[Chars, int]]] = field(default_factory=list)
    jumps: list[list[int]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def state(self) -> int:
        if len(self.edges) >= MOST_STATES:
            raise TooLargeError
        self.edges.append([])
        self.jumps.append([])
        return len(self.edges) - 1

    def reached(self, states: frozenset[int]) -> frozenset[int]:
        """The states, and those that can be jumped to from them."""
        found, stack = set(states), list(states)
        while stack:
            for state in self.jumps[stack.pop()]:
                if state not in found:
                    found.add(state)
                    stack.append(state)
        return frozenset(found)

    def after(self, states: frozenset[int], char: int) -> frozenset[int]:
        """The states that one more character leads to."""
        taken = {
            target
            for state in states
            for chars, target in self.edges[state]
            if any(low <= char <= high for low, high in chars)
        }
        return self.reached(frozenset(taken))

    def accepts(self, text: str) -> bool:
        states = self.reached(frozenset([self.start]))
        for char in text:
            states = self.after(states, ord(char))
        return self.end in states


def complement(chars: Chars) -> Chars:
    """Every other character."""
    found, low = [], 0
    for start, stop in chars:
        if low < start:
            found.append((low, start - 1))
        low = stop + 1
    if low <= LAST:
        found.append((low, LAST))
    return tuple(found)


def united(*parts: Chars) -> Chars:
    """The characters of all parts, as ranges in order."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(piece for part in parts for piece in part):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def covers(wide: Automaton, slim: Automaton) -> bool:
    """Whether the wide one accepts all that the slim one does; raises TooLargeError."""
    samples = sorted(set(_ends(wide)) | set(_ends(slim)) | {0})
    first = (slim.reached(frozenset([slim.start])), wide.reached(frozenset([wide.start])))
    waiting, seen, work = [first], {first}, 0
    while waiting:
        mine, theirs = waiting.pop()
        if slim.end in mine and wide.end not in theirs:
            return False
        for char in samples:
            following = (slim.after(mine, char), wide.after(theirs, char))
            work += len(mine) + len(theirs)
            if work > MOST_WORK:
                raise TooLargeError
            if following[0] and following not in seen:
                seen.add(following)
                waiting.append(following)
    return True


def _ends(automaton: Automaton) -> Iterator[int]:
    """The first character of every range, and the first after it."""
    for edges in automaton.edges:
        for chars, _ in edges:
            for low, high in chars:
                yield low
                if high < LAST:
                    yield high + 1
