"""Ordinary YAML read at full speed, and only where the result is certain.

yaml-rs is ten times faster than PyYAML, but it drops tags, does not merge, reads `1_000` as a
number and overflows the stack on deep block nesting. Everything it could get wrong leaves a
trace in the text that is cheap to look for; then the answer is DOUBTFUL and `exact_yaml` reads
the text instead. A false alarm costs time, never a wrong tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson
import yaml_rs

from .json import dump, has_long_string, may_hold

if TYPE_CHECKING:
    from .limits import Limits

DOUBTFUL: Final = object()

# Two levels need at least one column (`a:` above `-`), so fewer columns are under 250 levels;
# flow style ends at 255 in yaml-rs itself. Its stack holds about 20,000.
_DEEP: Final = re.compile(rb"\n[ \t?:-]{120}")
_OPENING: Final = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\n)*---(?=\s)")
_TAG: Final = re.compile(rb"!(?!\[)")
_MERGE: Final = re.compile(rb"<<")
_ANCHOR: Final = re.compile(rb"&(?=\S)")
_EXPLICIT_KEY: Final = re.compile(rb"\?(?=\s)")
# A literal comes first in these, looked behind from: the search then runs at the speed of memchr.
_ODD_KEY: Final = re.compile(
    rb"(?:0(?<![0-9A-Za-z_.]0)[0-9xob][0-9a-fA-F]*|[-+][0-9]+)[ \t]*:(?=\s|\Z)"
)
_ODD_BASE: Final = re.compile(rb"0([bBoOxX])[0-9a-fA-F]*(_?)")
_ODD_DIGITS: Final = tuple(map(re.compile, (rb"0_", rb"_0", rb"_\.", rb"\._")))
_NUMBER_BEGINS: Final = re.compile(rb"(?:\A|[\s\[{,:?-])([-+]?)[0-9_.eExXoObB+-]*\Z")
# A base stands at the beginning or after a sign; anywhere else (`8b0bfeea`) it is text.
_BASE_BEGINS: Final = re.compile(rb"(?:\A|[\s\[{,:?])([-+]?)\Z")
_NUMBER_ENDS: Final = re.compile(rb"[0-9a-fA-F_.+-]*(?=[\s,\[\]{}:]|\Z)")
_ALL_DIGITS_ZERO: Final = bytes.maketrans(b"123456789", b"000000000")
_NODE_MAY_FOLLOW: Final = frozenset(b"\r\n[{,:?-")
# With more of them at hand, reading exactly is quicker than looking at each.
_MOST_SIGNS: Final = 20_000


def load(text: bytes, characters: str, limits: Limits) -> Any:
    """The value of `text` (also given decoded), or DOUBTFUL."""
    if _is_doubtful(text, limits):
        return DOUBTFUL
    try:
        tree = yaml_rs.loads(characters, parse_datetime=False)
        written = _written(tree, text, limits.depth)
    except (yaml_rs.YAMLDecodeError, orjson.JSONEncodeError):
        return DOUBTFUL
    # An empty block scalar, which is "", comes out of yaml-rs as one line end.
    if written is None or may_hold(written) > limits.nodes or b'"\\n"' in written:
        return DOUBTFUL
    if has_long_string(written, limits.scalar_bytes):
        return DOUBTFUL
    value = orjson.loads(written)
    # JSON has no infinity: it was written as null, and so differs.
    return value if value == tree else DOUBTFUL


def _is_doubtful(text: bytes, limits: Limits) -> bool:
    return (
        _may_hold_many(text, limits.nodes)
        or text.count(b"\r") != text.count(b"\r\n")
        or _DEEP.search(b"\n" + text[:200]) is not None
        or _DEEP.search(text) is not None
        or _has_inner_marker(text)
        or _may_begin_node(_TAG, text)
        or _may_begin_node(_MERGE, text)
        or _may_begin_node(_ANCHOR, text)
        or _has_odd_digits(text)
        or _has_odd_base(text)
    )


def _may_hold_many(text: bytes, nodes: int) -> bool:
    """Whether there may be several times `nodes` values; each needs two bytes and one of these."""
    signs = (b"\n", b",", b"[", b"{", b"- ", b"? ")
    return len(text) > 2 * nodes and sum(map(text.count, signs)) > nodes


def _has_inner_marker(text: bytes) -> bool:
    """A document marker or directive anywhere but one `---` at the beginning."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    return text.startswith((b"---", b"...", b"%"), start) or any(
        text.find(marker, start) >= 0 for marker in (b"\n---", b"\n...", b"\n%")
    )


def _may_begin_node(sign: re.Pattern[bytes], text: bytes) -> bool:
    """Whether `sign` occurs where a node may begin; elsewhere it is only text."""
    for count, match in enumerate(sign.finditer(text)):
        start = match.start()
        before = text[max(start - 200, 0) : start].rstrip(b" \t")
        if not before or before[-1] in _NODE_MAY_FOLLOW or count > _MOST_SIGNS:
            return True
    return False


def _has_odd_digits(text: bytes) -> bool:
    """yaml-rs reads `1_000` and `_1` as numbers; in YAML 1.2 they are strings."""
    digits = text.translate(_ALL_DIGITS_ZERO)
    return any(
        _begins_number(digits, match.start()) and _NUMBER_ENDS.match(digits, match.end())
        for sign in _ODD_DIGITS
        for match in sign.finditer(digits)
    )


def _has_odd_base(text: bytes) -> bool:
    """yaml-rs reads `0O17` and `-0x1F` as numbers; in YAML 1.2 they are strings."""
    for match in _ODD_BASE.finditer(text):
        begins = _BASE_BEGINS.search(text[max(match.start() - 2, 0) : match.start()])
        if begins and (begins[1] or match[2] or match[1] not in b"ox"):
            return True
    return False


def _begins_number(text: bytes, at: int) -> re.Match[bytes] | None:
    """The beginning of an unquoted number that `at` could stand in."""
    return _NUMBER_BEGINS.search(text[max(at - 60, 0) : at])


def _written(tree: Any, text: bytes, depth: int) -> bytes | None:
    """`tree` as JSON with keys as they are spelled; None if that is not certain, or too deep."""
    try:
        return dump(tree, depth)
    except orjson.JSONEncodeError as error:
        if "key must be str" not in str(error) or _has_odd_key(text):
            return None
    return dump(tree, depth) if _spell_keys(tree) else None


def _has_odd_key(text: bytes) -> bool:
    """A number as key that is not spelled as Python spells it, `0200` say."""
    return _ODD_KEY.search(text) is not None or _may_begin_node(_EXPLICIT_KEY, text)


def _spell_keys(tree: Any) -> bool:
    """Turn integer keys, status codes mostly, into strings in place; False if one is no integer."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if type(node) is dict:
            kinds = set(map(type, node))
            if kinds - {str}:
                members = {str(key): value for key, value in node.items()}
                if kinds - {str, int} or len(members) < len(node):
                    return False
                node.clear()
                node.update(members)
            waiting += node.values()
        elif type(node) is list:
            waiting += node
    return True
