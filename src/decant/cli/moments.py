"""Moments as people type them: in 30 days, on a day, or exactly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .exits import Misused

if TYPE_CHECKING:
    from datetime import datetime

_HOW: Final = "write 30d, 12h, 5m or 5s from now, a day (2026-12-31), or a moment (RFC 3339)"
_FROM_NOW: Final = re.compile(r"([1-9][0-9]{0,8})([smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(text: str, now: datetime) -> str:
    """The moment that was meant, as RFC 3339 spells it; a day is over when the next begins, in UTC.

    Raises Misused.
    """
    from datetime import UTC, date, datetime, time, timedelta

    from_now = _FROM_NOW.fullmatch(text)
    try:
        if from_now:
            meant = now + timedelta(**{_UNITS[from_now[2]]: int(from_now[1])})
        elif "T" in text.upper():
            meant = datetime.fromisoformat(text.upper())
        else:
            meant = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), UTC)
    except (ValueError, OverflowError):
        raise Misused(f"'{text}' is no moment", _HOW) from None
    if meant.tzinfo is None:
        raise Misused(f"'{text}' does not say in which time zone", "add Z, or an offset as +01:00")
    return meant.isoformat()


def shown(said: str) -> str:
    """A moment of the hub, to the minute, or the second where that is all there is."""
    day, _, rest = said.partition("T")
    return f"{day} {rest[:8].removesuffix(':00')} UTC" if rest else day
