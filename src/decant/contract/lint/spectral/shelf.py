"""The ruleset files at hand, and what is wrong with them: each fault with its line.

Rulesets are given, never fetched: a name that `extends` uses is a file beside the one that uses
it, or a file that is stored under just that name.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.errors import UnreadableDocument
from decant.contract.findings import Finding, Location, Severity
from decant.contract.parsers import parse
from decant.contract.positions import Positions
from decant.contract.references import pointer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = Any
HUB: Final = "hub:"  # what names of rulesets begin with that a hub stores


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a ruleset file."""

    file: str
    keys: tuple[str, ...] = ()

    def at(self, *keys: str | int) -> Spot:
        """A place below this one."""
        return Spot(self.file, (*self.keys, *map(str, keys)))


class Shelf:
    """The files of a ruleset by name, each parsed once, with the problems that were met."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._positions: dict[str, Positions] = {}
        self.problems: list[Finding] = []
        self.read_files: set[str] = set()

    def stored(self, name: str, beside: str) -> str | None:
        """The file that a name means where `beside` uses it; None if there is none."""
        if name.startswith(HUB):
            return self._of_hub(name, beside)
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(beside), name))
        candidates = [name, joined]
        if "." not in posixpath.basename(joined):
            candidates += [f"{joined}{ending}" for ending in (".yaml", ".yml", ".json")]
        return next((one for one in candidates if one in self._files), None)

    def _of_hub(self, name: str, beside: str) -> str | None:
        """The file that a stored ruleset begins in; `stored` says how its files lie here."""
        folder = f"{beside.partition('/')[0]}/" if beside.startswith(HUB) else ""
        meant = self._files.get(f"{folder}{name}")
        pinned = name if meant is None else meant.decode()
        return next((file for file in self._files if file.startswith(f"{pinned}/")), None)

    def read(self, file: str) -> Json:
        """What a file says. Raises UnreadableDocument, with the place of the fault."""
        self.read_files.add(file)
        return parse(self._files[file], file)

    def try_to_read(self, file: str) -> Json | None:
        """What a file says; None, and a problem, if it cannot be read."""
        try:
            return self.read(file)
        except UnreadableDocument as refusal:
            self.problems += refusal.findings
            return None

    def problem(self, rule: str, message: str, spot: Spot, hint: str) -> None:
        """Note what is wrong at a place of a file."""
        self.problems.append(self.finding(rule, message, spot, hint))

    def finding(self, rule: str, message: str, spot: Spot, hint: str) -> Finding:
        """A finding at a place of a file."""
        return Finding(rule, Severity.ERROR, message, self.locate(spot), hint)

    def locate(self, spot: Spot) -> Location:
        """The line and column of a place."""
        pointer = pointer_of(spot.keys)
        if spot.file not in self._positions:
            self._positions[spot.file] = Positions(self._files[spot.file])
        return Location(pointer, spot.file, *self._positions[spot.file].at(pointer))
