"""A regular expression of JavaScript in the words of the engine that runs it.

The two agree on almost everything. Where JavaScript takes a character for itself (a lone brace,
a bracket or a hyphen inside a class) and the engine would see syntax, it is escaped.
"""

from __future__ import annotations

import re
from typing import Final

_REPEATS: Final = re.compile(r"\{\d+(?:,\d*)?\}")
_GROUP_OF_CHARACTERS: Final = frozenset("dDwWsSpP")
_MEANT_TWICE: Final = frozenset("&~-")
# An escape of these only says that the character stands for itself; the engine knows fewer.
_PLAIN_LETTERS: Final = frozenset("aegijlmoqyzACEFGHIJLMNOQRTUVXYZ")


def translated(text: str) -> str:
    """The same pattern for the engine."""
    return _Translation(text).whole()


class _Translation:
    """One reading of a pattern, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._out: list[str] = []

    def whole(self) -> str:
        while self._at < len(self._text):
            character = self._text[self._at]
            if character == "\\":
                self._out.append(self._escape())
            elif character == "[":
                self._class()
            elif character in "{}":
                self._brace()
            else:
                self._take(character)
        return "".join(self._out)

    def _take(self, written: str, read: int = 1) -> None:
        self._out.append(written)
        self._at += read

    def _brace(self) -> None:
        repeats = _REPEATS.match(self._text, self._at)
        if repeats is not None and self._out:
            self._take(repeats.group(), len(repeats.group()))
        else:
            self._take("\\" + self._text[self._at])

    def _escape(self) -> str:
        escaped = self._text[self._at + 1 : self._at + 2]
        self._at += 2
        if escaped in _PLAIN_LETTERS or escaped == "/":
            return escaped
        return f"\\{escaped}"

    def _class(self) -> None:
        opening = "[^" if self._text.startswith("[^", self._at) else "["
        if self._text.startswith("]", self._at + len(opening)):
            # Nothing, or anything: classes that only JavaScript has.
            everything = r"[\s\S]" if opening == "[^" else r"[^\s\S]"
            self._take(everything, len(opening) + 1)
            return
        self._take(opening, len(opening))
        after_group = False
        while self._at < len(self._text) and self._text[self._at] != "]":
            after_group = self._member(after_group=after_group)
        if self._at < len(self._text):
            self._take("]")

    def _member(self, *, after_group: bool) -> bool:
        """One member of a class; whether it stands for a group of characters."""
        character = self._text[self._at]
        if character == "\\":
            escaped = self._escape()
            self._out.append(r"\x08" if escaped == "\\b" else escaped)
            return escaped[-1] in _GROUP_OF_CHARACTERS and len(escaped) == 2
        is_lone = character == "-" and (after_group or self._is_before_group())
        is_twice = (
            character in _MEANT_TWICE and self._text[self._at + 1 : self._at + 2] == character
        )
        self._take(f"\\{character}" if character == "[" or is_lone or is_twice else character)
        return False

    def _is_before_group(self) -> bool:
        following = self._text[self._at + 1 : self._at + 3]
        return len(following) == 2 and following[0] == "\\" and following[1] in _GROUP_OF_CHARACTERS
