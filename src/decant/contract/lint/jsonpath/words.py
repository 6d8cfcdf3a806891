"""The text of a filter's expression, cut into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from .faults import PathFault

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(Enum):
    """What a word of an expression is."""

    NUMBER = auto()
    TEXT = auto()
    NAME = auto()
    SIGN = auto()
    REGEX = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """One word; for a text its characters, for a regular expression what `/…/` holds."""

    kind: Kind
    text: str
    offset: int
    flags: str = ""


_SPACE: Final = re.compile(r"[\s]*")
_NAME: Final = re.compile(r"[@A-Za-z_$\x80-\U0010ffff][@\w$]*")
_NUMBER: Final = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_SIGN: Final = re.compile(
    r"===|!==|\.\.\.|\*\*|==|!=|<=|>=|&&|\|\||\?\?|~=|\?\.|[-+*/%<>!?:.,()\[\]]"
)
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}
# After these a slash divides; anywhere else it opens a regular expression.
_CLOSING: Final = (")", "]")


def words_of(text: str) -> Iterator[Word]:
    """The words of an expression and one for its end. Raises PathFault."""
    at, last = 0, Word(Kind.SIGN, "(", 0)
    while True:
        match = _SPACE.match(text, at)
        at = match.end() if match else at
        if at >= len(text):
            yield Word(Kind.END, "", at)
            return
        last, at = _word(text, at, last)
        yield last


def _word(text: str, at: int, last: Word) -> tuple[Word, int]:
    if text[at] in "'\"":
        return _quoted(text, at)
    if text[at] == "/" and _opens_regex(last):
        return _regex(text, at)
    for kind, pattern in ((Kind.NUMBER, _NUMBER), (Kind.NAME, _NAME), (Kind.SIGN, _SIGN)):
        match = pattern.match(text, at)
        if match is not None:
            return Word(kind, match.group(), at), match.end()
    raise PathFault(f"{text[at]!r} means nothing in a filter", at)


def _opens_regex(last: Word) -> bool:
    return last.kind is Kind.SIGN and last.text not in _CLOSING


def _quoted(text: str, start: int) -> tuple[Word, int]:
    quote, characters, at = text[start], list[str](), start + 1
    while at < len(text) and text[at] != quote:
        if text[at] == "\\" and at + 1 < len(text):
            at += 1
            characters.append(_ESCAPES.get(text[at], text[at]))
        else:
            characters.append(text[at])
        at += 1
    if at >= len(text):
        raise PathFault("a quotation mark is missing", start)
    return Word(Kind.TEXT, "".join(characters), start), at + 1


def _regex(text: str, start: int) -> tuple[Word, int]:
    at, in_class = start + 1, False
    while at < len(text) and (in_class or text[at] != "/"):
        if text[at] == "\\":
            at += 1
        elif text[at] in "[]":
            in_class = text[at] == "["
        at += 1
    if at >= len(text):
        raise PathFault("the slash that ends a regular expression is missing", start)
    end = at + 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return Word(Kind.REGEX, text[start + 1 : at], start, text[at + 1 : end]), end
