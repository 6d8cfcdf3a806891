"""Every YAML text read exactly, event by event: what it means, or what is wrong and where.

libyaml only scans; the tree is built here without recursion, and no limit is passed before it
is checked. Three to four times slower than `plain_yaml`, so it reads what that one will not:
anchors, tags, merge keys, odd spellings, and anything broken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson
import yaml
from yaml import events

from .faults import (
    Fault,
    Place,
    duplicate_key,
    lone_surrogate,
    number_out_of_range,
    shortened,
    too_deep,
    too_long_scalar,
    too_many_nodes,
)
from .scalars import OutOfRangeError, Scalar, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .limits import Limits

_STANDARD: Final = "tag:yaml.org,2002:"
_STRING_TAGS: Final = ("!", _STANDARD + "str")
# fmt: off
_SCALAR_TAGS: Final[dict[str, tuple[type, ...]]] = {
    _STANDARD + "null":  (type(None),),
    _STANDARD + "bool":  (bool,),
    _STANDARD + "int":   (int,),
    _STANDARD + "float": (int, float),
}
_HINTS: Final = (
    ("cannot start any token",    "Indent with spaces and put values that begin with @, ` or % in quotes."),
    ("mapping values",            "Put a value that contains ': ' in quotes, or correct the indentation."),
    ("did not find expected key", "Align this line with the keys above it."),
    ("expected <block end>",      "Align this line with the lines above it."),
    ("unexpected end of stream",  "Close the quote that was opened above."),
    ("',' or",                    "Close the bracket that was opened above."),
    ("simple key",                "Put a colon after the key, and keep the key on one line."),
)
# fmt: on
_HINT: Final = "Correct the indentation or quoting here or just before."
# libyaml breaks lines at these, as YAML 1.1 did; stand-ins from a private plane keep it from it.
_OLD_BREAKS: Final = {0x85: 0xF0085, 0x2028: 0xF2028, 0x2029: 0xF2029}
_OLD_BREAKS_BACK: Final = {stand_in: sign for sign, stand_in in _OLD_BREAKS.items()}
# What every value takes at least, in the sum of what aliases expand to.
_OVERHEAD: Final = 8


class _NoKey:
    """Stands for the key of a mapping whose next key was not read yet."""


_NO_KEY: Final = _NoKey()


@dataclass(slots=True)
class _Frame:
    """A mapping or sequence that is still open."""

    value: Any
    anchor: str | None = None
    nodes: int = 0  # read before it was opened
    size: int = 0  # the same in bytes
    height: int = 1  # levels in it, itself included
    key: str | _NoKey = _NO_KEY
    is_merge: bool = False  # the key is a merge key
    lines: dict[str, int] = field(default_factory=dict)  # of its keys
    merged: set[str] = field(default_factory=set)  # keys that came by a merge only


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias stands for, and what it costs to write it out."""

    value: Any
    nodes: int
    size: int
    height: int


def load(text: str, limits: Limits) -> Any:
    """The value of the one document in `text`; raises Fault."""
    hidden = text if text.isascii() else text.translate(_OLD_BREAKS)
    reader = _Reader(limits, hides_breaks=hidden != text)
    for event in _events(hidden):
        reader.take(event)
    # Written and read again, what an alias stands for is a part of its own at every place.
    return orjson.loads(orjson.dumps(reader.root))


def _events(text: str) -> Iterator[Any]:
    loader = yaml.CSafeLoader(text)
    try:
        while not isinstance(event := loader.get_event(), events.StreamEndEvent):
            yield event
    except yaml.YAMLError as error:
        raise _syntax_fault(error) from None
    finally:
        loader.dispose()


def _syntax_fault(error: yaml.YAMLError) -> Fault:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    context = getattr(error, "context", None)
    opened, noticed = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if "Unicode character escape" in problem:
        return lone_surrogate(_place(noticed))
    # What is never closed is noticed at the end of the file only, and not by people.
    mark = opened if "end of stream" in problem and opened else noticed or opened
    hint = next((better for sign, better in _HINTS if sign in problem), _HINT)
    message = f"this is not YAML: {problem}" + (f" ({context})" if context else "")
    return Fault("yaml-syntax", message, hint, _place(mark) if mark else Place(1, 1))


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


