"""Bounds as intervals: what counts is the value that no longer, or newly, fits."""

from __future__ import annotations

from math import ceil, floor, inf
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.edits import INCOMPARABLE, NARROWS, NONE, WIDENS
from decant.contract.diff.meet import is_number

if TYPE_CHECKING:
    from fractions import Fraction

    from decant.contract.diff.fold import View

    from .meeting import Meeting

Json: TypeAlias = Any
# A bound and whether the value itself is outside.
End: TypeAlias = tuple[float, bool]

# Each with the type it speaks of, and the value that says nothing.
SIZES: Final = (
    ("minLength", "string", 0),
    ("maxLength", "string", inf),
    ("minItems", "array", 0),
    ("maxItems", "array", inf),
    ("minProperties", "object", 0),
    ("maxProperties", "object", inf),
    ("minContains", "array", 1),
    ("maxContains", "array", inf),
)


def compare(meeting: Meeting) -> None:
    """Note bounds that moved, came or went."""
    for keyword, type_name, silent in SIZES:
        older, newer = meeting.words(keyword)
        if older != newer and meeting.share(type_name) and _is_heard(meeting, keyword):
            _note(meeting, keyword, (_size(older, silent), _size(newer, silent)), silent)
    if meeting.share("number", "integer"):
        _compare_ranges(meeting)
        _compare_steps(meeting)


def _is_heard(meeting: Meeting, keyword: str) -> bool:
    """Counts of matching items say nothing where nothing is to match (2020-12, 6.4.4)."""
    return keyword[3:] != "Contains" or None not in meeting.words("contains")


def _compare_ranges(meeting: Meeting) -> None:
    for keyword, exclusive, is_upper in (
        ("minimum", "exclusiveMinimum", False),
        ("maximum", "exclusiveMaximum", True),
    ):
        ends = (
            _end(meeting.older, keyword, exclusive, is_upper=is_upper),
            _end(meeting.newer, keyword, exclusive, is_upper=is_upper),
        )
        _note(meeting, keyword, ends, inf if is_upper else -inf)


def reach(view: View) -> tuple[float, float]:
    """The lowest and the highest number that a schema allows; infinite where it is open."""
    lowest = _end(view, "minimum", "exclusiveMinimum", is_upper=False)
    highest = _end(view, "maximum", "exclusiveMaximum", is_upper=True)
    return lowest[0], highest[0]


def _size(value: Json, silent: float) -> End:
    return (value if is_number(value) else silent, False)


def _end(view: View, keyword: str, exclusive: str, *, is_upper: bool) -> End:
    """The bound that counts of the two keywords, whole for integers."""
    sign = -1 if is_upper else 1
    found: End = (-inf * sign, False)
    for name, is_exclusive in ((keyword, False), (exclusive, True)):
        value = view.words.get(name)
        if not is_number(value):
            continue
        end: End = (value, is_exclusive)
        if view.types == frozenset(["integer"]):
            end = (_whole(value, is_outside=is_exclusive, is_upper=is_upper), False)
        if (end[0] * sign, end[1]) > (found[0] * sign, found[1]):
            found = end
    return found


def _whole(value: float, *, is_outside: bool, is_upper: bool) -> int:
    """The outermost integer inside a bound."""
    if is_upper:
        return ceil(value) - 1 if is_outside else floor(value)
    return floor(value) + 1 if is_outside else ceil(value)


def _note(meeting: Meeting, keyword: str, ends: tuple[End, End], silent: float) -> None:
    older, newer = ends
    if older == newer:
        return
    is_upper = silent == inf
    sign = -1 if is_upper else 1
    is_tighter = (newer[0] * sign, newer[1]) > (older[0] * sign, older[1])
    before, after = (_shown(end, is_upper=is_upper) for end in ends)
    # What is looser than silence, as `minContains: 0`, is no bound that came or went.
    if older[0] == silent and is_tighter:
        what, before = "added", None
    elif newer[0] == silent and not is_tighter:
        what, after = "removed", None
    else:
        what = "increased" if is_tighter is not is_upper else "decreased"
    effects = NARROWS if is_tighter else WIDENS
    if _is_moot(meeting, keyword, ends):
        effects = NONE
    meeting.note(f"{_stem(keyword)}-{what}", effects, keyword, (before, after))


def _is_moot(meeting: Meeting, keyword: str, ends: tuple[End, End]) -> bool:
    """Whether both sides list their values, and neither bound leaves any of them out."""
    listed = meeting.words("enum")
    if keyword[3:] == "Contains" or not all(isinstance(values, list) for values in listed):
        # Which items match is not looked at here.
        return False
    sign = -1 if keyword.startswith("max") else 1
    sizes = [_measure(keyword, value) for values in listed for value in values]
    return all(
        size is None or size * sign > end * sign or (size == end and not is_outside)
        for end, is_outside in ends
        for size in sizes
    )


def _measure(keyword: str, value: Json) -> float | None:
    """What a bound holds against itself: a number, or how long a value is; None if nothing."""
    if keyword in ("minimum", "maximum"):
        return value if is_number(value) else None
    return len(value) if isinstance(value, _MEASURED[keyword[3:]]) else None


_MEASURED: Final = {"Length": str, "Items": list, "Properties": dict}


def _stem(keyword: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in keyword)


def _shown(end: End, *, is_upper: bool) -> Json:
    value, is_outside = end
    if is_outside:
        return {"exclusiveMaximum" if is_upper else "exclusiveMinimum": value}
    return value


def _compare_steps(meeting: Meeting) -> None:
    """`multipleOf`: multiples of six are multiples of three, not the other way round."""
    one, two = _step(meeting.older), _step(meeting.newer)
    if one == two:
        return
    values = meeting.words("multipleOf")
    if one is None:
        meeting.note("multiple-of-added", NARROWS, "multipleOf", values)
    elif two is None:
        meeting.note("multiple-of-removed", WIDENS, "multipleOf", values)
    elif (two / one).denominator == 1:
        meeting.note("multiple-of-changed", NARROWS, "multipleOf", values)
    elif (one / two).denominator == 1:
        meeting.note("multiple-of-changed", WIDENS, "multipleOf", values)
    else:
        meeting.note("multiple-of-changed", INCOMPARABLE, "multipleOf", values)


def _step(view: View) -> Fraction | None:
    """What numbers must be multiples of; None if all are."""
    step = view.words.get("multipleOf")
    if not is_number(step) or step <= 0:
        return None
    from fractions import Fraction

    exact = Fraction(str(step))
    if view.types != frozenset(["integer"]):
        return exact
    # The integers among the multiples of p/q are the multiples of p.
    return Fraction(exact.numerator) if exact.numerator > 1 else None
