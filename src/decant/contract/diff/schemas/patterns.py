"""Patterns as sets of texts: whether one covers another, as far as that can be decided.

Of the regular expressions of ECMA 262 (JSON Schema 2020-12, 6.3.3) this reads those that
contract authors write: characters, classes, groups, alternatives, counts, `^` in front and
`$` at the end. What looks around, refers back or takes too long is not decided.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .automata import ANY, Automaton, Chars, TooLargeError, complement, covers, united

LONGEST: Final = 1_000
# A larger count is written out state by state.
MOST_TIMES: Final = 400
_COUNT: Final = re.compile(r"\{(\d{1,4})(,(\d{0,4}))?\}")
_HEX: Final = {"x": 2, "u": 4}
_DIGITS: Final[Chars] = ((48, 57),)
_WORDS: Final[Chars] = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACES: Final[Chars] = united(
    ((9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)),
    ((0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
_LINE_ENDS: Final[Chars] = ((10, 10), (13, 13), (0x2028, 0x2029))
_CLASSES: Final = {"d": _DIGITS, "w": _WORDS, "s": _SPACES}
_CONTROLS: Final = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}


class UndecidableError(Exception):
    """A pattern of a kind that is not compared here."""


def is_within(slim: str, wide: str) -> bool | None:
    """Whether every text that `slim` matches is matched by `wide`; None if undecided."""
    one, two = _automaton(slim), _automaton(wide)
    if one is None or two is None:
        return None
    try:
        return covers(two, one)
    except TooLargeError:
        return None


def matches(pattern: str, text: str) -> bool | None:
    """Whether a pattern matches somewhere in a text; None if undecided."""
    automaton = _automaton(pattern) if len(text) <= LONGEST else None
    return None if automaton is None else automaton.accepts(text)


@lru_cache(maxsize=256)
def _automaton(pattern: str) -> Automaton | None:
    if len(pattern) > LONGEST:
        return None
    try:
        return _Reader(pattern).whole()
    except (TooLargeError, UndecidableError, RecursionError):
        return None


class _Reader:
    """Reads a pattern once, from left to right, into an automaton."""

    def __init__(self, pattern: str) -> None:
        self.text, self.at = pattern, 0
        self.made = Automaton()

    def whole(self) -> Automaton:
        """Texts that hold a match anywhere, unless it is tied to their ends."""
        self.made.start, self.made.end = self.made.state(), self.made.state()
        while True:
            state = self._step(self.made.start)
            if not self._take("^"):
                self.made.edges[state].append((ANY, state))
            state = self._sequence(self._step(state))
            if not self._take("$"):
                state = self._step(state)
                self.made.edges[state].append((ANY, state))
            self.made.jumps[state].append(self.made.end)
            if not self._take("|"):
                break
        if self.at < len(self.text):
            raise UndecidableError
        return self.made

    def _step(self, state: int) -> int:
        """A new state that can be jumped to."""
        made = self.made.state()
        self.made.jumps[state].append(made)
        return made

    def _take(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def _next(self) -> str:
        if self.at >= len(self.text):
            raise UndecidableError
        self.at += 1
        return self.text[self.at - 1]

    def _alternatives(self, state: int) -> int:
        end = self.made.state()
        while True:
            self.made.jumps[self._sequence(self._step(state))].append(end)
            if not self._take("|"):
                return end

    def _sequence(self, state: int) -> int:
        while self.at < len(self.text) and self.text[self.at] not in "|)$":
            state = self._counted(state)
        return state

    def _counted(self, state: int) -> int:
        """One thing, as often as what follows it says."""
        start = self.at
        self._one(self.made.state())  # where it ends; these states lead nowhere
        least, most = self._times()
        end = self.at
        for _ in range(least):
            state = self._again(start, state)
        if most is None:
            loop = self._step(state)
            self.made.jumps[self._again(start, loop)].append(loop)
            state = loop
        else:
            left = self.made.state()
            for _ in range(most - least):
                self.made.jumps[state].append(left)
                state = self._again(start, state)
            self.made.jumps[state].append(left)
            state = left
        self.at = end
        return state

    def _again(self, start: int, state: int) -> int:
        self.at = start
        return self._one(state)

    def _times(self) -> tuple[int, int | None]:
        found: tuple[int, int | None] = (1, 1)
        count = _COUNT.match(self.text, self.at)
        if count is not None:
            self.at = count.end()
            low = int(count.group(1))
            found = (low, low)
            if count.group(2):
                found = (low, int(count.group(3)) if count.group(3) else None)
        else:
            for sign, times in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
                if self._take(sign):
                    found = times
                    break
            else:
                return found
        self._take("?")  # lazy or not, the texts are the same
        if max(found[0], found[1] or 0) > MOST_TIMES or (found[1] or found[0]) < found[0]:
            raise UndecidableError
        return found

    def _one(self, state: int) -> int:
        sign = self._next()
        if sign == "(":
            return self._group(state)
        if sign in "^$*+?{}":
            raise UndecidableError
        if sign == "[":
            chars = self._class()
        elif sign == ".":
            chars = complement(_LINE_ENDS)
        elif sign == "\\":
            chars = self._escaped()
        else:
            chars = ((ord(sign), ord(sign)),)
        end = self.made.state()
        self.made.edges[state].append((chars, end))
        return end

    def _group(self, state: int) -> int:
        if self._take("?") and not self._take(":"):
            raise UndecidableError
        end = self._alternatives(state)
        if not self._take(")"):
            raise UndecidableError
        return end

    def _escaped(self) -> Chars:
        sign = self._next()
        known = _CLASSES.get(sign.lower())
        if known is not None:
            return known if sign.islower() else complement(known)
        if sign in _CONTROLS:
            code = _CONTROLS[sign]
        elif sign in _HEX:
            digits = self.text[self.at : self.at + _HEX[sign]]
            if not re.fullmatch(rf"[0-9a-fA-F]{{{_HEX[sign]}}}", digits):
                raise UndecidableError
            self.at += len(digits)
            code = int(digits, 16)
        elif sign.isalnum():
            raise UndecidableError
        else:
            code = ord(sign)
        return ((code, code),)

    def _class(self) -> Chars:
        is_turned = self._take("^")
        found: list[Chars] = []
        while not self._take("]"):
            low = self._member()
            if self._ranges():
                self.at += 1
                low = _range(low, self._member())
            found.append(low)
        chars = united(*found)
        return complement(chars) if is_turned else chars

    def _ranges(self) -> bool:
        following = self.text[self.at : self.at + 2]
        return len(following) == 2 and following[0] == "-" and following[1] != "]"

    def _member(self) -> Chars:
        sign = self._next()
        if sign == "\\":
            return ((8, 8),) if self._take("b") else self._escaped()
        return ((ord(sign), ord(sign)),)


def _range(low: Chars, high: Chars) -> Chars:
    start, stop = low[0][0], high[-1][1]
    if low != ((start, start),) or high != ((stop, stop),) or stop < start:
        raise UndecidableError
    return ((start, stop),)
