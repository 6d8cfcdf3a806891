"""Two schemas face to face: their views, and how to note what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.diff.edits import Edit, Turn
from decant.contract.diff.lifecycle import unstable
from decant.contract.diff.sides import Site, component_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from decant.contract.diff.edits import Effects, Guard, Pair
    from decant.contract.diff.walk import Comparer, Walk

Json: TypeAlias = Any


class Meeting:
    """The older and the newer view of one schema, and the pair that notes go to."""

    __slots__ = ("_descend", "is_text", "newer", "older", "pair", "sites", "walk")

    def __init__(
        self, walk: Walk, pair: Pair, *sites: Site, descend: Comparer, is_text: bool = False
    ) -> None:
        self.walk, self.pair, self.is_text = walk, pair, is_text
        self.sites = sites
        self.older = walk.older_views.view(sites[0])
        self.newer = walk.newer_views.view(sites[1])
        self._descend = descend

    def words(self, keyword: str) -> tuple[Json, Json]:
        """A keyword's value on both sides, None where there is none."""
        return self.older.words.get(keyword), self.newer.words.get(keyword)

    def share(self, *types: str) -> bool:
        """Whether both sides allow values of one of these types.

        A keyword says nothing about values of other types (JSON Schema 2020-12, 6), so an
        edit to one means nothing unless such values were allowed and still are.
        """
        return all(
            view.types is None or not view.types.isdisjoint(types)
            for view in (self.older, self.newer)
        )

    def note(
        self,
        kind: str,
        effects: Effects,
        keyword: str,
        values: tuple[Json, Json],
        *,
        name: str = "",
        marks: AbstractSet[Guard] = frozenset(),
    ) -> None:
        """Note an edit to a keyword, with its value before and after."""
        self.pair.edits.append(
            Edit(
                kind,
                effects,
                self.older.place(keyword),
                self.newer.place(keyword),
                *values,
                name=name,
                marks=frozenset(marks),
            )
        )

    def descend(
        self,
        older: Site,
        newer: Site,
        *,
        step: str | None = "",
        turn: Turn = Turn.KEEP,
        marks: AbstractSet[Guard] = frozenset(),
    ) -> Pair | None:
        """Compare two schemas below; whatever differs there is reached from here.

        `step` leads from this schema to the one below; None if that one has its own name.
        """
        place = "" if step is None else f"{self.pair.place}{step}"
        child = self.walk.pair(self._descend, older, newer, schema=True, place=place)
        if child is None:
            return None
        if self.pair.is_moved:
            child.is_moved = component_of(older.pointer) != component_of(newer.pointer)
        level = unstable(self.walk.older.land(older, schema=True).value)
        self.walk.link(self.pair, child, turn=turn, marks=marks | level)
        return child

    def descend_word(self, keyword: str, *, turn: Turn = Turn.KEEP) -> None:
        """Compare the schemas one keyword holds; a keyword that is absent allows everything."""
        older, newer = self.older.site(keyword), self.newer.site(keyword)
        if older is None and newer is None:
            return
        self.descend(
            older or Site(True, self.older.place(keyword)),
            newer or Site(True, self.newer.place(keyword)),
            step=f"/{keyword}",
            turn=turn,
        )
