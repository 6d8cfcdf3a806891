"""Rulesets that a hub stores, as others name them in `extends`: `hub:style@2`, or `hub:style`.

Their files lie among those of whoever extends them: each ruleset in a folder that is called
`hub:style@2`, the file it begins in first. Where a name leaves the number out, a file of that
name says which revision is meant; it lies in the folder of the ruleset that uses the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from decant.contract.errors import UnreadableDocument

from .shelf import HUB, Shelf, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decant.contract.findings import Location

Json: TypeAlias = Any
Value = TypeVar("Value")
_NAME: Final = re.compile(rf"{HUB}([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?:@([1-9][0-9]{{0,8}}))?")


@dataclass(frozen=True, slots=True)
class Extended:
    """A stored ruleset that a file extends, as it is written there, and where."""

    name: str
    location: Location


def name_and_number(name: str) -> tuple[str, int | None] | None:
    """What `hub:name@number` means, the number if it has one; None if it means nothing."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return found[1], None if found[2] is None else int(found[2])


def in_folder(name: str, root: str, files: Mapping[str, Value]) -> dict[str, Value]:
    """The files of a stored ruleset as they lie among those of another, by path."""
    ordered = sorted(files, key=lambda path: path != root)
    return {path if is_shared(path) else f"{name}/{path}": files[path] for path in ordered}


def is_shared(path: str) -> bool:
    """Whether a path leads into the folder of a stored ruleset."""
    return path.startswith(HUB) and "/" in path


def extended_in(files: Mapping[str, bytes]) -> Iterator[Extended]:
    """The stored rulesets that these files extend, each once; unreadable files extend none."""
    shelf = Shelf(files)
    told: set[str] = set()
    for file in files:
        for name, spot in _extends(shelf, file):
            if name.startswith(HUB) and name not in told:
                told.add(name)
                yield Extended(name, shelf.locate(spot))


def _extends(shelf: Shelf, file: str) -> Iterator[tuple[str, Spot]]:
    try:
        body = shelf.read(file)
    except UnreadableDocument:
        return
    yield from _entries(body, Spot(file))
    overrides = body.get("overrides") if isinstance(body, dict) else None
    for index, override in enumerate(overrides if isinstance(overrides, list) else ()):
        yield from _entries(override, Spot(file).at("overrides", index))


def _entries(body: Json, spot: Spot) -> Iterator[tuple[str, Spot]]:
    value = body.get("extends") if isinstance(body, dict) else None
    for index, entry in enumerate(value if isinstance(value, list) else [value]):
        name = entry[0] if isinstance(entry, list) and entry else entry
        if isinstance(name, str):
            at = spot.at("extends")
            yield name, at.at(index) if isinstance(value, list) else at
