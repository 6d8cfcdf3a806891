"""Values and paths as Spectral writes them into its messages."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.lint.jsonpath.values import UNDEFINED, number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Json: TypeAlias = Any
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()/]*")


def printed(value: Json, *, whole: bool = False) -> str:
    """A value as JSON; an object or array only by its kind, unless `whole`."""
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (dict, list)):
        if whole:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return "Array[]" if isinstance(value, list) else "Object{}"
    return text_of(value)


def dotted(path: Sequence[str | int]) -> str:
    """A path as `info.contact` and `tags[0]`."""
    text = ""
    for number, step in enumerate(path):
        text += _bracketed(step) or (str(step) if number == 0 else f".{step}")
    return text


def _bracketed(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if not step or any(character.isspace() for character in step):
        return f"['{step}']"
    return "" if math.isnan(number_of(step)) else f"[{step}]"


def encoded(pointer: str) -> str:
    """A JSON pointer as a fragment of a URI (RFC 6901 §6)."""
    if _UNRESERVED.fullmatch(pointer):
        return f"#{pointer}"
    return "#" + "".join(
        character if _UNRESERVED.fullmatch(character) else _percent(character)
        for character in pointer
    )


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
