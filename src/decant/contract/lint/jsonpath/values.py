"""What JavaScript makes of a JSON value: what is true, equal, less, a number or a text."""

from __future__ import annotations

import math
import re
from enum import Enum, auto
from typing import Any, Final, TypeAlias

from .tree import Place

# A scalar of JSON, UNDEFINED, a Place that holds an object or an array, or a function's result.
Value: TypeAlias = Any


class Nothing(Enum):
    """JavaScript tells what is missing from null; Python's None is null."""

    UNDEFINED = auto()


UNDEFINED: Final = Nothing.UNDEFINED
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_HEX: Final = re.compile(r"0[xX][0-9A-Fa-f]+")
_LONGEST_NUMBER: Final = 400


class NotAnObject(Exception):  # noqa: N818 - what JavaScript would have thrown
    """A member of null or undefined was asked for, or something was called that is no function."""


def is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_true(value: Value) -> bool:
    """Everything but false, 0, NaN, "", null and undefined; an empty array is true."""
    if isinstance(value, (str, bool, int)):
        return bool(value)
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return value is not None and value is not UNDEFINED


def type_of(value: Value) -> str:
    """What `typeof` says."""
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "number" if isinstance(value, (int, float)) else "object"


def is_same(left: Value, right: Value) -> bool:
    """`===`: no two types are equal, and objects only to themselves."""
    if isinstance(left, Place) and isinstance(right, Place):
        return left.identity == right.identity
    if type_of(left) != type_of(right):
        return False
    if isinstance(left, (str, bool, int, float)):
        return bool(left == right)
    return left is right


def is_equal(left: Value, right: Value) -> bool:
    """`==`: null is undefined, and what is not of one type is compared as numbers."""
    nothing = (None, UNDEFINED)
    if left in nothing or right in nothing:
        return left in nothing and right in nothing
    if type_of(left) == type_of(right):
        return is_same(left, right)
    if type_of(left) == "object" or type_of(right) == "object":
        return text_of(left) == text_of(right)
    return number_of(left) == number_of(right)


def is_less(left: Value, right: Value) -> bool | None:
    """`<`; None if the two cannot be ordered."""
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    one, other = number_of(left), number_of(right)
    return None if math.isnan(one) or math.isnan(other) else one < other


def number_of(value: Value) -> float:
    """What `Number(…)` says."""
    if value is None:
        return 0
    if isinstance(value, (bool, int, float)):
        return _as_float(value)
    if not isinstance(value, str):
        return math.nan
    text = value.strip()
    if len(text) > _LONGEST_NUMBER:
        return math.nan
    if not text:
        return 0
    if _HEX.fullmatch(text):
        return _as_float(int(text, 16))
    if text in ("Infinity", "+Infinity", "-Infinity"):
        return float(text)
    return float(text) if text.isascii() and _NUMBER.fullmatch(text) else math.nan


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def text_of(value: Value) -> str:
    """What `String(…)` says."""
    if isinstance(value, str):
        return value
    if isinstance(value, Place):
        value = value.value
    if isinstance(value, dict):
        return "[object Object]"
    if isinstance(value, list):
        return ",".join("" if item is None else text_of(item) for item in value)
    if value is None:
        return "null"
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _written(value) if isinstance(value, (int, float)) else str(value)


def _written(number: float) -> str:
    if isinstance(number, int):
        return str(number) if abs(number) < 10**21 else _exponent(float(number))
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number.is_integer() and abs(number) < 1e21:
        return str(int(number))
    # From 1e-6 up JavaScript writes decimals; Python does so from 1e-4.
    if 1e-6 <= abs(number) < 1e-4:
        return f"{number:.20f}".rstrip("0")
    return _exponent(number)


def _exponent(number: float) -> str:
    text = repr(number)
    mantissa, mark, exponent = text.partition("e")
    if not mark:
        return text
    sign = exponent[0] if exponent[0] in "+-" else "+"
    return f"{mantissa.removesuffix('.0')}e{sign}{exponent.lstrip('+-').lstrip('0')}"
