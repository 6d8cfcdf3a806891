"""What was announced before it happened: deprecation, sunset dates, stability levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .edits import INCOMPARABLE, NONE, UNKNOWN, Edit, Guard

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
    marks = unstable(node)
    if not isinstance(node, dict) or node.get("deprecated") is not True:
        return marks
    sunset = sunset_of(node)
    if sunset is None:
        return marks | {Guard.DEPRECATED}
    if today is None:
        return marks | {Guard.SUNSET}
    return marks | {Guard.DEPRECATED} if sunset <= today else marks


def unstable(node: Json) -> frozenset[Guard]:
    """The guard that holds for a node that says of itself that it is not stable."""
    return frozenset([Guard.UNSTABLE]) if stability(node) in UNSTABLE else frozenset()


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
    was, is_now = older.flag("deprecated"), newer.flag("deprecated")
    if was != is_now:
        kind = f"{thing}-{'deprecated' if is_now else 'reactivated'}"
        pair.edits.append(Edit(kind, NONE, *_places(older, newer, "deprecated"), was, is_now))
    elif was:
        _compare_sunset(pair, older, newer)
    before, after = stability(older.value) or "stable", stability(newer.value) or "stable"
    if before != after:
        fell = STABILITY.index(after) < STABILITY.index(before)
        kind, effects = ("stability-lowered", INCOMPARABLE) if fell else ("stability-raised", NONE)
        places = _places(older, newer, "x-stability-level")
        pair.edits.append(Edit(kind, effects, *places, before, after))


def _compare_sunset(pair: Pair, older: Site, newer: Site) -> None:
    """Whoever plans with a date is hurt if it comes sooner, or may come any day."""
    before, after = sunset_of(older.value), sunset_of(newer.value)
    if before == after:
        return
    came_closer = before is not None and (after is None or after < before)
    kind = "sunset-brought-forward" if came_closer else "sunset-announced"
    effects = UNKNOWN if came_closer else NONE
    pair.edits.append(Edit(kind, effects, *_places(older, newer, "x-sunset"), before, after))


def _places(older: Site, newer: Site, field: str) -> tuple[str, str]:
    return f"{older.pointer}/{field}", f"{newer.pointer}/{field}"
