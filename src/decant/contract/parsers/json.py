"""JSON read by orjson, and held to what orjson lets pass: repeated keys and depth.

Everything is first asked in a way that costs a few milliseconds on 13 MB; only where that
raises a doubt is the text gone through token by token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson

from .faults import (
    Fault,
    Place,
    duplicate_key,
    lone_surrogate,
    number_out_of_range,
    place_of,
    shortened,
    too_deep,
    too_long_scalar,
    too_many_nodes,
)
from .texts import refuse_undecodable

if TYPE_CHECKING:
    from .limits import Limits

# orjson.dumps refuses more levels than this.
WRITER_DEPTH: Final = 254

_STRING: Final = rb'"(?:[^"\\]++|\\.)*+"'
_TOKEN: Final = re.compile(
    rb"[{}\[\]]|(" + _STRING + rb')([ \t\r\n]*:)?|[^\s{}\[\]",:]++', re.DOTALL
)
_ESCAPED_COLON: Final = re.compile(rb"\\u003[aA]")
_QUOTE: Final = re.compile(rb'(?<!\\)"')
_NUMBER_LIKE: Final = re.compile(rb"[-+]?[0-9A-Za-z.][0-9A-Za-z.+-]*")
_NOT_A_NUMBER: Final = re.compile(rb"[-+]?(?:NaN|Infinity)")


def load(text: bytes, limits: Limits) -> Any:
    """The value of a JSON text (UTF-8, no byte order mark); raises Fault."""
    if len(text) > 2 * limits.nodes and may_hold(text) > limits.nodes:
        _refuse_many_nodes(text, limits.nodes)
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if error.msg.startswith("Not enough memory"):
            raise MemoryError from error  # the machine's fault, not the text's
        raise _syntax_fault(text, error, limits) from None
    written = dump(value, limits.depth)
    if written is None:
        raise _depth_fault(text, limits.depth)
    _refuse_duplicates(text, written)
    if has_long_string(written, limits.scalar_bytes):
        at = _long_string_at(text, limits.scalar_bytes) or 0
        raise too_long_scalar(limits.scalar_bytes, place_of(text, at))
    return value


def dump(value: Any, depth: int) -> bytes | None:
    """`value` as compact JSON, or None where it is nested deeper than `depth`.

    The writer's own limit is put to use: packed into enough lists, a value that is one level
    too deep cannot be written.
    """
    room = WRITER_DEPTH - depth
    for _ in range(room):
        value = [value]
    try:
        written = orjson.dumps(value)
        return written[room : len(written) - room]
    except orjson.JSONEncodeError as error:
        if "ecursion" not in str(error):
            raise
        return None


def repetition(text: bytes, value: Any) -> str | None:
    """Which key of an object in `text` stands there again, in words; `value` is what it says."""
    try:
        _refuse_duplicates(text, orjson.dumps(value))
    except orjson.JSONEncodeError:  # nested deeper than the writer goes
        fault = _first_duplicate(text)
        return None if fault is None else fault.message
    except Fault as fault:
        return fault.message
    return None


def may_hold(text: bytes) -> int:
    """No fewer values than the text holds: each is the first, or follows a comma or a bracket."""
    # One pass that drops those signs takes half as long as three that count them.
    return 1 + len(text) - len(text.translate(None, b",{["))


def has_long_string(written: bytes, scalar_bytes: int) -> bool:
    """Whether compact JSON holds a string beyond `scalar_bytes`: it would fill a whole block."""
    step = scalar_bytes // 2
    if len(written) <= scalar_bytes or all(
        _QUOTE.search(written, start, start + step) for start in range(0, len(written) - step, step)
    ):
        return False
    return _long_string_at(written, scalar_bytes) is not None


def _long_string_at(text: bytes, scalar_bytes: int) -> int | None:
    for token in _TOKEN.finditer(text):
        if token[1] and len(token[1]) > scalar_bytes:
            return token.start()
    return None


def _refuse_many_nodes(text: bytes, nodes: int) -> None:
    seen = 0
    for token in _TOKEN.finditer(text):
        seen += token[0] not in b"}]" and not token[2]
        if seen > nodes:
            raise too_many_nodes(nodes, place_of(text, token.start()))


def _refuse_duplicates(text: bytes, written: bytes) -> None:
    """A reader keeps one of two equal keys, so the other one's colon is missing when written.

    Colons stand after keys and in strings only. Writing what was read adds none, unless one was
    spelled as an escape, and drops one or more with every repeated key.
    """
    if text.count(b":") == written.count(b":") and not _ESCAPED_COLON.search(text):
        return
    fault = _first_duplicate(text)
    if fault:
        raise fault


def _first_duplicate(text: bytes) -> Fault | None:
    objects: list[dict[bytes, int]] = []
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == b"{":
            objects.append({})
        elif mark == b"}":
            objects.pop()
        elif token[2]:
            key = token[1] if b"\\" not in token[1] else orjson.dumps(orjson.loads(token[1]))
            first = objects[-1].setdefault(key, token.start())
            if first != token.start():
                line = place_of(text, first).line
                return duplicate_key(orjson.loads(key), line, place_of(text, token.start()))
    return None


def _depth_fault(text: bytes, depth: int) -> Fault:
    level = 0
    for token in _TOKEN.finditer(text):
        if token[0] in b"{[":
            level += 1
            if level > depth:
                return too_deep(depth, place_of(text, token.start()))
        elif token[0] in b"}]":
            level -= 1
    return too_deep(depth, Place(1, 1))


def _syntax_fault(text: bytes, error: orjson.JSONDecodeError, limits: Limits) -> Fault:
    """What is wrong, in our words where a sharper one exists than the parser's."""
    refuse_undecodable(text)
    place = Place(error.lineno, error.colno)
    reason = error.msg
    if "no digit after sign" in reason:
        place = Place(error.lineno, error.colno - 1)
    if "depth limit" in reason:
        return _depth_fault(text, limits.depth)
    if "surrogate" in reason or "hex escape" in reason:
        return lone_surrogate(place)
    if "control character" in reason:
        return Fault(
            "control-character",
            "a string holds a raw control character here",
            "Write it as an escape such as `\\n` or `\\u0007`, or remove it.",
            place,
        )
    number = _NUMBER_LIKE.match(text, _offset(text, place))
    if number and ("infinity" in reason or _NOT_A_NUMBER.fullmatch(number[0])):
        return number_out_of_range(number[0].decode("ascii"), place)
    return _plain_syntax_fault(text, reason, place)


def _offset(text: bytes, place: Place) -> int:
    """The byte at a place of a text that decodes."""
    start = 0
    for _ in range(place.line - 1):
        start = text.index(b"\n", start) + 1
    line = text[start : start + 4 * place.column].decode("utf-8", "ignore")
    return start + len(line[: place.column - 1].encode())


def _plain_syntax_fault(text: bytes, reason: str, place: Place) -> Fault:
    at = _offset(text, place)
    found = text[at : at + 80].decode("utf-8", "ignore").split("\n", 1)[0][:20]
    near = f" at {shortened(found)}" if found else ""
    return Fault(
        "json-syntax",
        f"this is not JSON: {reason}{near}",
        "Correct the text here; a missing quote, comma or bracket may be just before it.",
        place,
    )
