"""Where a pointer stands in block-style YAML, by walking down the indentation.

What a path leads through is looked through once, for the lines that begin its members, and
nothing beside the path is looked at. On anything that is not plain block style the answer is
None, and `yaml_events` is asked instead.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# The indentation of the next line that is neither blank nor a comment.
_NEXT_LINE: Final = re.compile(rb"\n( *)(?=[^\s#])")
# Blanks, anchors and tags before a value.
_PROPERTIES: Final = re.compile(rb"(?:[ \t]+|&[^\s,\[\]{}]+|![^\s]*)*")
# A key and its colon, as far as they stand on one line; the key as it is spelled.
_KEY: Final = re.compile(
    rb"""("(?:[^"\\\n]|\\.)*+"|'(?:[^'\n]|'')*+'|(?:[^\s"'#\[\]{},&*!|>%@`?-]|[?-](?=\S))[^\n]*?)"""
    rb"""[ \t]*:(?=[ \t\r\n]|\Z)"""
)
_EMPTY: Final = re.compile(rb"\{[ \t]*\}|\[[ \t]*\]")
_ALIAS_NAME: Final = re.compile(rb"\*([^\s,\[\]{}]+)")


class _Value(NamedTuple):
    """A value in the text, and where the key or dash that leads to it stands."""

    place: int
    start: int
    column: int  # of its first character, from 0
    end: int


class _Inside(NamedTuple):
    """What a mapping or sequence holds: where each member begins, goes on after its key, and ends.

    Names are spelled as in the text. `is_whole` says that nothing else can be in there.
    """

    members: dict[bytes, tuple[int, int, int]]
    is_whole: bool


