"""What a ruleset says differently for some files, or for some places in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.references import percent_decoded

from .definitions import INVALID, Definition, Reading
from .globs import is_meant
from .levels import is_severity, severity_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from decant.contract.findings import Severity

    from .shelf import Shelf, Spot

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Places:
    """How much rules matter at and below one pointer of the files that a glob means."""

    glob: str
    pointer: str
    severities: Mapping[str, Severity | None]

    def holds(self, file: str, pointer: str) -> bool:
        is_below = pointer == self.pointer or pointer.startswith(f"{self.pointer}/")
        return is_below and is_meant(file, self.glob)


@dataclass(frozen=True, slots=True)
class Files:
    """A ruleset on top of the ruleset, for the files that one of the globs means."""

    globs: tuple[str, ...]
    definition: Definition

    def holds(self, file: str) -> bool:
        return any(is_meant(file, glob) for glob in self.globs)


@dataclass(frozen=True, slots=True)
class Overrides:
    """All overrides of a ruleset."""

    files: tuple[Files, ...] = ()
    places: tuple[Places, ...] = ()

    def definition_for(self, file: str) -> Definition | None:
        """What the overrides for a file say together; None if there are none."""
        merged: Definition | None = None
        for override in self.files:
            if override.holds(file):
                merged = _over(merged, override.definition)
        return merged

    def severity(
        self, rule: str, at: tuple[str, str], severity: Severity | None
    ) -> Severity | None:
        """How much a rule matters at (file, pointer): the longest pointer decides, then the last."""
        closest = -1
        for place in self.places:
            is_closer = len(place.pointer) >= closest
            if rule in place.severities and is_closer and place.holds(*at):
                closest, severity = len(place.pointer), place.severities[rule]
        return severity


def _over(left: Definition | None, right: Definition) -> Definition:
    if left is None:
        return right
    return Definition(
        right.spot,
        right.extends or left.extends,
        {**left.rules, **right.rules},
        {**left.aliases, **right.aliases},
        right.formats or left.formats,
    )


def overrides_of(definition: Definition, shelf: Shelf) -> Overrides:
    """The overrides of a ruleset; what is wrong in them is noted on the shelf."""
    files: list[Files] = []
    places: list[Places] = []
    for patterns, body, spot in definition.overrides:
        pointed = [pattern for pattern in patterns if "#" in pattern]
        plain = tuple(pattern for pattern in patterns if "#" not in pattern)
        if pointed:
            places += _places(pointed, body, spot, shelf)
        if plain:
            own = Reading(shelf).definition(body, spot)
            if own is not None:
                files.append(Files(plain, _with_aliases(own, definition)))
    return Overrides(tuple(files), tuple(places))


def _with_aliases(own: Definition, definition: Definition) -> Definition:
    return Definition(
        own.spot,
        own.extends,
        own.rules,
        {**definition.aliases, **own.aliases},
        own.formats or definition.formats,
    )


def _places(
    patterns: Sequence[str], body: Mapping[str, Json], spot: Spot, shelf: Shelf
) -> Iterator[Places]:
    rules = body.get("rules")
    if not isinstance(rules, dict) or not all(map(is_severity, rules.values())):
        shelf.problem(
            INVALID,
            "An override of places in a file only has `rules`, each with a severity.",
            spot,
            "Leave the pointer away, or say no more than error, warn, info, hint or off.",
        )
        return
    severities = {name: severity_of(value) for name, value in rules.items()}
    for pattern in patterns:
        glob, _, pointer = pattern.partition("#")
        yield Places(glob or "**", percent_decoded(pointer).rstrip("/"), severities)
