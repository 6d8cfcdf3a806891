"""Which places a path finds; each is visited once per step, however many ways lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .steps import Each, Every, Filter, Named, Path, Span, Step, Up

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from .budget import Budget
    from .tree import Place, Tree

_Stop: TypeAlias = "tuple[Place, int]"


def matches(path: Path, tree: Tree, budget: Budget) -> Iterator[Place]:
    """The places that a path finds, in the order of the document, each once.

    With `path.keyed` it is their keys that were asked for. Raises BudgetExceeded.
    """
    steps = path.steps
    waiting: list[_Stop] = [(tree.root, 0)]
    seen: set[Hashable] = set()
    while waiting:
        place, number = waiting.pop()
        budget.spend()
        done = number == len(steps)
        # Keys that lead to the same place are different keys.
        by_key = (place.parent and place.parent.identity, place.key) if path.keyed and done else ()
        mark = (number, place.identity, by_key)
        if mark in seen:
            continue
        seen.add(mark)
        if done:
            yield place
        else:
            waiting.extend(reversed(list(_next(steps[number], (place, number), tree, budget))))


def _next(step: Step, stop: _Stop, tree: Tree, budget: Budget) -> Iterator[_Stop]:
    place, number = stop
    if isinstance(step, Up):
        if place.parent is not None:
            yield place.parent, number + 1
        return
    if not place.is_container:
        return
    if isinstance(step, Every):
        yield place, number + 1
        yield from ((child, number) for child in tree.children(place) if child.is_container)
        return
    for child in _found(step, place, tree, budget):
        yield child, number + 1
    if step.deep:
        for child in tree.children(place):
            if child.is_container:
                yield child, number


def _found(
    step: Named | Each | Span | Filter, place: Place, tree: Tree, budget: Budget
) -> Iterable[Place]:
    match step:
        case Named():
            found = (tree.find(place, name) for name in step.names)
            return (child for child in found if child is not None)
        case Each():
            return tree.children(place)
        case Span():
            return _spanned(step, place, tree)
        case Filter():
            return (
                child for child in tree.children(place) if step.test.accepts(child, tree, budget)
            )


def _spanned(step: Span, place: Place, tree: Tree) -> Iterator[Place]:
    if not isinstance(place.value, list):
        return
    for index in range(*slice(step.start, step.stop, step.step).indices(len(place.value))):
        yield tree.child(place, index)
