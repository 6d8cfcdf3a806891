"""How often one caller may ask, counted in this process's memory.

Every request spends from a bucket that refills evenly: one number per caller and one
comparison per request. Guessing passwords is counted exactly, in a moving window.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from decant.errors import TooMany

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW: Final = 60.0  # seconds
MOST_CALLERS: Final = 50_000
SIGN_IN_MINUTES: Final = 5


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller may still do: `remaining` requests, all of them again in `reset` seconds."""

    limit: int
    remaining: int
    reset: int


class Limits:
    """The limits of one process. `per_minute` of 0 turns the general one off."""

    def __init__(
        self,
        per_minute: int,
        sign_ins: int,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_minute = per_minute
        self._clock = clock
        # Each caller's "theoretical arrival time" (the generic cell rate algorithm).
        self._due: dict[str, float] = {}
        self._sign_ins = RateLimitItemPerMinute(sign_ins, SIGN_IN_MINUTES)
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, caller: str) -> Allowance | None:
        """Count one request of `caller`; None where there is no limit; raise `TooMany`."""
        if not self._per_minute:
            return None
        now = self._clock()
        step = WINDOW / self._per_minute
        due = max(self._due.get(caller, now), now) + step
        if due - now > WINDOW:
            wait = math.ceil(due - now - WINDOW)
            raise TooMany(f"more than {self._per_minute} requests a minute", max(1, wait))
        if caller not in self._due and len(self._due) >= MOST_CALLERS:
            self._forget(now)
        self._due[caller] = due
        return self._allowance(due - now)

    def left(self, caller: str) -> Allowance | None:
        """Say what `caller` may still do, counting nothing; None where there is no limit."""
        if not self._per_minute:
            return None
        now = self._clock()
        return self._allowance(max(self._due.get(caller, now) - now, 0.0))

    def spend_sign_in(self, name: str, address: str) -> None:
        """Count one attempt to sign in, per name and per address; raise `TooMany`."""
        for key in (f"name:{name}", f"address:{address}"):
            if not self._windows.hit(self._sign_ins, key):
                reset = self._windows.get_window_stats(self._sign_ins, key).reset_time
                wait = max(1, math.ceil(reset - time.time()))
                raise TooMany("too many attempts to sign in; wait a little", wait)

    def _allowance(self, spent: float) -> Allowance:
        """What is left of a bucket that takes `spent` seconds to be full again."""
        remaining = int((WINDOW - spent) * self._per_minute / WINDOW + 1e-6)
        return Allowance(self._per_minute, remaining, math.ceil(spent))

    def _forget(self, now: float) -> None:
        idle = [caller for caller, due in self._due.items() if due <= now]
        for caller in idle or list(self._due)[: MOST_CALLERS // 2]:
            self._due.pop(caller, None)
