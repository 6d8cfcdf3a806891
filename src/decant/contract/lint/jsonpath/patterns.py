"""A regular expression of JavaScript, searched for in time that grows with the text only.

The engine of jsonschema-rs runs in linear time. What it cannot do (looking ahead or behind,
references back to a group) is given to its second engine, which counts how often it steps back
and gives up; that is an error of the pattern, never a wait.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import jsonschema_rs

from .dialect import translated
from .faults import PathFault

_MOST_STEPS_BACK: Final = 20_000
_LONGEST: Final = 10_000
# g and y only matter to who searches again from where the last search ended.
_FLAGS: Final = {"i": "i", "m": "m", "s": "s", "g": "", "y": "", "u": "", "v": "", "d": ""}


class PatternGaveUp(PathFault):
    """A pattern stepped back so often in one text that no answer was waited for."""

    def __init__(self, pattern: str) -> None:
        super().__init__(f"the pattern {pattern!r} takes too long on a text of the document")


class Pattern:
    """One regular expression; equal only to itself."""

    __slots__ = ("_backtracks", "_validator", "text")

    def __init__(self, text: str, flags: str = "") -> None:
        """Raises PathFault if it is none, with words for its author."""
        self.text = text
        translation = _with_flags(text, flags)
        linear = _compiled(translation, jsonschema_rs.RegexOptions())
        self._backtracks = linear is None
        if linear is None:
            options = jsonschema_rs.FancyRegexOptions(backtrack_limit=_MOST_STEPS_BACK)
            linear = _compiled(translation, options)
        if linear is None:
            raise PathFault(f"{text!r} is not a regular expression")
        self._validator = linear

    def is_in(self, text: str) -> bool:
        """Whether it matches anywhere in a text. Raises PatternGaveUp."""
        if self._validator.is_valid(text):
            return True
        if self._backtracks and self._gave_up(text):
            raise PatternGaveUp(self.text)
        return False

    def _gave_up(self, text: str) -> bool:
        kind = jsonschema_rs.ValidationErrorKind.BacktrackLimitExceeded
        return any(isinstance(error.kind, kind) for error in self._validator.iter_errors(text))


@lru_cache(maxsize=2_000)
def pattern(text: str, flags: str = "") -> Pattern:
    """The pattern of a text; each is compiled once. Raises PathFault."""
    return Pattern(text, flags)


def _with_flags(text: str, flags: str) -> str:
    unknown = next((flag for flag in flags if flag not in _FLAGS), None)
    if unknown is not None or len(set(flags)) < len(flags):
        raise PathFault(f"{flags!r} are not flags of a regular expression")
    if len(text) > _LONGEST:
        raise PathFault(f"a regular expression of {len(text):,} characters is too long")
    kept = "".join(_FLAGS[flag] for flag in flags)
    return f"(?{kept})(?:{translated(text)})" if kept else translated(text)


def _compiled(
    text: str, options: jsonschema_rs.RegexOptions | jsonschema_rs.FancyRegexOptions
) -> jsonschema_rs.Validator | None:
    try:
        return jsonschema_rs.validator_for({"pattern": text}, pattern_options=options)
    except (jsonschema_rs.ValidationError, ValueError):
        return None
