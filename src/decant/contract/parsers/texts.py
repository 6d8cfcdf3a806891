"""Bytes that are text: UTF-8 without a byte order mark and without control characters."""

from __future__ import annotations

import codecs
import re
from typing import Final

from .faults import Fault, Place, place_of

# The marks of UTF-16 and UTF-32; FF FE 00 00 begins like UTF-16.
_OTHER_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# YAML 1.2 §5.1: what is not printable, apart from tab and line ends.
_CONTROL: Final = bytes([*range(9), 11, 12, *range(14, 32), 127])
_CONTROL_AT: Final = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x84\x86-\x9f]|\xef\xbf[\xbe\xbf]"
)
_LONGER_CONTROL: Final = (
    re.compile(rb"\xc2[\x80-\x84\x86-\x9f]"),
    re.compile(rb"\xef\xbf[\xbe\xbf]"),
)


def without_mark(text: bytes) -> bytes:
    """`text` less its UTF-8 byte order mark; refuses UTF-16 and UTF-32."""
    if text.startswith(_OTHER_MARKS) or b"\0" in text[:2]:
        raise Fault(
            "not-utf-8",
            "the file is UTF-16 or UTF-32, not UTF-8",
            "Save it as UTF-8.",
            Place(1, 1),
        )
    return text.removeprefix(codecs.BOM_UTF8)


def refuse_undecodable(text: bytes) -> str:
    """`text` as characters; raises Fault at the first byte that is not UTF-8."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault(
            "not-utf-8",
            f"the byte 0x{text[error.start]:02x} here is not UTF-8",
            "Save the file as UTF-8.",
            place_of(text, error.start),
        ) from None


def refuse_control(text: bytes) -> None:
    """Refuse what YAML calls unprintable: it has no business in a text people review."""
    if len(text.translate(None, _CONTROL)) == len(text) and (
        text.isascii() or not any(pattern.search(text) for pattern in _LONGER_CONTROL)
    ):
        return
    found = _CONTROL_AT.search(text)
    if found:
        code = ord(found[0].decode())
        raise Fault(
            "control-character",
            f"the control character U+{code:04X} stands here",
            "Remove it, or write it as an escape in double quotes.",
            place_of(text, found.start()),
        )
