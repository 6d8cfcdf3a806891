"""Paths that begin with the name of another path: `#Operation.parameters[*]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from decant.contract.lint.jsonpath import PathFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .definitions import Aliases, Target

_NAME: Final = re.compile(r"#([A-Za-z0-9_-]+)")
MOST_PATHS: Final = 1_000


def unaliased(text: str, aliases: Aliases, formats: frozenset[str]) -> list[str]:
    """The paths that a path stands for in documents of these formats. Raises PathFault."""
    found: list[str] = []
    for path in _paths(text, aliases, formats, ()):
        found.append(path)
        if len(found) > MOST_PATHS:
            raise PathFault(f"the aliases in it stand for more than {MOST_PATHS:,} paths")
    return found


def _paths(
    text: str, aliases: Aliases, formats: frozenset[str], onway: tuple[str, ...]
) -> Iterator[str]:
    if not text.startswith("#"):
        yield text
        return
    match = _NAME.match(text)
    name = match.group(1) if match else ""
    if name in onway:
        raise PathFault(f"the alias `{name}` leads to itself: {' → '.join((*onway, name))}")
    if name not in aliases:
        raise PathFault(f"there is no alias `{name}`")
    rest = text[len(name) + 1 :]
    for given in _given(aliases[name], formats):
        yield from _paths(given + rest, aliases, formats, (*onway, name))


def _given(targets: Sequence[Target], formats: frozenset[str]) -> tuple[str, ...]:
    """What the last target says that is meant for one of the formats."""
    for target in reversed(targets):
        if target.formats is None or target.formats & formats:
            return target.given
    return ()
