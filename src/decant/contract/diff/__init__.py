"""Two documents, compared: what changed, what it does to messages, and to whom it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract import garbage

from . import components, operations
from .change import Change, Comparison, NotEvaluated, Profile
from .changelog import Changelog
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.document import Document

__all__ = ["Change", "Comparison", "NotEvaluated", "Profile", "compare"]


def compare(
    older: Document,
    newer: Document,
    profile: Profile = Profile.WIRE,
    *,
    today: str | None = None,
    locate: bool = True,
) -> Comparison:
    """Compare two documents, parsed or stored.

    `today` (ISO 8601) is what sunset dates are held against; without it a deprecated thing
    that has such a date goes at a risk. `locate` looks up files and lines, which needs the
    texts; without it changes carry pointers into the bundled trees only.
    """
    with garbage.left_alone():
        walk = Walk(older, newer, today=today)
        operations.compare(walk)
        components.compare(walk, profile)
        walk.run()
        changes = Changelog(walk, profile, locate=locate).changes()
        return Comparison.of(changes, profile, list(_gaps(walk)))


def _gaps(walk: Walk) -> Iterator[NotEvaluated]:
    """What was met and could not be compared."""
    told = set(walk.gaps)
    yield from walk.gaps.values()
    for side, name in ((walk.older, "older"), (walk.newer, "newer")):
        for pointer, ref in side.unresolved.items():
            if pointer not in told:
                told.add(pointer)
                yield NotEvaluated(pointer, f"`{ref}` leads to no one place in the {name} document")
