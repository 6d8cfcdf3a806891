"""The methods a filter may call; everything else in JavaScript's library it may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from .faults import PathFault
from .patterns import Pattern, pattern
from .tree import Place
from .values import UNDEFINED, NotAnObject, Value, is_same, is_true, number_of, text_of

Arguments: TypeAlias = Sequence[Value]
Method: TypeAlias = "Callable[[Value, Arguments], Value]"


@dataclass(frozen=True, slots=True)
class Matched:
    """What `match` returns when it finds something: it is true, and nothing else is known."""


@dataclass(frozen=True, slots=True)
class Constructor:
    """What `.constructor` says of a value."""

    name: str


def call(of: Value, name: str, arguments: Arguments) -> Value:
    """`of.name(…)`. Raises NotAnObject where JavaScript would throw."""
    method = _methods_of(of).get(name)
    if method is None:
        raise NotAnObject
    return method(of, arguments)


def items_of(value: Value) -> Sequence[Value] | None:
    """What an array holds, objects in it as they are written; None if it is no array."""
    if isinstance(value, Place):
        value = value.value
    return value if isinstance(value, (list, tuple)) else None


def _methods_of(value: Value) -> Mapping[str, Method]:
    if isinstance(value, str):
        return TEXT_METHODS
    if isinstance(value, Pattern):
        return PATTERN_METHODS
    if items_of(value) is not None:
        return ARRAY_METHODS
    if isinstance(value, Place):
        return OBJECT_METHODS
    if value is None or value is UNDEFINED:
        raise NotAnObject
    return PLAIN_METHODS


def _first(arguments: Arguments, number: int = 0) -> Value:
    return arguments[number] if len(arguments) > number else UNDEFINED


def _searched(value: Value) -> Pattern:
    if isinstance(value, Pattern):
        return value
    try:
        return pattern("" if value is UNDEFINED else text_of(value))
    except PathFault:
        raise NotAnObject from None


def _match(of: Value, arguments: Arguments) -> Value:
    return Matched() if _searched(_first(arguments)).is_in(of) else None


def _test(of: Value, arguments: Arguments) -> Value:
    return of.is_in(text_of(_first(arguments)))


def _with_text(ask: Callable[[str, str], Value]) -> Method:
    def method(of: Value, arguments: Arguments) -> Value:
        argument = _first(arguments)
        if isinstance(argument, Pattern):
            raise NotAnObject
        return ask(of, text_of(argument))

    return method


def _index(value: Value, length: int, *, missing: int) -> int:
    """An argument of `slice`: counted from the end if negative."""
    if value is UNDEFINED:
        return missing
    number = number_of(value)
    whole = int(number) if abs(number) < 2**53 else 0
    return max(0, length + whole) if whole < 0 else min(length, whole)


def _slice(of: Value, arguments: Arguments) -> Value:
    items = of if isinstance(of, str) else items_of(of) or ()
    start = _index(_first(arguments), len(items), missing=0)
    return items[start : _index(_first(arguments, 1), len(items), missing=len(items))]


def _substring(of: Value, arguments: Arguments) -> Value:
    ends = [number_of(_first(arguments)), number_of(_first(arguments, 1))]
    if _first(arguments, 1) is UNDEFINED:
        ends[1] = len(of)
    low, high = sorted(0 if not end > 0 else int(min(len(of), end)) for end in ends)
    return of[low:high]


def _split(of: Value, arguments: Arguments) -> Value:
    separator = _first(arguments)
    if not isinstance(separator, str):
        raise NotAnObject
    return tuple(of.split(separator)) if separator else tuple(of)


def _includes(of: Value, arguments: Arguments) -> Value:
    return any(is_same(item, _first(arguments)) for item in items_of(of) or ())


def _index_of(of: Value, arguments: Arguments) -> Value:
    items = items_of(of) or ()
    found = (at for at, item in enumerate(items) if is_same(item, _first(arguments)))
    return next(found, -1)


def _join(of: Value, arguments: Arguments) -> Value:
    separator = _first(arguments)
    texts = ("" if item is None else text_of(item) for item in items_of(of) or ())
    return ("," if separator is UNDEFINED else text_of(separator)).join(texts)


def _has(of: Value, arguments: Arguments) -> Value:
    key = text_of(_first(arguments))
    items = items_of(of)
    if items is not None:
        return key.isdecimal() and int(key[:10]) < len(items)
    return key in of.value


def _text(of: Value, _: Arguments) -> Value:
    return text_of(of)


# fmt: off
TEXT_METHODS: Final[Mapping[str, Method]] = MappingProxyType({
    "match":       _match,
    "search":      lambda of, given: 0 if is_true(_match(of, given)) else -1,
    "includes":    _with_text(lambda of, part: part in of),
    "indexOf":     _with_text(lambda of, part: of.find(part)),
    "lastIndexOf": _with_text(lambda of, part: of.rfind(part)),
    "startsWith":  _with_text(lambda of, part: of.startswith(part)),
    "endsWith":    _with_text(lambda of, part: of.endswith(part)),
    "charAt":      lambda of, given: _slice(of, given)[:1],
    "concat":      _with_text(lambda of, part: of + part),
    "slice":       _slice,
    "substring":   _substring,
    "split":       _split,
    "toLowerCase": lambda of, _: of.lower(),
    "toUpperCase": lambda of, _: of.upper(),
    "trim":        lambda of, _: of.strip(),
    "toString":    _text,
    "valueOf":     lambda of, _: of,
})
PATTERN_METHODS: Final[Mapping[str, Method]] = MappingProxyType({
    "test": _test,
    "exec": lambda of, given: Matched() if _test(of, given) else None,
})
ARRAY_METHODS: Final[Mapping[str, Method]] = MappingProxyType({
    "includes":       _includes,
    "indexOf":        _index_of,
    "join":           _join,
    "slice":          _slice,
    "hasOwnProperty": _has,
    "toString":       _text,
})
OBJECT_METHODS: Final[Mapping[str, Method]] = MappingProxyType({
    "hasOwnProperty": _has,
    "toString":       _text,
})
PLAIN_METHODS: Final[Mapping[str, Method]] = MappingProxyType({"toString": _text})
# fmt: on

KNOWN: Final = frozenset(
    name
    for methods in (TEXT_METHODS, PATTERN_METHODS, ARRAY_METHODS, OBJECT_METHODS)
    for name in methods
)
