"""Listed values against everything else a schema says: which of them it lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.meet import is_number, type_name

from .patterns import matches

if TYPE_CHECKING:
    from decant.contract.diff.fold import View

Json: TypeAlias = Any
_SIZED: Final = (
    ("minLength", "maxLength", str),
    ("minItems", "maxItems", list),
    ("minProperties", "maxProperties", dict),
)


def allows(view: View, value: Json) -> bool:
    """Whether a schema lets a value through, by its types, bounds and patterns.

    What is inside of lists and objects is not looked at, and what cannot be told is let through.
    """
    if view.types is not None and not _is_of_type(view.types, value):
        return False
    if isinstance(value, str):
        if any(matches(pattern, value) is False for pattern in view.patterns):
            return False
    elif is_number(value):
        return _is_within(view, value)
    return _fits(view, value)


def _is_of_type(types: frozenset[str], value: Json) -> bool:
    name = type_name(value)
    return name in types or (name == "integer" and "number" in types)


def _fits(view: View, value: Json) -> bool:
    for least, most, kind in _SIZED:
        if isinstance(value, kind):
            low, high = view.words.get(least), view.words.get(most)
            return not (is_number(low) and len(value) < low) and not (
                is_number(high) and len(value) > high
            )
    return True


def _is_within(view: View, value: float) -> bool:
    low, high = view.words.get("minimum"), view.words.get("maximum")
    above, below = view.words.get("exclusiveMinimum"), view.words.get("exclusiveMaximum")
    step = view.words.get("multipleOf")
    return not (
        (is_number(low) and value < low)
        or (is_number(high) and value > high)
        or (is_number(above) and value <= above)
        or (is_number(below) and value >= below)
        or (is_number(step) and step > 0 and not _is_multiple(value, step))
    )


def _is_multiple(value: float, step: float) -> bool:
    # Imported by the few that need it: it brings the decimals, and they take milliseconds.
    from fractions import Fraction

    return Fraction(str(value)) % Fraction(str(step)) == 0
