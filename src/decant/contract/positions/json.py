"""Where a JSON pointer stands in a JSON text, found by skipping over everything beside its path.

msgspec.Raw skips a whole value at C speed; only the containers on the path are taken apart, and
each of them once.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

_OBJECT: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY: Final = msgspec.json.Decoder(list[msgspec.Raw])
# msgspec recurses, with a guard; what `parsers` lets pass is far from it.
_UNREADABLE: Final = (msgspec.DecodeError, RecursionError)
_KEY: Final = re.compile(rb'[ \t\r\n,]*("(?:[^"\\]++|\\.)*+")[ \t\r\n]*:[ \t\r\n]*', re.DOTALL)
_BLANK: Final = re.compile(rb"[ \t\r\n,]*")


class NotJson(Exception):  # noqa: N818 - it says what the text is
    """The text is something else."""


class _Value(NamedTuple):
    """A value in the text: where it begins and ends, and where its key or itself stands."""

    place: int
    start: int
    end: int


class JsonPositions:
    """Byte offsets of the pointers into one JSON text.

    Raises NotJson if it is none, as YAML in flow style, which begins alike.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        start = _blank_end(text, 0)
        self._root = _Value(start, start, len(text))
        try:
            self._members = {start: self._contents(self._root)}
        except _UNREADABLE:
            raise NotJson from None

    def offset(self, steps: Sequence[str]) -> int:
        value = self._root
        for step in steps:
            member = self._inside(value).get(step)
            if member is None:
                break
            value = member
        return value.place

    def _inside(self, value: _Value) -> dict[str, _Value]:
        if value.start not in self._members:
            self._members[value.start] = {}
            with suppress(*_UNREADABLE):  # then its own place stands for all that is in it
                self._members[value.start] = self._contents(value)
        return self._members[value.start]

    def _contents(self, value: _Value) -> dict[str, _Value]:
        raw = memoryview(self._text)[value.start : value.end]
        if self._text.startswith(b"{", value.start):
            return self._members_of(_OBJECT.decode(raw), value.start + 1)
        if self._text.startswith(b"[", value.start):
            return self._items_of(_ARRAY.decode(raw), value.start + 1)
        return {}

    def _members_of(self, raws: dict[str, msgspec.Raw], at: int) -> dict[str, _Value]:
        # Keys are unique, so the order of the dict is the order of the text.
        members = {}
        for name, raw in raws.items():
            key = _KEY.match(self._text, at)
            if key is None:
                break
            start = key.end()
            at = start + memoryview(raw).nbytes
            members[name] = _Value(key.start(1), start, at)
        return members

    def _items_of(self, raws: list[msgspec.Raw], at: int) -> dict[str, _Value]:
        items = {}
        for index, raw in enumerate(raws):
            start = _blank_end(self._text, at)
            at = start + memoryview(raw).nbytes
            items[str(index)] = _Value(start, start, at)
        return items


def _blank_end(text: bytes, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
