"""Which places a path finds; each is visited once per step, however many ways lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .steps import MOST_PER_PATH, Each, Every, Filter, Named, Path, Span, Step, Up

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from .budget import Budget
    from .tree import Place, Tree

_Stop: TypeAlias = "tuple[Place, int]"


def matches(path: Path, tree: Tree, budget: Budget) -> Iterator[Place]:
    """The places that a path finds, each once.

    With `path.keyed` it is their keys that were asked for. Raises BudgetExceeded.
    """
    steps = path.steps
    if not steps:
        yield tree.root
        return
    end = len(steps)
    told: set[Hashable] = set()
    seen: set[Hashable] = set()
    waiting: list[_Stop] = [(tree.root, 0)]
    if isinstance(steps[0], Named | Each | Filter) and steps[0].deep:
        waiting.clear()
        for place in _anywhere(steps[0], tree, budget):
            if end > 1:
                waiting.append((place, 1))
            elif _is_news(place, told, keyed=path.keyed):
                yield place
        waiting.reverse()
    while waiting:
        place, number = waiting.pop()
        mark = _mark(place, number, path.memory)
        if mark in seen:
            continue
        seen.add(mark)
        onward: list[_Stop] = []
        for stop in _next(steps[number], (place, number), tree, budget):
            if stop[1] < end:
                onward.append(stop)
            elif _is_news(stop[0], told, keyed=path.keyed):
                yield stop[0]
        onward.reverse()
        waiting += onward


def _anywhere(step: Named | Each | Filter, tree: Tree, budget: Budget) -> Iterator[Place]:
    """What a step that descends from the root finds; where things are is known to the tree."""
    if not tree.root.is_container:
        return
    if isinstance(step, Named):
        for name in step.names:
            for place in tree.holding(name, budget):
                budget.spend()
                found = tree.find(place, name)
                if found is not None:
                    yield found
        return
    for place in tree.everything(budget):
        budget.spend()
        yield from _found(step, place, tree, budget)


def _mark(place: Place, number: int, memory: int) -> Hashable:
    """What tells one visit from another: the place, and as many above it as are remembered."""
    identity = place.identity
    if memory:
        above: list[Hashable] = [number, identity]
        holder = place.parent
        while holder is not None and memory:
            above.append(holder.identity)
            holder, memory = holder.parent, memory - 1
        return tuple(above)
    # One number takes half the memory of two in a tuple.
    return identity * MOST_PER_PATH + number if isinstance(identity, int) else (identity, number)


def _is_news(place: Place, told: set[Hashable], *, keyed: bool) -> bool:
    mark = place.identity
    if keyed and place.parent is not None:
        # Keys that lead to the same place are different keys.
        mark = (place.parent.identity, place.key)
    elif place.reference is not None and len(place.reference.value) > 1:
        # What stands beside a reference makes it a place of its own.
        mark = place.reference.identity
    if mark in told:
        return False
    told.add(mark)
    return True


def _next(step: Step, stop: _Stop, tree: Tree, budget: Budget) -> Iterator[_Stop]:
    place, number = stop
    budget.spend()
    if isinstance(step, Up):
        if place.parent is not None:
            yield place.parent, number + 1
    elif not place.is_container:
        return
    elif isinstance(step, Every):
        yield place, number + 1
        yield from ((child, number) for child in tree.containers(place))
    elif not step.deep:
        for child in _found(step, place, tree, budget):
            yield child, number + 1
    elif isinstance(step, (Each, Filter)):
        yield from _each_below(step, stop, tree, budget)
    else:
        for child in _found(step, place, tree, budget):
            yield child, number + 1
        yield from ((child, number) for child in tree.containers(place))


def _each_below(step: Each | Filter, stop: _Stop, tree: Tree, budget: Budget) -> Iterator[_Stop]:
    """Members that pass, and containers to look into, in one go."""
    place, number = stop
    budget.spend(len(place.value) * (1 if isinstance(step, Each) else step.test.cost))
    for child in tree.children(place):
        if isinstance(step, Each) or step.test.accepts(child, tree):
            yield child, number + 1
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
            budget.spend(len(place.value))
            return tree.children(place)
        case Span():
            return _spanned(step, place, tree)
        case Filter():
            budget.spend(len(place.value) * step.test.cost)
            return (child for child in tree.children(place) if step.test.accepts(child, tree))


def _spanned(step: Span, place: Place, tree: Tree) -> Iterator[Place]:
    if not isinstance(place.value, list):
        return
    for index in range(*slice(step.start, step.stop, step.step).indices(len(place.value))):
        yield tree.child(place, index)
