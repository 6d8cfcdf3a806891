"""Which values: enums and constants, patterns, formats, defaults, encodings."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.change import Effect
from decant.contract.diff.edits import INCOMPARABLE, NARROWS, NONE, UNKNOWN, WIDENS, Effects, Guard
from decant.contract.diff.meet import value_key

from . import bounds
from .bounds import reach
from .listed import allows
from .patterns import is_within

if TYPE_CHECKING:
    from collections.abc import Hashable

    from decant.contract.diff.fold import View

    from .meeting import Meeting

Json: TypeAlias = Any

# Formats whose values lie within those of another (OpenAPI format registry).
WIDER: Final = {"int32": "int64", "float": "double"}
# The numbers that fit formats of numbers (OpenAPI format registry).
FITTING: Final = {
    **{f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
}
# Formats of 3.0 and the keywords that 3.1 has instead (OpenAPI 3.1, 4.4.3).
SPELLED: Final = {
    "byte": ("contentEncoding", "base64"),
    "binary": ("contentMediaType", "application/octet-stream"),
}
# Formats that only tell a form how to look.
FOR_DISPLAY: Final = frozenset(["password", "markdown", "html", "textarea", "color"])
ADDED_FORMAT: Final = Effects(input=Effect.UNKNOWN, output=Effect.NARROWS)
REMOVED_FORMAT: Final = Effects(input=Effect.WIDENS, output=Effect.UNKNOWN)
# A client that leaves a value out now means something else by it.
MEANS_ANOTHER: Final = Effects(input=Effect.UNKNOWN, output=Effect.NONE)
# Whether the newer set is within the older one, and the other way round; None is undecided.
_OF_SETS: Final[dict[tuple[bool | None, bool | None], Effects]] = {
    (True, True): NONE,
    (True, False): NARROWS,
    (False, True): WIDENS,
    (True, None): NARROWS,
    (None, True): WIDENS,
    (False, False): INCOMPARABLE,
    (False, None): UNKNOWN,
    (None, False): UNKNOWN,
    (None, None): UNKNOWN,
}


def compare(meeting: Meeting) -> None:
    """Note what changed about which values are allowed."""
    if _compare_enums(meeting):
        bounds.compare(meeting)
        if meeting.share("string"):
            _compare_patterns(meeting, is_moot=_do_all_count(meeting))
    _compare_open_enums(meeting)
    if not _is_spelled_anew(meeting):
        _compare_format(meeting)
        _compare_encoding(meeting)
    _compare_default(meeting)


def _do_all_count(meeting: Meeting) -> bool:
    """Whether both sides list values, and nothing else they say leaves any of them out."""
    return all(
        isinstance(view.words.get("enum"), list) and _listed(view) == view.words["enum"]
        for view in (meeting.older, meeting.newer)
    )


def _compare_enums(meeting: Meeting) -> bool:
    """Compare the values that are listed; whether bounds and patterns say more than that."""
    older, newer = (_listed(view) for view in (meeting.older, meeting.newer))
    if older is None and newer is None:
        return True
    if newer is None and older is not None:
        is_kept = all(allows(meeting.newer, value) for value in older)
        open_words = meeting.newer.words.get("x-extensible-enum")
        opened = isinstance(open_words, list) and not _missing(older, open_words, meeting)
        kind, effects = "enum-opened" if opened else "enum-removed", WIDENS
        meeting.note(kind, effects if is_kept else INCOMPARABLE, "enum", (older, None))
    elif older is None and newer is not None:
        is_known = all(allows(meeting.older, value) for value in newer)
        effects = NARROWS if is_known else INCOMPARABLE
        meeting.note("enum-added", effects, "enum", (None, newer))
    elif older is not None and newer is not None:
        before, after = meeting.words("enum")
        if not _missing(before, after, meeting) and not _missing(after, before, meeting):
            return True
        _compare_members(meeting, older, newer)
        return _do_all_count(meeting)
    return False


def _listed(view: View) -> list[Json] | None:
    """The values that are listed and that the rest of the schema lets through."""
    values = view.words.get("enum")
    return [value for value in values if allows(view, value)] if isinstance(values, list) else None


def _compare_members(meeting: Meeting, older: list[Json], newer: list[Json]) -> None:
    gone, new = _missing(older, newer, meeting), _missing(newer, older, meeting)
    if len(gone) == len(new) == len(older) == len(newer) == 1:
        meeting.note("constant-changed", INCOMPARABLE, "enum", (gone[0], new[0]))
        return
    is_open = meeting.older.words.get("x-extensible-enum") is True
    marks = frozenset([Guard.EXTENSIBLE]) if is_open else frozenset[Guard]()
    _note_members(meeting, "enum", (gone, new), marks)
    before, after = meeting.words("enum")
    idle = (_missing(before, [*after, *gone], meeting), _missing(after, [*before, *new], meeting))
    _note_members(meeting, "enum", idle, marks, are_idle=True)


def _compare_open_enums(meeting: Meeting) -> None:
    """`x-extensible-enum`: values that are known today, more may come."""
    older, newer = meeting.words("x-extensible-enum")
    if not isinstance(older, list) or not isinstance(newer, list):
        return
    members = (_missing(older, newer, meeting), _missing(newer, older, meeting))
    _note_members(meeting, "x-extensible-enum", members, frozenset([Guard.EXTENSIBLE]))


def _note_members(
    meeting: Meeting,
    keyword: str,
    members: tuple[list[Json], list[Json]],
    marks: frozenset[Guard],
    *,
    are_idle: bool = False,
) -> None:
    """Note values that went or came; idle ones are left out by what else the schema says."""
    for value in members[0]:
        # Even an open list promises that what it names is accepted.
        effects = NONE if are_idle else NARROWS
        meeting.note("enum-value-removed", effects, keyword, (value, None), name=repr(value))
    for value in members[1]:
        effects = NONE if are_idle else WIDENS
        values = (None, value)
        meeting.note("enum-value-added", effects, keyword, values, name=repr(value), marks=marks)


def _missing(values: list[Json], others: list[Json], meeting: Meeting) -> list[Json]:
    """The values that the others lack, each once."""
    known = {_key(value, meeting) for value in others}
    missing: dict[Hashable, Json] = {}
    for value in values:
        key = _key(value, meeting)
        if key not in known:
            missing.setdefault(key, value)
    return list(missing.values())


def _key(value: Json, meeting: Meeting) -> Hashable:
    if meeting.is_text and isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value) if value == int(value) else value)
    key: Hashable = value_key(value)
    return key


def _compare_patterns(meeting: Meeting, *, is_moot: bool) -> None:
    older, newer = meeting.older.patterns, meeting.newer.patterns
    gone = [pattern for pattern in older if pattern not in newer]
    new = [pattern for pattern in newer if pattern not in older]
    for before, after in zip(gone, new, strict=False):
        effects = _of_patterns(meeting, before, after)
        if effects is not NONE:
            meeting.note(
                "pattern-changed", NONE if is_moot else effects, "pattern", (before, after)
            )
    for before in gone[len(new) :]:
        meeting.note("pattern-removed", NONE if is_moot else WIDENS, "pattern", (before, None))
    for after in new[len(gone) :]:
        meeting.note("pattern-added", NONE if is_moot else NARROWS, "pattern", (None, after))


def _of_patterns(meeting: Meeting, older: str, newer: str) -> Effects:
    """What one pattern instead of another does to the texts that match."""
    meeting.walk.patience -= 1
    if meeting.walk.patience < 0:
        return UNKNOWN
    return _OF_SETS[is_within(newer, older), is_within(older, newer)]


def _is_spelled_anew(meeting: Meeting) -> bool:
    """Whether the format of 3.0 became the keyword of 3.1 that means the same, or back."""
    for one, two in ((meeting.older, meeting.newer), (meeting.newer, meeting.older)):
        keyword, value = SPELLED.get(str(one.words.get("format")), ("", None))
        if keyword and "format" not in two.words and two.words.get(keyword) == value:
            return one.words.get(keyword) in (None, value)
    return False


def _compare_encoding(meeting: Meeting) -> None:
    """What a text holds; like a format, a hint (JSON Schema 2020-12, 8.1)."""
    for keyword, came, went in (
        ("contentMediaType", ADDED_FORMAT, REMOVED_FORMAT),
        ("contentEncoding", UNKNOWN, UNKNOWN),
    ):
        older, newer = meeting.words(keyword)
        if older != newer:
            effects = came if older is None else went if newer is None else INCOMPARABLE
            meeting.note("content-encoding-changed", effects, keyword, (older, newer))


def _compare_format(meeting: Meeting) -> None:
    older, newer = meeting.words("format")
    if older == newer:
        return
    values = (older, newer)
    is_said = not (_says_nothing(meeting.older, older) and _says_nothing(meeting.newer, newer))
    if all(one is None or str(one) in FOR_DISPLAY for one in values):
        meeting.note("format-changed", NONE, "format", values)
    elif older is None:
        meeting.note("format-added", ADDED_FORMAT if is_said else NONE, "format", values)
    elif newer is None:
        meeting.note("format-removed", REMOVED_FORMAT if is_said else NONE, "format", values)
    elif not is_said:
        meeting.note("format-changed", NONE, "format", values)
    elif WIDER.get(str(older)) == newer:
        meeting.note("format-widened", WIDENS, "format", values)
    elif WIDER.get(str(newer)) == older:
        meeting.note("format-narrowed", NARROWS, "format", values)
    else:
        meeting.note("format-changed", UNKNOWN, "format", values)


def _says_nothing(view: View, written: Json) -> bool:
    """Whether a format leaves out no value: all are listed, or within what always fits."""
    if written is None or "enum" in view.words:
        return True
    lowest, highest = FITTING.get(written, (inf, -inf)) if isinstance(written, str) else (inf, -inf)
    low, high = reach(view)
    return lowest <= low and high <= highest


def _compare_default(meeting: Meeting) -> None:
    has_older, has_newer = ("default" in view.words for view in (meeting.older, meeting.newer))
    values = meeting.words("default")
    if has_older and has_newer and value_key(values[0]) != value_key(values[1]):
        meeting.note("default-changed", MEANS_ANOTHER, "default", values)
    elif has_older and not has_newer:
        meeting.note("default-removed", MEANS_ANOTHER, "default", values)
    elif has_newer and not has_older:
        meeting.note("default-added", NONE, "default", values)
