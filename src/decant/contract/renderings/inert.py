"""Text from documents, made harmless for each form it is put into.

Whoever writes a document, a stranger in a pull request say, writes names and values that end
up in comments, logs and pages. Here they lose what would make them more than text.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable

Json: TypeAlias = Any

# C0 and C1 controls, DEL, the signs that reorder or break lines of text (Unicode TR36), and
# what XML 1.0 §2.2 and UTF-8 have no place for.
UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
# The same in JSON, which spells C0 controls out already and has line ends of its own.
_UNSAFE_IN_JSON: Final = re.compile(r"[^\S\n ]|" + UNSAFE.pattern.replace("\x00-\x1f", ""))
_CODE: Final = re.compile("`([^`]+)`")
# What CommonMark and GitHub read as markup wherever it stands, and what they read so only where
# a block begins: headings, lists, rules, underlines of headings.
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~$&])")
_BLOCK: Final = re.compile(r"^(\s*)(\d+(?=[.)])|(?=[#+=\-:]))")
# What GitHub and GitLab turn into mentions, references and links after rendering, where no
# backslash reaches: `@team`, `#12`, `!12`, `GH-12`, `www.`, `://`. A sign of no width ends it.
_LINKED: Final = re.compile(r"(@|[#!&%~$](?=\w)|://|\bwww\.|\bmailto:|\bGH-)", re.IGNORECASE)
_BREAK: Final = "\\1\u200b"
# RFC 3986 §2.3, and the slash between the steps of a path.
_UNRESERVED: Final = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
)


def plain(text: str) -> str:
    """One line without a control character: line breaks are spaces, the rest is spelled out."""
    return UNSAFE.sub(_spelled, text)


def for_markdown(text: str) -> str:
    """The text as text, also where a block begins; what stands in backticks stays code."""
    said = _with_code(plain(text), _escaped_for_markdown, lambda code: f"`{code}`")
    return _BLOCK.sub(r"\1\2\\", said)


def code_for_markdown(text: str) -> str:
    """The text as code, whatever it holds."""
    shown = plain(text).replace("`", "'").strip()
    return f"`{shown}`" if shown else "``` ```"


def for_html(text: str) -> str:
    """The text as text; what stands in backticks is set as code."""
    return _with_code(plain(text), escape, lambda code: f"<code>{escape(code)}</code>")


def for_xml(text: str) -> str:
    """The text as an attribute value or as content."""
    return escape(plain(text), quote=True)


def for_path(path: str) -> str:
    """A relative path as a URI reference (RFC 3986), `%` for what it may not hold."""
    encoded = plain(path).encode()
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in encoded)


def for_json(value: Json) -> str:
    """JSON that drives no terminal: unsafe signs are escaped, which JSON allows."""
    data = orjson.dumps(value, option=orjson.OPT_INDENT_2, default=list)
    return _UNSAFE_IN_JSON.sub(_escaped_for_json, data.decode())


def _with_code(text: str, bare: Callable[[str], str], code: Callable[[str], str]) -> str:
    parts = _CODE.split(text)
    return "".join(
        code(part) if number % 2 and part.strip() else bare(part)
        for number, part in enumerate(parts)
    )


def _escaped_for_markdown(text: str) -> str:
    return _MARKUP.sub(r"\\\1", _LINKED.sub(_BREAK, text))


def _spelled(match: re.Match[str]) -> str:
    sign = match.group()
    return " " if sign in "\n\r\t" else f"\\u{ord(sign):04x}"


def _escaped_for_json(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
