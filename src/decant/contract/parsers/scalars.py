"""What an unquoted YAML scalar means: the core schema of YAML 1.2 (§10.3.2) and nothing else.

YAML 1.1 reads the country code NO as false, 12:30 as a number and a date as an object; here
they are strings, as they are in JSON.
"""

from __future__ import annotations

import re
from math import inf, isfinite
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Scalar: TypeAlias = str | int | float | bool | None

# fmt: off
WORDS: Final[Mapping[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}
# fmt: on
_FIRST: Final = frozenset("0123456789-+.")
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_UNBOUNDED: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
# 64 bits are 20 digits in base ten and 22 in base eight; more are leading zeros or too many.
_MOST_DIGITS: Final = 30


class OutOfRangeError(ValueError):
    """A number JSON cannot carry: infinite, or not a number."""


def resolve(text: str) -> Scalar:
    """The value of a plain scalar; raises OutOfRangeError."""
    if text in WORDS:
        return WORDS[text]
    if text[0] not in _FIRST:
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text, 10)
    if _OTHER_BASE.fullmatch(text):
        return _integer(text, 0)
    if _FLOAT.fullmatch(text):
        value = float(text)
        if not isfinite(value):
            raise OutOfRangeError(text)
        return value
    if _UNBOUNDED.fullmatch(text):
        raise OutOfRangeError(text)
    return text


def _integer(text: str, base: int) -> int | float:
    """Beyond 64 bits the nearest float, as JavaScript reads it and orjson reads JSON.

    Vendors do write the bound 18446744073709552000; refusing it would serve nobody.
    """
    if len(text) <= _MOST_DIGITS:
        value = int(text, base)
        if -(2**63) <= value < 2**64:
            return value
    nearest = float(text) if base == 10 else inf
    if not isfinite(nearest):
        raise OutOfRangeError(text)
    return nearest
