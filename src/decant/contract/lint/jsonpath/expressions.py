"""A filter's expression as a test of places; it is put together once and run often.

Objects and arrays are places, so that their members are found through references and compared
by where they are. Whatever JavaScript would throw at (a member of null) passes no test, where
Spectral ends its run.
"""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from . import syntax
from .faults import PathFault
from .methods import KNOWN, Constructor, call, items_of
from .patterns import Pattern, pattern
from .tree import Place, index_of
from .values import (
    UNDEFINED,
    NotAnObject,
    Value,
    is_equal,
    is_less,
    is_number,
    is_same,
    is_true,
    number_of,
    text_of,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .tree import Key, Tree


WORDS_PER_STEP: Final = 10


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may look at: a place, and the tree it is in."""

    place: Place
    tree: Tree

    def value_of(self, place: Place | None) -> Value:
        """A container stays a place; anything else is what it says."""
        if place is None:
            return UNDEFINED
        return place if place.is_container else place.value


Run: TypeAlias = "Callable[[Scope], Value]"


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """An expression that can be asked of a place, for so many steps of the budget."""

    text: str
    run: Run
    cost: int = 1

    @property
    def looks_up(self) -> bool:
        """Whether it asks what holds the container of a place."""
        return "@parent" in self.text

    def accepts(self, place: Place, tree: Tree) -> bool:
        """Whether a place passes. Raises PatternGaveUp."""
        try:
            return is_true(self.run(Scope(place, tree)))
        except NotAnObject:
            return False


def compiled(text: str) -> Compiled:
    """The test that an expression is. Raises PathFault, with the offset in the expression."""
    reader = syntax.Reader(text)
    return Compiled(text, _run(reader.whole()), 1 + reader.size // WORDS_PER_STEP)


def _run(of: syntax.Expression) -> Run:
    match of:
        case syntax.Literal(value):
            return lambda _: value
        case syntax.Regex():
            return _regex(of)
        case syntax.Name():
            return _name(of)
        case syntax.Member():
            return _member(of)
        case syntax.Call():
            return _call(of)
        case syntax.Unary():
            return _unary(of)
        case syntax.Binary():
            return _binary(of)
        case syntax.Choice():
            test, yes, no = _run(of.test), _run(of.yes), _run(of.no)
            return lambda scope: yes(scope) if is_true(test(scope)) else no(scope)
        case syntax.Array(items):
            runs = tuple(map(_run, items))
            return lambda scope: tuple(run(scope) for run in runs)


def _regex(of: syntax.Regex) -> Run:
    try:
        found = pattern(of.text, of.flags)
    except PathFault as fault:
        raise PathFault(str(fault), of.offset) from None
    return lambda _: found


def _name(of: syntax.Name) -> Run:
    run = NAMES.get(of.name)
    if run is None:
        raise PathFault(f"{of.name!r} is not known in a filter", of.offset)
    return run


def _member(of: syntax.Member) -> Run:
    inner, key = _run(of.of), _run(of.key)
    return lambda scope: _look(inner(scope), key(scope), scope)


def _look(value: Value, key: Value, scope: Scope) -> Value:
    if value is None or value is UNDEFINED:
        raise NotAnObject
    name: Key = int(key) if is_number(key) and float(key).is_integer() else text_of(key)
    if isinstance(value, Place):
        found = scope.tree.find(value, name)
        if found is not None:
            return scope.value_of(found)
    if name == "constructor":
        return Constructor(_constructor(value))
    if isinstance(value, Constructor):
        return value.name if name == "name" else UNDEFINED
    sequence = value if isinstance(value, str) else items_of(value)
    if sequence is None:
        return UNDEFINED
    if name == "length":
        return len(sequence)
    index = index_of(name)
    return sequence[index] if index is not None and index < len(sequence) else UNDEFINED


def _constructor(value: Value) -> str:
    if isinstance(value, Pattern):
        return "RegExp"
    if items_of(value) is not None:
        return "Array"
    return type_of(value).capitalize()


def _call(of: syntax.Call) -> Run:
    inner, arguments, name = _run(of.of), tuple(map(_run, of.arguments)), of.method
    if name not in KNOWN:
        raise PathFault(f"the method {name!r} is not known in a filter", of.offset)
    is_property = isinstance(of.of, syntax.Name) and of.of.name == "@property"

    def run(scope: Scope) -> Value:
        value = inner(scope)
        if is_property and is_number(value):
            value = text_of(value)  # an index is asked as a text, as Spectral does
        return call(value, name, [argument(scope) for argument in arguments])

    return run


def _unary(of: syntax.Unary) -> Run:
    inner, work = _run(of.of), UNARY[of.sign]
    return lambda scope: work(inner(scope))


def _binary(of: syntax.Binary) -> Run:
    left, right = _run(of.left), _run(of.right)
    match of.sign:
        case "&&":
            return lambda scope: right(scope) if is_true(value := left(scope)) else value
        case "||":
            return lambda scope: value if is_true(value := left(scope)) else right(scope)
        case "??":
            return lambda scope: right(scope) if _is_nothing(value := left(scope)) else value
    work = BINARY[of.sign]
    return lambda scope: work(left(scope), right(scope))


def _is_nothing(value: Value) -> bool:
    return value is None or value is UNDEFINED


def _added(left: Value, right: Value) -> Value:
    if all(is_number(side) or isinstance(side, bool) or side is None for side in (left, right)):
        return number_of(left) + number_of(right)
    return text_of(left) + text_of(right)


def _counted(work: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    def counted(left: Value, right: Value) -> Value:
        try:
            return work(number_of(left), number_of(right))
        except (ArithmeticError, ValueError):
            return math.nan

    return counted


def _ordered(left: Value, right: Value, *, answer: bool) -> bool:
    less = is_less(left, right)
    return less is not None and less is answer


def _path(scope: Scope) -> str:
    keys = (f"'{key}'" if isinstance(key, str) else str(key) for key in scope.place.keys)
    return "$" + "".join(f"[{key}]" for key in keys)


def _grandparent(scope: Scope) -> Place | None:
    parent = scope.place.parent
    return parent.parent if parent is not None else None


def _parent_key(scope: Scope) -> Value:
    parent = scope.place.parent
    return parent.key if parent is not None and parent.parent is not None else UNDEFINED


def _is_list(scope: Scope) -> bool:
    return isinstance(scope.place.value, list)


def _is_whole(scope: Scope) -> bool:
    value = scope.place.value
    return is_number(value) and float(value).is_integer()


# fmt: off
# In a filter the place itself is one of its container's members: `@parent` is what holds that
# container, as in both engines of Spectral.
NAMES: Final[Mapping[str, Run]] = MappingProxyType({
    "undefined":       lambda _: UNDEFINED,
    "NaN":             lambda _: math.nan,
    "@":               lambda scope: scope.value_of(scope.place),
    "@root":           lambda scope: scope.value_of(scope.tree.root),
    "@path":           _path,
    "@property":       lambda scope: scope.place.key,
    "@parent":         lambda scope: scope.value_of(_grandparent(scope)),
    "@parentProperty": _parent_key,
    "@string":         lambda scope: isinstance(scope.place.value, str),
    "@number":         lambda scope: is_number(scope.place.value),
    "@integer":        _is_whole,
    "@boolean":        lambda scope: isinstance(scope.place.value, bool),
    "@null":           lambda scope: scope.place.value is None,
    "@scalar":         lambda scope: not scope.place.is_container,
    "@object":         lambda scope: scope.place.is_container,
    "@array":          _is_list,
})
UNARY: Final[Mapping[str, Callable[[Value], Value]]] = MappingProxyType({
    "!":      lambda value: not is_true(value),
    "-":      lambda value: -number_of(value),
    "+":      number_of,
    "typeof": type_of,
    "void":   lambda _: UNDEFINED,
})
BINARY: Final[Mapping[str, Callable[[Value, Value], Value]]] = MappingProxyType({
    "===": is_same,
    "!==": lambda left, right: not is_same(left, right),
    "==":  is_equal,
    "!=":  lambda left, right: not is_equal(left, right),
    "<":   lambda left, right: _ordered(left, right, answer=True),
    ">=":  lambda left, right: _ordered(left, right, answer=False),
    ">":   lambda left, right: _ordered(right, left, answer=True),
    "<=":  lambda left, right: _ordered(right, left, answer=False),
    "+":   _added,
    "-":   _counted(operator.sub),
    "*":   _counted(operator.mul),
    "/":   _counted(operator.truediv),
    "%":   _counted(math.fmod),
    "in":  lambda left, right: call(right, "includes", [left]),
    "~=":  lambda left, right: call(pattern(text_of(right)), "test", [left]),
})
# fmt: on
