"""Bounds as intervals: what counts is the value that no longer, or newly, fits."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, inf
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.edits import INCOMPARABLE, NARROWS, WIDENS
from decant.contract.diff.meet import is_number

if TYPE_CHECKING:
    from decant.contract.diff.fold import View

    from .meeting import Meeting

Json: TypeAlias = Any
# A bound and whether the value itself is outside.
End: TypeAlias = tuple[float, bool]

# Keyword, whether it is an upper bound, and the value that says nothing.
SIZES: Final = (
    ("minLength", False, 0),
    ("maxLength", True, inf),
    ("minItems", False, 0),
    ("maxItems", True, inf),
    ("minProperties", False, 0),
    ("maxProperties", True, inf),
    ("minContains", False, 1),
    ("maxContains", True, inf),
)


def compare(meeting: Meeting) -> None:
    """Note bounds that moved, came or went."""
    for keyword, is_upper, silent in SIZES:
        older, newer = meeting.words(keyword)
        if older != newer and (is_number(older) or is_number(newer)):
            ends = (_size(older, silent), _size(newer, silent))
            _note(meeting, keyword, ends, is_upper=is_upper)
    for keyword, exclusive, is_upper in (
        ("minimum", "exclusiveMinimum", False),
        ("maximum", "exclusiveMaximum", True),
    ):
        ends = (
            _end(meeting.older, keyword, exclusive, is_upper=is_upper),
            _end(meeting.newer, keyword, exclusive, is_upper=is_upper),
        )
        _note(meeting, keyword, ends, is_upper=is_upper)
    _compare_steps(meeting)


def _size(value: Json, silent: float) -> End:
    return (value if is_number(value) else silent, False)


def _end(view: View, keyword: str, exclusive: str, *, is_upper: bool) -> End:
    """The bound that counts of the two keywords, whole for integers."""
    sign = -1 if is_upper else 1
    found: End = (-inf * sign, False)
    for name, is_outside in ((keyword, False), (exclusive, True)):
        value = view.words.get(name)
        if not is_number(value):
            continue
        if view.types == {"integer"}:
            value, outside = _whole(value, is_outside=is_outside, is_upper=is_upper), False
        else:
            outside = is_outside
        if (value * sign, outside) > (found[0] * sign, found[1]):
            found = (value, outside)
    return found


def _whole(value: float, *, is_outside: bool, is_upper: bool) -> int:
    """The outermost integer inside a bound."""
    if is_upper:
        return ceil(value) - 1 if is_outside else floor(value)
    return floor(value) + 1 if is_outside else ceil(value)


def _note(meeting: Meeting, keyword: str, ends: tuple[End, End], *, is_upper: bool) -> None:
    older, newer = ends
    if older == newer:
        return
    sign = -1 if is_upper else 1
    is_tighter = (newer[0] * sign, newer[1]) > (older[0] * sign, older[1])
    stem = _stem(keyword)
    if abs(older[0]) == inf or (
        older[0] == 0 and keyword.startswith("min") and keyword != "minimum"
    ):
        kind = f"{stem}-added"
    elif abs(newer[0]) == inf or (
        newer[0] == 0 and keyword.startswith("min") and keyword != "minimum"
    ):
        kind = f"{stem}-removed"
    else:
        kind = f"{stem}-{'increased' if is_tighter is not is_upper else 'decreased'}"
    meeting.note(
        kind,
        NARROWS if is_tighter else WIDENS,
        keyword,
        (_shown(older, is_upper), _shown(newer, is_upper)),
    )


def _stem(keyword: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in keyword)


def _shown(end: End, is_upper: bool) -> Json:
    value, is_outside = end
    if abs(value) == inf:
        return None
    if is_outside:
        return {"exclusiveMaximum" if is_upper else "exclusiveMinimum": value}
    return value


def _compare_steps(meeting: Meeting) -> None:
    """`multipleOf`: multiples of six are multiples of three, not the other way round."""
    older, newer = meeting.words("multipleOf")
    older, newer = (step if is_number(step) and step > 0 else None for step in (older, newer))
    if older == newer:
        return
    values = (older, newer)
    if older is None:
        meeting.note("multiple-of-added", NARROWS, "multipleOf", values)
        return
    if newer is None:
        meeting.note("multiple-of-removed", WIDENS, "multipleOf", values)
        return
    one, two = Fraction(str(older)), Fraction(str(newer))
    if (two / one).denominator == 1:
        effects = NARROWS
    elif (one / two).denominator == 1:
        effects = WIDENS
    else:
        effects = INCOMPARABLE
    meeting.note("multiple-of-changed", effects, "multipleOf", values)
