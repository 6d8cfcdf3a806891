"""Where everything stands in a YAML text, from one pass over the events of libyaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml
from yaml import events

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# libyaml counts these as line ends; YAML 1.2 and editors do not.
_NO_LINE_ENDS: Final = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
# No text that `parsers` reads has as many, and the time libyaml takes grows with their square.
_MOST_LEVELS: Final = 1_000


@dataclass(slots=True, eq=False)
class _Node:
    """A value: its own place, and under each key or index the place shown for it and the value."""

    place: tuple[int, int]
    inside: dict[str, tuple[tuple[int, int], _Node]] = field(default_factory=dict)
    is_sequence: bool = False
    key: str | None = None  # read, its value not yet
    key_place: tuple[int, int] = (1, 1)


class EventPositions:
    """The places in one YAML text; if it is broken, those above the break."""

    def __init__(self, text: bytes) -> None:
        self._root = _Node((1, 1))
        self._open: list[_Node] = []
        self._anchors: dict[str, tuple[_Node, str]] = {}  # with the text of a scalar
        for event in _events(text):
            self._take(event)
            if len(self._open) > _MOST_LEVELS:
                break

    def place(self, steps: Sequence[str]) -> tuple[int, int]:
        node = self._root
        place = node.place
        for step in steps:
            found = _member(node, step)
            if found is None:
                break
            place, node = found
        return place

    def _take(self, event: Any) -> None:
        if isinstance(event, events.AliasEvent):
            unknown = (_Node(_place(event)), "")
            node, text = self._anchors.get(event.anchor or "", unknown)
            self._add(node, text, _place(event))
        elif isinstance(event, events.NodeEvent):
            node = _Node(_place(event), is_sequence=isinstance(event, events.SequenceStartEvent))
            text = event.value if isinstance(event, events.ScalarEvent) else ""
            if event.anchor:
                self._anchors[event.anchor] = (node, text)
            self._add(node, text, node.place)
            if isinstance(event, events.CollectionStartEvent):
                self._open.append(node)
        elif isinstance(event, events.CollectionEndEvent):
            self._open.pop()

    def _add(self, node: _Node, text: str, place: tuple[int, int]) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if parent.is_sequence:
            parent.inside[str(len(parent.inside))] = (place, node)
        elif parent.key is None:
            parent.key, parent.key_place = text, place
        else:
            parent.inside.setdefault(parent.key, (parent.key_place, node))
            parent.key = None


def _member(node: _Node, step: str) -> tuple[tuple[int, int], _Node] | None:
    """The member `step`, its own or one that a merge key brings in."""
    if step in node.inside or "<<" not in node.inside:
        return node.inside.get(step)
    merged = node.inside["<<"][1]
    sources = [source for _, source in merged.inside.values()] if merged.is_sequence else [merged]
    for source in sources:
        if source is not node and step in source.inside:
            return source.inside[step]
    return None


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _events(text: bytes) -> Iterator[Any]:
    characters = text.decode("utf-8", "replace").translate(_NO_LINE_ENDS)
    loader = yaml.CSafeLoader(characters)
    try:
        while not isinstance(event := loader.get_event(), events.StreamEndEvent):
            yield event
    except yaml.YAMLError:
        return
    finally:
        loader.dispose()
