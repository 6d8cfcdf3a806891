"""The text of a path, read into steps, or a fault with its offset."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from .expressions import compiled
from .faults import PathFault
from .steps import INFINITY, MOST_PER_PATH, Each, Every, Filter, Named, Path, Span, Step, Up
from .syntax import Reader

LONGEST: Final = 5_000
_SHORTHAND: Final = re.compile(r"@[a-z]+\(\)")
_NAME: Final = re.compile(r"[^.\[\]^~@\s][^.\[\]^~]*")
_SPAN: Final = re.compile(r"(-?\d*):(-?\d*)(?::(\d*))?")
_FROM_END: Final = re.compile(r"\(\s*@\.length\s*-\s*(\d{1,9})\s*\)")
_MOST_ENDINGS: Final = 50
_INTEGER: Final = re.compile(r"-?\d{1,15}")


@lru_cache(maxsize=2_000)
def parse(text: str) -> Path:
    """The path of a text. Raises PathFault."""
    if len(text) > LONGEST:
        raise PathFault(f"a path of {len(text):,} characters is too long")
    return _Reading(text).whole()


class _Reading:
    """One reading of a path, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def whole(self) -> Path:
        if not self._takes("$"):
            raise PathFault("a path begins with `$`")
        steps: list[Step] = []
        while self._at < len(self._text):
            if self._takes("~"):
                return self._ended(steps)
            steps.append(self._step())
            if len(steps) >= MOST_PER_PATH:
                raise PathFault(f"a path of more than {MOST_PER_PATH} steps is too long")
        return Path.of(self._text, steps)

    def _ended(self, steps: list[Step]) -> Path:
        """After `~` there are no steps, only more of these signs, which change nothing."""
        if self._text[self._at :].strip("^~"):
            raise PathFault("nothing can follow `~`, which asks for the key", self._at)
        return Path.of(self._text, steps, keyed=True)

    def _takes(self, sign: str) -> bool:
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _step(self) -> Step:
        if self._takes("^"):
            return Up()
        start = self._at
        deep = self._takes("..")
        if deep and not self._text[self._at :].strip("^~"):
            return Every()
        dotted = not deep and self._takes(".")
        if self._takes("["):
            # A single dot before a bracket descends as two do, in both engines of Spectral.
            return self._bracketed(deep=deep or dotted)
        if deep or dotted or self._text.startswith("@", start):
            return self._dotted(deep=deep)
        raise PathFault(f"{self._text[start]!r} is unexpected in a path", start)

    def _dotted(self, *, deep: bool) -> Step:
        if self._takes("*"):
            return Each(deep)
        shorthand = _SHORTHAND.match(self._text, self._at)
        if shorthand is not None:
            return self._filter(self._skip(shorthand), shorthand.start(), deep=deep)
        name = _NAME.match(self._text, self._at)
        if name is None:
            raise PathFault("a name, `*` or `[` must follow the dot", self._at)
        text, shorthand_at = name.group(), name.group().find("@")
        if shorthand_at > 0 and _SHORTHAND.fullmatch(text[shorthand_at:]):
            text = text[:shorthand_at]
        self._at += len(text)
        return Named((text.strip(),), deep)

    def _skip(self, match: re.Match[str]) -> str:
        self._at = match.end()
        return match.group()

    def _bracketed(self, *, deep: bool) -> Step:
        start = self._at - 1
        if self._takes("?("):
            return self._filtering(deep=deep)
        if self._takes("*]"):
            return Each(deep)
        for pattern in (_SPAN, _FROM_END):
            span = pattern.match(self._text, self._at)
            if span is not None and self._text.startswith("]", span.end()):
                self._at = span.end() + 1
                return replace(_span(span), deep=deep)
        if self._takes("("):
            raise PathFault("only `[(@.length-1)]` is computed in a path", start)
        return Named(self._names(start), deep)

    def _filtering(self, *, deep: bool) -> Step:
        start = self._at
        end = _closing(self._text, start)
        self._at = end + 2
        return self._filter(self._text[start:end], start, deep=deep)

    @staticmethod
    def _filter(text: str, offset: int, *, deep: bool) -> Filter:
        try:
            return Filter(compiled(text), deep)
        except PathFault as fault:
            raise PathFault(str(fault), offset + fault.offset) from None

    def _names(self, start: int) -> tuple[str | int, ...]:
        names: list[str | int] = []
        while not self._takes("]"):
            if self._at >= len(self._text):
                raise PathFault("the bracket is never closed", start)
            names.append(self._name_in_brackets())
            self._blank()
            if not self._takes(",") and not self._text.startswith("]", self._at):
                raise PathFault("names in brackets are separated by commas", self._at)
            self._blank()
        return tuple(dict.fromkeys(names))

    def _blank(self) -> None:
        while self._text[self._at : self._at + 1].isspace():
            self._at += 1

    def _name_in_brackets(self) -> str | int:
        self._blank()
        quote = self._text[self._at : self._at + 1]
        if quote and quote in "'\"":
            end = self._text.find(quote, self._at + 1)
            if end < 0:
                raise PathFault("a quotation mark is missing", self._at)
            name = self._text[self._at + 1 : end]
            self._at = end + 1
            return name
        end = min(self._find(","), self._find("]"))
        name = self._text[self._at : end].strip()
        if not name or set(name) & set("?(@*"):
            raise PathFault(f"{name!r} is no name in brackets", self._at)
        self._at = end
        return int(name) if _INTEGER.fullmatch(name) else name

    def _find(self, sign: str) -> int:
        found = self._text.find(sign, self._at)
        return found if found >= 0 else len(self._text)


def _span(match: re.Match[str]) -> Span:
    if match.re is _FROM_END:
        return Span(-int(match.group(1)), INFINITY, 1, deep=False)
    start, stop, step = match.groups()
    return Span(
        int(start) if start not in ("", "-") else 0,
        int(stop) if stop not in ("", "-") else INFINITY,
        max(1, int(step or 1)),
        deep=False,
    )


def _closing(text: str, start: int) -> int:
    """Where the `)]` is that ends a filter: the first that leaves an expression before it."""
    at, fault = start, PathFault("the filter is never closed with `)]`", start)
    for attempt in range(_MOST_ENDINGS):
        at = text.find(")]", at)
        if at < 0:
            break
        try:
            Reader(text[start:at]).whole()
        except PathFault as found:
            fault = PathFault(str(found), start + found.offset) if attempt == 0 else fault
            at += 1
        else:
            return at
    raise fault
