"""Where a JSON pointer stands in a JSON text, found by skipping over everything beside its path.

msgspec.Raw skips a whole value at C speed; only the containers on the path are taken apart, and
each of them once.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

_OBJECT: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY: Final = msgspec.json.Decoder(list[msgspec.Raw])
# msgspec recurses, with a guard; what `parsers` lets pass is far from it.
_UNREADABLE: Final = (msgspec.DecodeError, RecursionError)
_STRING: Final = msgspec.json.Decoder(str)
_KEY: Final = re.compile(rb'[ \t\r\n,]*("(?:[^"\\]++|\\.)*+")[ \t\r\n]*:[ \t\r\n]*', re.DOTALL)
_BLANK: Final = re.compile(rb"[ \t\r\n,]*")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in the text: where it begins and ends, and where its key or itself stands."""

    place: int
    start: int
    end: int


class JsonPositions:
    """Byte offsets of the pointers into one JSON text."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        start = _blank_end(text, 0)
        self._root = _Value(start, start, len(text))
        self._members: dict[int, dict[str, _Value]] = {}

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
            self._members[value.start] = self._taken_apart(value)
        return self._members[value.start]

    def _taken_apart(self, value: _Value) -> dict[str, _Value]:
        raw = memoryview(self._text)[value.start : value.end]
        with suppress(*_UNREADABLE):  # then its own place stands for all that is in it
            if self._text.startswith(b"{", value.start):
                return self._members_of(_OBJECT.decode(raw), value.start + 1)
            if self._text.startswith(b"[", value.start):
                return self._items_of(_ARRAY.decode(raw), value.start + 1)
        return {}

    def _members_of(self, raws: dict[str, msgspec.Raw], at: int) -> dict[str, _Value]:
        # Keys are unique, so the order of the dict is the order of the text.
        members = {}
        for raw in raws.values():
            key = _KEY.match(self._text, at)
            if key is None:
                break
            at = key.end() + memoryview(raw).nbytes
            members[_STRING.decode(key[1])] = _Value(key.start(1), key.end(), at)
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


def is_json(text: bytes) -> bool:
    """Whether a text that begins with a bracket is JSON; YAML in flow style begins alike."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except _UNREADABLE:
        return False
    return True
