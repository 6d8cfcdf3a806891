"""From offsets in a text to lines and columns, without counting from the top every time."""

from __future__ import annotations

from typing import Final

_BLOCK: Final = 16_384


class Lines:
    """The lines of one text."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._before = [0]  # line ends before each block, as far as somebody has asked

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset, both from 1, the column in characters."""
        block = offset // _BLOCK
        while len(self._before) <= block:
            start = (len(self._before) - 1) * _BLOCK
            line_ends = self._text.count(b"\n", start, start + _BLOCK)
            self._before.append(self._before[-1] + line_ends)
        line = self._before[block] + self._text.count(b"\n", block * _BLOCK, offset)
        start = self._text.rfind(b"\n", 0, offset) + 1
        return line + 1, len(self._text[start:offset].decode("utf-8", "replace")) + 1
