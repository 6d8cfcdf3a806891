"""The things used last, up to a total weight."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Keeps what was put or got last; what weighs more than all may is not kept. Thread-safe."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._held: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """What was put under a key, if it is still kept."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, weight: int = 1) -> None:
        """Keep a value, and let go of those that were not used for longest."""
        with self._lock:
            replaced = self._held.pop(key, None)
            if replaced is not None:
                self._weight -= replaced[1]
            if weight > self._most:
                return
            self._held[key] = (value, weight)
            self._weight += weight
            while self._weight > self._most:
                _, (_, gone) = self._held.popitem(last=False)
                self._weight -= gone
