"""Pages of a list, found by the key of the last item seen: stable while rows are added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
Key = int | str


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for: at most `limit` items after the key `after`."""

    limit: int = 30
    after: Key | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list; `next` is the key to go on from, None at the end."""

    items: tuple[T, ...]
    next: Key | None = None


def cut(rows: Sequence[T], window: Window, key: Callable[[T], Key]) -> Page[T]:
    """Make a page of `window.limit + 1` rows asked for: the extra one says there is more."""
    shown = tuple(rows[: window.limit])
    more = len(rows) > window.limit
    return Page(shown, key(shown[-1]) if more else None)
