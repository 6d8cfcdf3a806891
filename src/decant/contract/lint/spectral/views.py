"""A document as rules see it: as it is written, and through its references.

Spectral judges the files that were pushed, so the root file is looked at as it is: nothing is
bundled, a Swagger document stays one. References are followed when a step crosses them, into
other files as well; a place that was reached so is told by where it is written.
"""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.document import Dialect
from decant.contract.errors import UnreadableDocument
from decant.contract.findings import Location
from decant.contract.lint.jsonpath import Place, Tree
from decant.contract.parsers import parse
from decant.contract.positions import Positions
from decant.contract.references import percent_decoded, ref_of, tokens_of

from .formats import FORMATS_OF

if TYPE_CHECKING:
    from decant.contract.document import Document
    from decant.contract.lint.jsonpath import Budget
    from decant.contract.lint.jsonpath.tree import Key

    from .functions import Target

Json: TypeAlias = Any
# A reference may lead to a reference, and pass others on its way.
MOST_HOPS: Final = 100


class View:
    """One document, seen by all rules of a ruleset."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._roots: dict[str, Place | None] = {}
        self._targets: dict[tuple[str, str], Place | None] = {}
        self._positions: dict[str, Positions] = {}
        self._referenced: frozenset[str] | None = None
        self.formats = FORMATS_OF[document.dialect]
        root = self._root(document.root)
        if root is None:
            raise LookupError(document.root)
        self.written = Tree(root)
        self.followed = Tree(root, self._follow)
        self._inlining = _Inlining(self.followed)

    def tree(self, *, resolved: bool) -> Tree:
        return self.followed if resolved else self.written

    def location(self, place: Place) -> Location:
        """The file, line and column where a place is written."""
        return self.located(place.file, place.pointer)

    def located(self, file: str, pointer: str) -> Location:
        """The line and column of a pointer into a file."""
        if self._is_whole:
            return self._document.locate(pointer)
        if file not in self._positions:
            self._positions[file] = Positions(self._document.files[file])
        return Location(pointer, file, *self._positions[file].at(pointer))

    def referenced(self, budget: Budget) -> frozenset[str]:
        """The pointers into the root file to which references of any file lead."""
        if self._referenced is None:
            self._referenced = frozenset(self._references(budget))
        return self._referenced

    def inlined(self, target: Target) -> Json:
        """The value of a target with its references replaced; a circle stays a reference."""
        place = target.found
        if place is None or not place.is_container or target.tree is self.written:
            return target.value
        return self._inlining.whole(place, target.budget)

    @cached_property
    def _is_whole(self) -> bool:
        """Whether the document's tree is its one file, as it is written."""
        document = self._document
        return (
            len(document.files) == 1
            and document.dialect is not Dialect.V2_0
            and not document.origins
        )

    def _root(self, file: str) -> Place | None:
        if file not in self._roots:
            self._roots[file] = self._read(file)
        return self._roots[file]

    def _read(self, file: str) -> Place | None:
        if self._is_whole and file == self._document.root:
            return Place(self._document.tree, file, None)
        if file not in self._document.files:
            return None
        try:
            return Place(parse(self._document.files[file], file), file, None)
        except UnreadableDocument:
            return None

    def _follow(self, ref: str, place: Place) -> Place | None:
        key = (place.file, ref)
        if key not in self._targets:
            self._targets[key] = None  # a reference that leads to itself leads nowhere
            self._targets[key] = self._end(ref, place)
        return self._targets[key]

    def _end(self, ref: str, place: Place) -> Place | None:
        """Where a chain of references ends; None where it breaks off or closes."""
        for _ in range(MOST_HOPS):
            target = self._arrive(ref, place)
            if target is None:
                return None
            further = ref_of(target.value)
            if further is None:
                return target
            ref, place = further, target
        return None

    def _arrive(self, ref: str, place: Place) -> Place | None:
        """What a reference names; other references are followed on the way to it."""
        path, _, fragment = ref.partition("#")
        tokens = tokens_of(f"#{fragment}")
        if tokens is None:
            return None
        file = place.file
        if path:
            beside = posixpath.dirname(file)
            file = posixpath.normpath(posixpath.join(beside, percent_decoded(path)))
        here = self._root(file)
        for token in tokens:
            here = self._below(here, token) if here is not None else None
        return here

    def _below(self, place: Place, token: str) -> Place | None:
        below = self.written.find(place, token)
        ref = ref_of(place.value)
        if below is not None or ref is None:
            return below
        behind = self._follow(ref, place)
        return self.written.find(behind, token) if behind is not None else None

    def _references(self, budget: Budget) -> set[str]:
        found: set[str] = set()
        root = self.written.root
        waiting, seen = [root], {root.file}
        while waiting:
            place = waiting.pop()
            budget.spend()
            ref = ref_of(place.value)
            target = self._arrive(ref, place) if ref is not None else None
            if target is not None:
                if target.file == root.file:
                    found.add(target.pointer)
                elif target.file not in seen:
                    seen.add(target.file)
                    waiting.append(target)
            waiting.extend(child for child in self.written.children(place) if child.is_container)
        return found


class _Inlining:
    """Values made whole, each container once, unless it is part of a circle."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[int, Json] = {}
        self._onway: set[int] = set()
        self._circles = 0

    def whole(self, place: Place, budget: Budget) -> Json:
        """What a place says; the very same object where no reference is below it."""
        if not place.is_container:
            return place.value
        source = id(place.source)
        if source in self._known:
            return self._known[source]
        if source in self._onway:
            self._circles += 1
            return place.reference.value if place.reference is not None else place.value
        budget.spend()
        circles = self._circles
        self._onway.add(source)
        try:
            value = self._assembled(place, budget)
        finally:
            self._onway.discard(source)
        if circles == self._circles:
            self._known[source] = value
        return value

    def _assembled(self, place: Place, budget: Budget) -> Json:
        value = place.value
        changed: dict[Key, Json] = {}
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(member, (dict, list)):
                whole = self.whole(self._tree.child(place, key), budget)
                if whole is not member:
                    changed[key] = whole
        if not changed:
            return value
        if isinstance(value, dict):
            return {**value, **changed}
        return [changed.get(index, item) for index, item in enumerate(value)]
