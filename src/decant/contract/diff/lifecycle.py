"""What was announced before it happened: deprecation, sunset dates, stability levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .edits import INCOMPARABLE, NONE, Edit, Guard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .edits import Pair
    from .sides import Site

Json: TypeAlias = Any

# `x-stability-level`, as in use with several tools; what is not said is stable.
STABILITY: Final = ("draft", "alpha", "beta", "stable")
UNSTABLE: Final = frozenset(["draft", "alpha"])


def removal(node: Json, today: str | None) -> frozenset[Guard]:
    """The guards that hold if this node is removed; dates compare as ISO 8601 text.

    A sunset date still to come voids the deprecation; one that nobody can hold against
    a calendar (no date was given) leaves it to a person.
    """
    if not isinstance(node, dict) or node.get("deprecated") is not True:
        return frozenset()
    sunset = sunset_of(node)
    if sunset is None:
        return frozenset([Guard.DEPRECATED])
    if today is None:
        return frozenset([Guard.SUNSET])
    return frozenset([Guard.DEPRECATED]) if sunset <= today else frozenset()


def sunset_of(node: Mapping[str, Json]) -> str | None:
    """The date from which a deprecated node may go."""
    sunset = node.get("x-sunset")
    return sunset[:10] if isinstance(sunset, str) else None


def stability(*nodes: Json) -> str | None:
    """The stability level of the innermost node that names one."""
    for node in nodes:
        level = node.get("x-stability-level") if isinstance(node, dict) else None
        if level in STABILITY:
            return str(level)
    return None


def compare(pair: Pair, older: Site, newer: Site, *, thing: str) -> None:
    """Note that something was, or no longer is, deprecated; or became less stable."""
    if older.flag("deprecated") != newer.flag("deprecated"):
        kind = "deprecated" if newer.flag("deprecated") else "reactivated"
        pair.edits.append(
            Edit(
                f"{thing}-{kind}",
                NONE,
                f"{older.pointer}/deprecated",
                f"{newer.pointer}/deprecated",
                older.flag("deprecated"),
                newer.flag("deprecated"),
            )
        )
    before, after = stability(older.value) or "stable", stability(newer.value) or "stable"
    if before != after:
        fell = STABILITY.index(after) < STABILITY.index(before)
        pair.edits.append(
            Edit(
                "stability-lowered" if fell else "stability-raised",
                INCOMPARABLE if fell else NONE,
                f"{older.pointer}/x-stability-level",
                f"{newer.pointer}/x-stability-level",
                before,
                after,
            )
        )
