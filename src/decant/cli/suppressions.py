"""The `suppressions:` of decant.yaml: read strictly, as whoever reviews them relies on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from decant.contract.suppressions import Suppression

from .exits import Misused

if TYPE_CHECKING:
    from collections.abc import Callable

    Place = Callable[[str], str]

_KEYS: Final = ("rule", "pointer", "fingerprint", "reason", "expires")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
_POINTER: Final = re.compile(r"([^#]+#)?(/[^/]*)+")
_HINT: Final = "write rule and pointer, or fingerprint; and reason, and maybe expires: YYYY-MM-DD"


def read(said: Any, place: Place) -> tuple[Suppression, ...]:
    """The list that decant.yaml holds; raises Misused with the place of what is wrong."""
    if not isinstance(said, list):
        raise Misused(f"{place('/suppressions')}: 'suppressions' must be a list", _HINT)
    return tuple(
        _entry(entry, f"/suppressions/{number}", place) for number, entry in enumerate(said)
    )


def _entry(said: Any, pointer: str, place: Place) -> Suppression:
    if not isinstance(said, dict):
        raise Misused(f"{place(pointer)}: a suppression is a mapping", _HINT)
    for key, value in said.items():
        if key not in _KEYS:
            raise Misused(f"{place(pointer)}: a suppression has no '{key}'", _HINT)
        if not isinstance(value, str) or not value.strip():
            raise Misused(f"{place(f'{pointer}/{key}')}: '{key}' must be a text", _HINT)
    if "reason" not in said:
        raise Misused(
            f"{place(pointer)}: this suppression has no reason", "add reason: why it is all right"
        )
    if "fingerprint" not in said and not {"rule", "pointer"} <= said.keys():
        raise Misused(f"{place(pointer)}: this suppression does not say of what", _HINT)
    _check_forms(said, pointer, place)
    return Suppression(**said, written=place(pointer))


def _check_forms(said: dict[str, str], pointer: str, place: Place) -> None:
    forms = (
        ("fingerprint", _FINGERPRINT.fullmatch, "16 hex digits, as --format json tells them"),
        ("pointer", _POINTER.fullmatch, "a JSON pointer: /paths/~1pets, or file.yaml#/Pet"),
        ("expires", _is_day, "a day, as in 2026-12-31"),
    )
    for key, fits, form in forms:
        if key in said and not fits(said[key]):
            raise Misused(f"{place(f'{pointer}/{key}')}: '{key}' must be {form}", _HINT)


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
