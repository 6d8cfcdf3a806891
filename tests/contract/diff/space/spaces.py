"""The edit space: every edit at every place, walked, compared and held against its meaning."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from decant import contract
from decant.contract.diff import compare

from .edits import TOLD, Edit, Row
from .fields import FIELD_PARTS, FIELDS, SWAGGER, SWAGGER_PARTS
from .keywords import ROWS
from .lone import LONE, lone_tree
from .places import HOMES, NESTS, OTHER_SIDE, PARTS, PATH, ROOT, VERSIONS, Draft, Home, Nest, Part
from .waivers import PLAIN, WAIVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.diff import Change, Comparison

Json: TypeAlias = Any
BODIES: Final = ("request body", "response body", "body parameter", "response schema")


@dataclass(frozen=True, slots=True)
class Place:
    """Where edits are made: in which version, operation, part of it, and schema around."""

    version: str
    home: Home
    part: Part
    nest: Nest
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return f"{self.version}/{self.home.name}/{self.part.name}/{self.nest.name}"

    def edits(self) -> Iterator[Edit]:
        for row in self.rows:
            is_here = row.places is None or ("text" if self.part.is_text else "json") in row.places
            is_known = (self.nest.only is None or row.keyword in self.nest.only) and (
                row.nests is None or self.nest.name in row.nests
            )
            is_plain = not self.part.name.startswith(PLAIN.parts) or row.keyword in PLAIN.keywords
            if is_here and is_known and is_plain:
                yield from (edit for edit in row.edits() if self.version in edit.versions)

    def put(self, draft: Draft, node: Json) -> str:
        """Add the operation that holds this node; what its uses go by."""
        return self.home.put(draft, self.part.wrap(draft, self.nest.wrap(draft, node)))

    @property
    def side(self) -> str:
        """Who must live with an edit here."""
        side = self.part.side
        if self.home.is_called_back:
            side = OTHER_SIDE.get(side, side)
        return OTHER_SIDE.get(side, side) if self.nest.turn == "flip" else side


def schema_places() -> Iterator[Place]:
    """Every place of a schema: parts of all operations, and schemas within schemas."""
    for version in VERSIONS:
        for home in HOMES:
            for part in PARTS:
                for nest in NESTS if home is PATH and part.name in BODIES else (ROOT,):
                    if all(version in one.versions for one in (home, part, nest)):
                        yield Place(version, home, part, nest, ROWS)


def field_places() -> Iterator[Place]:
    """Every place of any other object within an operation."""
    for version in VERSIONS:
        is_old = version == "2.0"
        rows, parts = (SWAGGER, SWAGGER_PARTS) if is_old else (FIELDS, FIELD_PARTS)
        for kind, kind_rows in rows.items():
            for home in HOMES:
                # Nobody signs in to be called back.
                is_apart = kind == "security" and home.is_called_back
                for part in parts[kind]:
                    if version in home.versions & part.versions and not is_apart:
                        named = Part(f"{kind} {part.name}", part.wrap, part.side)
                        yield Place(version, home, named, ROOT, kind_rows)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One edit at one place, and what the comparison made of it."""

    place: str
    edit: Edit
    expected: str
    found: tuple[str, ...]

    @property
    def is_claimed(self) -> bool:
        return self.found == ((self.expected,) if self.expected != "silent" else ())

    @property
    def waiver(self) -> str | None:
        """Why nothing claims this edit, if that is known."""
        name = f"{self.place}/{self.edit.name}"
        return next((why for where, why in WAIVED.items() if fnmatchcase(name, where)), None)

    def __str__(self) -> str:
        return f"{self.place}/{self.edit.name}: {self.expected}, but {' and '.join(self.found) or 'silent'}"


def outcomes(place: Place) -> Iterator[Outcome]:
    """All edits of a place at once: an operation for each, in two documents."""
    older, newer = Draft(place.version), Draft(place.version)
    made: list[tuple[str, Edit]] = []
    for edit in place.edits():
        place.put(older, edit.older)
        made.append((place.put(newer, edit.newer), edit))
    comparison = compared(older.tree(), newer.tree())
    changes = defaultdict(list)
    for change in comparison.changes:
        for path in dict.fromkeys(use.path for use in change.uses):
            changes[path].append(change)
    told = " ".join(gap.pointer.replace("~1", "/") + "/" for gap in comparison.not_evaluated)
    is_told_apart = "/components/" in told
    for path, edit in made:
        weights = [_weight(change, path) for change in changes[path]]
        is_told = f"{path.removeprefix('webhook:')}/" in told or is_told_apart
        if not weights and edit.meaning is TOLD and is_told:
            weights = ["told"]
        yield Outcome(str(place), edit, edit.meaning.on(place.side), tuple(weights))


def _weight(change: Change, path: str) -> str:
    """The worst level of a change for one operation."""
    order = list(contract.Level)
    return min((use.severity for use in change.uses if use.path == path), key=order.index).value


def compared(older: Json, newer: Json) -> Comparison:
    one, two = (contract.read({"openapi.json": orjson.dumps(tree)}) for tree in (older, newer))
    return compare(one, two, locate=False)


def lone_outcomes(version: str, kind: str) -> Iterator[Outcome]:
    """Edits of what a document has once, each in a document of its own."""
    for row in LONE[kind].rows:
        for edit in row.edits():
            if version in edit.versions & LONE[kind].versions:
                trees = [lone_tree(version, kind, node) for node in (edit.older, edit.newer)]
                comparison = compared(*trees)
                weights = [change.severity.value for change in comparison.changes]
                if comparison.not_evaluated:
                    weights.append("told")
                yield Outcome(f"{version}/{kind}", edit, edit.meaning.input, tuple(weights))