class BlockPositions:
    """Byte offsets of the pointers into one YAML text."""

    def __init__(self, text: bytes) -> None:
        # The line end in front makes every line begin alike; offsets are one higher for it.
        self._text = b"\n" + text
        self._root = self._first_value()
        self._values: dict[tuple[str, ...], _Value | None] = {}
        self._insides: dict[int, _Inside] = {}

    def offset(self, steps: Sequence[str]) -> int | None:
        """None where the walk cannot tell: flow style, merged members, or things out of place.

        Where the pointer leads nowhere for sure, the nearest ancestor of its target.
        """
        value = self._root
        for count, step in enumerate(steps, 1):
            path = tuple(steps[:count])
            if value is None:
                return None
            if path not in self._values:
                self._values[path] = self._step(value, step)
            below = self._values[path]
            if below is value:
                break
            value = below
        return None if value is None else value.place - 1

    def _first_value(self) -> _Value | None:
        at = 0
        while line := _NEXT_LINE.search(self._text, at):
            if not self._text.startswith((b"---", b"%"), line.end()):
                column = line.end() - line.start() - 1
                return _Value(line.end(), line.end(), column, len(self._text))
            if self._text[line.end() + 3 : line.end() + 4].strip():
                return None
            at = line.end()
        return None

    def _step(self, value: _Value, step: str) -> _Value | None:
        text, start = self._text, value.start
        if text.startswith(b"*", start):
            target = self._anchored(start)
            return self._step(target, step) if target else None
        if _EMPTY.match(text, start):
            return value
        if text.startswith((b"[", b"{", b"|", b">", b"?"), start):
            return None
        if text.startswith((b"- ", b"-\n", b"-\r"), start):
            return self._item(value, int(step)) if step.isdecimal() else None
        return self._member(value, step.encode())

    def _anchored(self, alias: int) -> _Value | None:
        """The value an alias stands for; one that stands for another alias is not followed."""
        name = _ALIAS_NAME.match(self._text, alias)
        if name is None:
            return None
        anchor = re.compile(rb"[ \t\n]&" + re.escape(name[1]) + rb"(?=\s)")
        anchors = list(anchor.finditer(self._text, 0, alias))
        if not anchors:
            return None
        node = self._value_after(anchors[-1].start() + 1, len(self._text))
        if node is None or self._text.startswith(b"*", node[0]):
            return None
        start, column = node
        after = _line_left_of(column).search(self._text, start)
        end = after.start() if after and column else len(self._text)
        return _Value(start, start, column, end)

    def _value_after(self, at: int, end: int) -> tuple[int, int] | None:
        """The first character of the value that follows `at`, and its column."""
        text = self._text
        at = _end(_PROPERTIES, text, at)
        while at >= end or text[at : at + 1] in b"\n#\r":
            line = _NEXT_LINE.search(text, at, end)
            if line is None:
                return None
            at = _end(_PROPERTIES, text, line.end())
        return at, at - text.rfind(b"\n", 0, at) - 1

    def _item(self, value: _Value, index: int) -> _Value | None:
        item = self._found(value, self._items(value), (b"%d" % index,))
        return item if item is None or item is value else item._replace(place=item.start)

    def _member(self, value: _Value, key: bytes) -> _Value | None:
        inside = self._members(value)
        if b"<<" in inside.members:
            return None
        return self._found(value, inside, _spellings(key))

    def _found(self, value: _Value, inside: _Inside, names: Iterable[bytes]) -> _Value | None:
        """The member of one of these names; the value itself if there is none for sure."""
        found = next((inside.members[name] for name in names if name in inside.members), None)
        if found is None:
            return value if inside.is_whole else None
        place, after, end = found
        node = self._value_after(after, end)
        return _Value(place, *node, end) if node else _Value(place, place, value.column, place)

    def _items(self, value: _Value) -> _Inside:
        known = self._insides.get(value.start)
        if known is None:
            dash = re.compile(rb"\n {%d}-(?=[ \t\r\n])" % value.column)
            starts = [value.start]
            starts += [line.end() - 1 for line in dash.finditer(self._text, value.start, value.end)]
            ends = [*(start - value.column - 1 for start in starts[1:]), value.end]
            items = {
                b"%d" % index: (start, start + 1, end)
                for index, (start, end) in enumerate(zip(starts, ends, strict=True))
            }
            known = self._insides[value.start] = _Inside(items, is_whole=True)
        return known

    def _members(self, value: _Value) -> _Inside:
        known = self._insides.get(value.start)
        if known is None:
            known = self._insides[value.start] = self._read_members(value)
        return known

    def _read_members(self, value: _Value) -> _Inside:
        first = _KEY.match(self._text, value.start, value.end)
        if first is None:
            # A bare word holds nothing; anything else may be a key of another kind.
            return _Inside({}, is_whole=self._text[value.start : value.start + 1].isalnum())
        found = [(first[1], value.start, first.end())]
        is_whole = b"\\" not in first[1]
        for line in _lines_in(value.column).finditer(self._text, first.end() - 1, value.end):
            # An escape may spell any character, so what it spells is not known here.
            is_whole = is_whole and line[1] is not None and b"\\" not in line[1]
            found.append((line[1] or b"", line.start() + 1 + value.column, line.end()))
        ends = [*(start - value.column - 1 for _, start, _ in found[1:]), value.end]
        members: dict[bytes, tuple[int, int, int]] = {}
        for (name, start, after), end in zip(found, ends, strict=True):
            members.setdefault(name, (start, after, end))
        return _Inside(members, is_whole)


def _spellings(key: bytes) -> Iterator[bytes]:
    """A key as it may stand in the text."""
    yield key
    yield b'"' + key.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    yield b"'" + key.replace(b"'", b"''") + b"'"


@lru_cache(maxsize=256)
def _lines_in(column: int) -> re.Pattern[bytes]:
    """A line of a mapping that begins a member, or else something out of place."""
    return re.compile(rb"\n {%d}(?:%b|(?=[^\s#-]|-\S))" % (column, _KEY.pattern))


@lru_cache(maxsize=256)
def _line_left_of(column: int) -> re.Pattern[bytes]:
    return re.compile(rb"\n {0,%d}(?=[^\s#])" % max(column - 1, 0))


def _end(pattern: re.Pattern[bytes], text: bytes, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
