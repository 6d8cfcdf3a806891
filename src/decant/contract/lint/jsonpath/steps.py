"""What a path is made of, once it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .expressions import Compiled

INFINITY: Final = 2**53
MOST_PER_PATH: Final = 200


@dataclass(frozen=True, slots=True)
class Named:
    """Members by name: `.a`, `['a']`, `[a,b]`, `[0]`."""

    names: tuple[str | int, ...]
    deep: bool


@dataclass(frozen=True, slots=True)
class Each:
    """Every member or item: `*`."""

    deep: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Items from, up to, and by: `[1:4]`, `[-2:]`, `[::2]`."""

    start: int
    stop: int
    step: int
    deep: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """The members and items that pass a test: `[?(@.x)]`, `@string()`."""

    test: Compiled
    deep: bool


@dataclass(frozen=True, slots=True)
class Every:
    """The place itself and every container below it: `..` at the end."""


@dataclass(frozen=True, slots=True)
class Up:
    """The container: `^`."""


Step: TypeAlias = Named | Each | Span | Filter | Every | Up


@dataclass(frozen=True, slots=True)
class Path:
    """A path, read: its steps, and whether keys are asked for instead of values (`~`).

    `memory` is how many containers above a place matter to what is found from there.
    """

    text: str
    steps: tuple[Step, ...]
    keyed: bool = False
    memory: int = 0

    @classmethod
    def of(cls, text: str, steps: Iterable[Step], *, keyed: bool = False) -> Path:
        """The path of these steps."""
        steps = tuple(steps)
        ups = sum(1 for step in steps if isinstance(step, Up))
        looks_up = any(isinstance(step, Filter) and step.test.looks_up for step in steps)
        return cls(text, steps, keyed, ups + looks_up)
