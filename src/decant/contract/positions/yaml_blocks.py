"""Where a pointer stands in block-style YAML, by walking down the indentation.

One anchored search per step and nothing beside the path is looked at. On anything that is not
plain block style the answer is None, and `yaml_events` is asked instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# The indentation of the next line that is neither blank nor a comment.
_NEXT_LINE: Final = re.compile(rb"\n( *)(?=[^\s#])")
# Blanks, anchors and tags before a value.
_PROPERTIES: Final = re.compile(rb"(?:[ \t]+|&[^\s,\[\]{}]+|![^\s]*)*")
_ALIAS_NAME: Final = re.compile(rb"\*([^\s,\[\]{}]+)")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in the text, and where the key or dash that leads to it stands."""

    place: int
    start: int
    column: int  # of its first character, from 0
    end: int


class BlockPositions:
    """Byte offsets of the pointers into one YAML text."""

    def __init__(self, text: bytes) -> None:
        # The line end in front makes every line begin alike; offsets are one higher for it.
        self._text = b"\n" + text
        self._root = self._first_value()
        self._values: dict[tuple[str, ...], _Value | None] = {}

    def offset(self, steps: Sequence[str]) -> int | None:
        """None where the walk cannot tell: flow style, merged members, or no such pointer."""
        value = self._root
        for count, step in enumerate(steps, 1):
            path = tuple(steps[:count])
            if value is not None and path not in self._values:
                self._values[path] = self._step(value, step)
            value = self._values.get(path) if value is not None else None
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
        dash = re.compile(rb"\n {%d}-(?=[ \r\n])" % value.column)
        at = value.start
        for _ in range(index):
            line = dash.search(self._text, at, value.end)
            if line is None:
                return None
            at = line.end() - 1
        following = dash.search(self._text, at, value.end)
        end = following.start() if following else value.end
        node = self._value_after(at + 1, end)
        return _Value(node[0], *node, end) if node else _Value(at, at, value.column, at)

    def _member(self, value: _Value, key: bytes) -> _Value | None:
        spelled = _key_pattern(key)
        found = re.compile(spelled).match(self._text, value.start)
        place = value.start
        if found is None:
            line = re.compile(rb"\n {%d}" % value.column + spelled)
            found = line.search(self._text, value.start, value.end)
            if found is None:
                return None
            place = found.start() + 1 + value.column
        after = _line_beside(value.column).search(self._text, found.end(), value.end)
        end = after.start() if after else value.end
        node = self._value_after(found.end(), end)
        return _Value(place, *node, end) if node else _Value(place, place, value.column, place)


def _key_pattern(key: bytes) -> bytes:
    double = re.escape(key.replace(b"\\", b"\\\\").replace(b'"', b'\\"'))
    single = re.escape(key.replace(b"'", b"''"))
    spelled = b"|".join((re.escape(key), b'"' + double + b'"', b"'" + single + b"'"))
    return b"(?:" + spelled + rb")[ \t]*:(?=[ \t\r\n]|\Z)"


@lru_cache(maxsize=256)
def _line_beside(column: int) -> re.Pattern[bytes]:
    """A line that ends the value of a key in `column`: a dash there may still belong to it."""
    if not column:
        return re.compile(rb"\n(?=[^\s#-]|-\S)")
    return re.compile(rb"\n(?: {0,%d}(?=[^\s#-]|-\S)| {0,%d}(?=-\s))" % (column, column - 1))


@lru_cache(maxsize=256)
def _line_left_of(column: int) -> re.Pattern[bytes]:
    return re.compile(rb"\n {0,%d}(?=[^\s#])" % max(column - 1, 0))


def _end(pattern: re.Pattern[bytes], text: bytes, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
