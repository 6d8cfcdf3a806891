"""Where a JSON pointer stands in a text: line and column, found only when somebody asks.

Nothing is recorded while parsing. JSON is skipped through with msgspec.Raw; block-style YAML is
walked by its indentation; flow style and merged members are answered from one pass over the
events of libyaml.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from .lines import Lines

if TYPE_CHECKING:
    from .json import JsonPositions
    from .yaml_blocks import BlockPositions
    from .yaml_events import EventPositions

_BRACKET: Final = re.compile(rb"[ \t\r\n]*[{\[]")


class Positions:
    """The places in one text that can be read; JSON or YAML is told by the text."""

    def __init__(self, text: bytes) -> None:
        self._text = text.removeprefix(codecs.BOM_UTF8)
        self._known: dict[str, tuple[int, int]] = {}
        self._json: JsonPositions | None = None
        self._blocks: BlockPositions | None = None
        self._events: EventPositions | None = None
        self._lines: Lines | None = None

    def at(self, pointer: str) -> tuple[int, int]:
        """Line and column, from 1, of the key of a member or the beginning of an item.

        Where the pointer leads nowhere, the place of its nearest ancestor.
        """
        if pointer not in self._known:
            self._known[pointer] = self._find(steps_of(pointer))
        return self._known[pointer]

    def _find(self, steps: tuple[str, ...]) -> tuple[int, int]:
        if self._lines is None:
            self._lines = Lines(self._text)
            self._json = self._as_json()
        if self._json:
            return self._lines.place(self._json.offset(steps))
        return self._find_in_yaml(steps, self._lines)

    def _as_json(self) -> JsonPositions | None:
        if not _BRACKET.match(self._text):
            return None
        from .json import JsonPositions, NotJson

        try:
            return JsonPositions(self._text)
        except NotJson:
            return None

    def _find_in_yaml(self, steps: tuple[str, ...], lines: Lines) -> tuple[int, int]:
        if self._events is None:
            from .yaml_blocks import BlockPositions

            self._blocks = self._blocks or BlockPositions(self._text)
            offset = self._blocks.offset(steps)
            if offset is not None:
                return lines.place(offset)
        if self._events is None:
            from .yaml_events import EventPositions

            self._events = EventPositions(self._text)
        return self._events.place(steps)


def steps_of(pointer: str) -> tuple[str, ...]:
    """The member names and indexes of a JSON pointer (RFC 6901), decoded."""
    if not pointer:
        return ()
    steps = pointer.removeprefix("/").split("/")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)
