"""Who reaches an edit: operations spread over the graph of pairs as sets of bits.

Each door (an operation, a side, a place) is one bit. Sets flow along the edges until they
grow no more; an edge may turn the side around or add a guard. No operation walks the
graph for itself, so the cost does not grow with how often a schema is shared.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from .change import Polarity
from .edits import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .edits import Edge, Guard, Pair, Root

# A side, and the guards that hold on the way.
State: TypeAlias = tuple[Polarity, frozenset["Guard"]]
Reached: TypeAlias = dict[State, int]

_FLIPPED = {
    Polarity.INPUT: Polarity.OUTPUT,
    Polarity.OUTPUT: Polarity.INPUT,
    Polarity.UNKNOWN: Polarity.UNKNOWN,
}


def spread(roots: Sequence[Root], pairs: Sequence[Pair]) -> dict[int, Reached]:
    """For each pair that leads to an edit: by which doors, in which states (by id)."""
    useful = _leading_to_edits(pairs)
    reached: dict[int, Reached] = {}
    waiting: deque[Pair] = deque()
    queued: set[int] = set()
    for bit, root in enumerate(roots):
        if id(root.pair) in useful:
            states = reached.setdefault(id(root.pair), {})
            state = (root.polarity, root.marks)
            states[state] = states.get(state, 0) | 1 << bit
            if id(root.pair) not in queued:
                queued.add(id(root.pair))
                waiting.append(root.pair)
    while waiting:
        pair = waiting.popleft()
        queued.discard(id(pair))
        for edge in pair.edges:
            if id(edge.child) not in useful:
                continue
            if _flow(reached[id(pair)], edge, reached) and id(edge.child) not in queued:
                queued.add(id(edge.child))
                waiting.append(edge.child)
    return reached


def _flow(states: Reached, edge: Edge, reached: dict[int, Reached]) -> bool:
    """Pass what reaches a pair on to a child; True if the child learned anything."""
    below = reached.setdefault(id(edge.child), {})
    grew = False
    for (above, marks), bits in list(states.items()):
        polarity = above
        if edge.turn is Turn.FLIP:
            polarity = _FLIPPED[above]
        elif edge.turn is Turn.BLUR:
            polarity = Polarity.UNKNOWN
        state = (polarity, marks | edge.marks if edge.marks else marks)
        known = below.get(state, 0)
        if known | bits != known:
            below[state] = known | bits
            grew = True
    return grew


def _leading_to_edits(pairs: Sequence[Pair]) -> set[int]:
    parents: dict[int, list[Pair]] = {}
    for pair in pairs:
        for edge in pair.edges:
            parents.setdefault(id(edge.child), []).append(pair)
    useful: set[int] = set()
    stack = [pair for pair in pairs if pair.edits]
    while stack:
        pair = stack.pop()
        if id(pair) not in useful:
            useful.add(id(pair))
            stack.extend(parents.get(id(pair), ()))
    return useful


def bits_of(number: int) -> Iterator[int]:
    """The positions of the bits that are set."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
