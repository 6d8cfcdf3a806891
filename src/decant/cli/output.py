"""Lines for people, JSON for programs; nothing a document says can drive the terminal.

Every part of a line is cleaned here, where it is written, so that no caller can forget it.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

# C0 and C1 controls, DEL, and the signs that reorder or break lines of text (Unicode TR36):
# U+009B alone starts an escape sequence in some terminals.
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
# The same in JSON, which spells C0 controls out already and has line ends of its own.
_UNSAFE_IN_JSON: Final = re.compile(r"[^\S\n ]|" + _UNSAFE.pattern.replace("\x00-\x1f", ""))
_BEYOND_ASCII: Final = re.compile(rb"[\x7f-\xff]+")
_RESET: Final = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Painted:
    """Text with a colour; the codes are those of SGR (ECMA-48 §8.3.117)."""

    text: str
    codes: str


def _paint(codes: str) -> Callable[[object], Painted]:
    return lambda text: Painted(str(text), codes)


# fmt: off
bold   = _paint("1")
dim    = _paint("2")
red    = _paint("31")
green  = _paint("32")
yellow = _paint("33")
blue   = _paint("34")
cyan   = _paint("36")
alarm  = _paint("1;31")
# How bad is it, in words that findings, changes, verdicts and states share.
PAINTS: Final = {
    "error": red,    "breaking": alarm, "fail": alarm,
    "warning": yellow, "risky": yellow, "warn": yellow, "not_evaluated": yellow,
    "info": blue,    "safe": green,     "pass": green,  "docs": dim,
    "active": green, "approved": green, "pending": yellow, "rejected": red,
    "expired": dim,  "revoked": dim,    "superseded": dim, "skipped": dim,
}
# fmt: on


def clean(text: str) -> str:
    """The text with every control character spelled out, on one line."""
    return _UNSAFE.sub(_spelled, text)


def _spelled(match: re.Match[str]) -> str:
    sign = match.group()
    return " " if sign in "\n\t" else f"\\u{ord(sign):04x}"


class Terminal:
    """Where a command speaks: results on one stream, in colour where that is wanted."""

    def __init__(self, stream: TextIO, *, colour: str = "auto") -> None:
        self.stream = stream
        self.colour = _wanted(stream, colour)

    def line(self, *parts: str | Painted) -> None:
        """Write one line; parts follow each other without a gap."""
        self.stream.write("".join(map(self._shown, parts)).rstrip() + "\n")

    def json(self, value: Any) -> None:
        """Write a JSON value; signs that could drive a terminal are escaped, which JSON allows."""
        import orjson

        data = orjson.dumps(value, option=orjson.OPT_INDENT_2, default=list)
        # As bytes: one emoji would make each character of a long report four bytes wide.
        self._put(_BEYOND_ASCII.sub(_made_safe, data) + b"\n")

    def text(self, text: str) -> None:
        """Write a document byte for byte, unless a person's terminal would read it."""
        if self.stream.isatty():
            for line in text.splitlines():
                self.line(line)
            return
        self._put(text.encode())

    def _put(self, data: bytes) -> None:
        """Write UTF-8 as it is, after all that was written before."""
        buffer = getattr(self.stream, "buffer", None)
        if buffer is None:
            self.stream.write(data.decode())
            return
        self.stream.flush()
        buffer.write(data)

    def _shown(self, part: str | Painted) -> str:
        if isinstance(part, str):
            return clean(part)
        text = clean(part.text)
        return f"\x1b[{part.codes}m{text}{_RESET}" if self.colour and text else text


def severity(word: str, width: int = 0) -> Painted:
    """A severity, verdict or state in its colour, padded to `width`."""
    return PAINTS.get(word, bold)(word.replace("_", " ").ljust(width))


def complain(*parts: str | Painted, colour: str = "auto") -> None:
    """Say something on stderr, where it never mixes with results."""
    Terminal(sys.stderr, colour=colour).line(*parts)


def counted(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _made_safe(match: re.Match[bytes]) -> bytes:
    return _UNSAFE_IN_JSON.sub(_escaped, match.group().decode()).encode()


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _wanted(stream: TextIO, colour: str) -> bool:
    """https://no-color.org: any value but the empty one turns colour off."""
    if colour != "auto":
        return colour == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