class _Reader:
    """Puts events together; `root` is the value once all were taken."""

    def __init__(self, limits: Limits, *, hides_breaks: bool) -> None:
        self.root: Any = None
        self._limits = limits
        self._hides_breaks = hides_breaks
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}  # None while the value is open
        self._documents = 0
        self._nodes = 0
        self._size = 0
        self._takers: dict[type, Callable[[Any], None]] = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: self._open,
            events.SequenceStartEvent: self._open,
            events.MappingEndEvent: self._close,
            events.SequenceEndEvent: self._close,
            events.AliasEvent: self._alias,
            events.DocumentStartEvent: self._document,
        }

    def take(self, event: Any) -> None:
        taker = self._takers.get(type(event))
        if taker:
            taker(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise Fault(
                "several-documents",
                "a second YAML document begins here",
                "Keep one document in one file; `---` may stand at its very beginning only.",
                _place(event.start_mark),
            )

    def _scalar(self, event: Any) -> None:
        text = event.value
        if self._hides_breaks:
            text = event.value = text.translate(_OLD_BREAKS_BACK)
        if len(text) > self._limits.scalar_bytes:
            raise too_long_scalar(self._limits.scalar_bytes, _place(event.start_mark))
        frame = self._frames[-1] if self._frames else None
        is_key = frame is not None and frame.key is _NO_KEY and type(frame.value) is dict
        self._count(0 if is_key else 1, _OVERHEAD + len(text), event)
        if frame and is_key:
            value: Scalar = text
            is_merge = text == "<<" and not event.style and event.tag is None
            self._key(frame, text, event, is_merge=is_merge)
        else:
            value = self._meaning(event)
            self._place_value(value, 0, event)
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, 1, _OVERHEAD + len(text), 0)

    def _meaning(self, event: Any) -> Scalar:
        text: str = event.value
        if event.tag is None and (event.style or not event.implicit[0]):
            return text
        if event.tag in _STRING_TAGS:
            return text
        if event.tag is not None and event.tag not in _SCALAR_TAGS:
            raise _unknown_tag(event)
        try:
            value = resolve(text)
        except OutOfRangeError:
            raise number_out_of_range(text, _place(event.start_mark)) from None
        if event.tag is not None and type(value) not in _SCALAR_TAGS[event.tag]:
            raise _unknown_tag(event)
        return value

    def _open(self, event: Any) -> None:
        is_mapping = type(event) is events.MappingStartEvent
        if event.tag not in (None, "!", _STANDARD + ("map" if is_mapping else "seq")):
            raise _unknown_tag(event)
        if len(self._frames) >= self._limits.depth:
            raise too_deep(self._limits.depth, _place(event.start_mark))
        if self._frames:
            self._refuse_as_key(self._frames[-1], event)
        value: Any = {} if is_mapping else []
        self._frames.append(_Frame(value, event.anchor, self._nodes, self._size))
        if event.anchor:
            self._anchors[event.anchor] = None

    def _close(self, event: Any) -> None:
        frame = self._frames.pop()
        self._count(1, _OVERHEAD, event)
        if frame.anchor:
            nodes, size = self._nodes - frame.nodes, self._size - frame.size
            self._anchors[frame.anchor] = _Anchored(frame.value, nodes, size, frame.height)
        self._place_value(frame.value, frame.height, event)

    def _alias(self, event: Any) -> None:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            raise _dead_alias(event, is_cycle=event.anchor in self._anchors)
        self._count(anchored.nodes, anchored.size, event)
        frame = self._frames[-1]
        if frame.key is _NO_KEY and type(frame.value) is dict and type(anchored.value) is str:
            self._key(frame, anchored.value, event, is_merge=False)
            return
        self._refuse_as_key(frame, event)
        self._place_value(anchored.value, anchored.height, event)

    def _count(self, nodes: int, size: int, event: Any) -> None:
        self._nodes += nodes
        self._size += size
        if self._nodes > self._limits.nodes or self._size > self._limits.expanded_bytes:
            raise self._size_fault(event)

    def _size_fault(self, event: Any) -> Fault:
        if self._nodes > self._limits.nodes and type(event) is not events.AliasEvent:
            return too_many_nodes(self._limits.nodes, _place(event.start_mark))
        return Fault(
            "alias-expansion",
            "written out, the aliases of this document would fill the memory",
            "Refer to shared parts with `$ref` instead of YAML aliases.",
            _place(event.start_mark),
        )

    def _key(self, frame: _Frame, key: str, event: Any, *, is_merge: bool) -> None:
        line = event.start_mark.line + 1
        first = frame.lines.setdefault(key, line)
        if first != line or (key in frame.value and key not in frame.merged):
            raise duplicate_key(key, first, _place(event.start_mark))
        frame.key = key
        frame.is_merge = is_merge

    def _place_value(self, value: Any, height: int, event: Any) -> None:
        if not self._frames:
            self.root = value
            return
        frame = self._frames[-1]
        frame.height = max(frame.height, height + 1)
        if len(self._frames) + height > self._limits.depth:
            raise too_deep(self._limits.depth, _place(event.start_mark))
        if type(frame.value) is list:
            frame.value.append(value)
            return
        if frame.is_merge:
            _merge(frame, value, event)
        elif isinstance(frame.key, str):
            frame.value[frame.key] = value
            frame.merged.discard(frame.key)
        frame.key = _NO_KEY

    @staticmethod
    def _refuse_as_key(frame: _Frame, event: Any) -> None:
        if frame.key is _NO_KEY and type(frame.value) is dict:
            raise Fault(
                "yaml-key",
                "an object or array stands here as the key of a member",
                "Use text as key; JSON knows no other.",
                _place(event.start_mark),
            )


def _merge(frame: _Frame, value: Any, event: Any) -> None:
    """Fill in the members of `value`; members of the mapping itself win, whatever the order."""
    sources = value if type(value) is list else [value]
    if not all(type(source) is dict for source in sources):
        raise Fault(
            "yaml-merge",
            "the merge key `<<` needs an object, or a list of objects",
            'Write "<<" in quotes if a member is really called so.',
            _place(event.start_mark),
        )
    for source in sources:
        for key in source.keys() - frame.value.keys():
            frame.merged.add(key)
        frame.value.update({key: source[key] for key in source if key not in frame.value})


def _unknown_tag(event: Any) -> Fault:
    return Fault(
        "yaml-tag",
        f"the tag {shortened(event.tag.replace(_STANDARD, '!!'))} means nothing in JSON",
        "Remove the tag; OpenAPI documents hold JSON values only.",
        _place(event.start_mark),
    )


def _dead_alias(event: Any, *, is_cycle: bool) -> Fault:
    name = shortened("*" + event.anchor)
    return Fault(
        "alias-cycle" if is_cycle else "alias-unknown",
        f"the alias {name} stands inside the very value it names"
        if is_cycle
        else f"the alias {name} has no anchor before it",
        "Describe recursion with `$ref`."
        if is_cycle
        else "Define the anchor above it, or remove the alias.",
        _place(event.start_mark),
    )
