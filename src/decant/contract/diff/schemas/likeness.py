"""How alike two schemas are, to find an alternative again after it was edited."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from decant.contract.diff.fold import branch_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract.diff.fold import Folder, View
    from decant.contract.diff.sides import Site
    from decant.contract.diff.walk import Walk

# Likeness from which two alternatives count as one that was edited; less will do when
# there is exactly one left on both sides.
ALIKE: Final = 0.5
LAST_ONES: Final = 0.3
# Comparing every alternative with every other is quadratic: past this, by order.
MOST_TRIES: Final = 4_000

Matches = tuple["list[tuple[Site, Site]]", "list[Site]", "list[Site]"]


def match(walk: Walk, older: Sequence[Site], newer: Sequence[Site]) -> Matches:
    """Pairs of alternatives, then those only the older and only the newer union has."""
    gone, new = list(older), list(newer)
    pairs = _by_name(gone, new)
    pairs += _by_content(walk, gone, new)
    pairs += _by_likeness(walk, gone, new)
    return pairs, gone, new


def _by_name(gone: list[Site], new: list[Site]) -> list[tuple[Site, Site]]:
    names: dict[str, Site] = {}
    for after in new:
        names.setdefault(branch_name(after), after)
    names.pop("", None)
    pairs = []
    for before in list(gone):
        named = names.pop(branch_name(before), None)
        if named is not None:
            pairs.append((before, named))
            gone.remove(before)
            new.remove(named)
    return pairs


def _by_content(walk: Walk, gone: list[Site], new: list[Site]) -> list[tuple[Site, Site]]:
    if len(gone) * len(new) > MOST_TRIES:
        return []
    pairs = []
    for before in list(gone):
        one = walk.older.land(before, schema=True)
        for after in new:
            if walk.is_same(one, walk.newer.land(after, schema=True)):
                pairs.append((before, after))
                gone.remove(before)
                new.remove(after)
                break
    return pairs


def _by_likeness(walk: Walk, gone: list[Site], new: list[Site]) -> list[tuple[Site, Site]]:
    if len(gone) * len(new) > MOST_TRIES:
        pairs = list(zip(gone, new, strict=False))
        del gone[: len(pairs)], new[: len(pairs)]
        return pairs
    scores = sorted(
        (
            (likeness(walk.older_views.view(before), walk.newer_views.view(after)), -i, -j)
            for i, before in enumerate(gone)
            for j, after in enumerate(new)
        ),
        reverse=True,
    )
    least = LAST_ONES if len(gone) == len(new) == 1 else ALIKE
    taken: list[tuple[int, int]] = []
    for score, i, j in scores:
        free = all(-i != one and -j != two for one, two in taken)
        if score >= least and free:
            taken.append((-i, -j))
    pairs = [(gone[i], new[j]) for i, j in taken]
    for before, after in pairs:
        gone.remove(before)
        new.remove(after)
    return pairs


def likeness(one: View, two: View) -> float:
    """From 0 (nothing in common) to 1 (as good as equal)."""
    if one.never or two.never or _are_exclusive(one, two):
        return 0.0
    if not one.properties and not two.properties:
        if one.unions and two.unions:
            return _same_branches(one, two)
        if one.types is None or two.types is None:
            return ALIKE if one.types == two.types else 0.0
        shared = 1.0
        if one.types != two.types:
            shared = len(one.types & two.types) / len(one.types | two.types)
        return shared * _same_values(one, two)
    names = one.properties.keys() | two.properties.keys()
    return len(one.properties.keys() & two.properties.keys()) / len(names)


def _same_branches(one: View, two: View) -> float:
    mine, theirs = (
        {branch_name(branch) for union in view.unions for branch in union.branches} - {""}
        for view in (one, two)
    )
    shared = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
    return ALIKE + (1 - ALIKE) * shared


def _same_values(one: View, two: View) -> float:
    mine, theirs = one.words.get("enum"), two.words.get("enum")
    if isinstance(mine, list) and isinstance(theirs, list):
        return 0.5 + 0.5 * (any(value in theirs for value in mine))
    if (mine is None) != (theirs is None):
        return 0.6
    return 1.0


def _are_exclusive(one: View, two: View) -> bool:
    """Whether no value can fit both: other types, or a tag property with other values."""
    if one.types is not None and two.types is not None and one.types != two.types:
        numbers = {"integer", "number"}
        if not one.types & two.types and not (one.types & numbers and two.types & numbers):
            return True
    for name in one.properties.keys() & two.properties.keys():
        mine, theirs = (_tag(view.properties[name]) for view in (one, two))
        if mine is not None and theirs is not None and mine != theirs:
            return True
    return False


def _tag(site: Site) -> object:
    value = site.value
    if not isinstance(value, dict):
        return None
    if "const" in value:
        return value["const"]
    values = value.get("enum")
    return values[0] if isinstance(values, list) and len(values) == 1 else None


def are_disjoint(views: Folder, branches: Sequence[Site]) -> bool:
    """Whether no value can fit two of the alternatives."""
    if len(branches) ** 2 > MOST_TRIES:
        return False
    return all(
        _are_exclusive(views.view(one), views.view(two)) for one, two in combinations(branches, 2)
    )


def are_of_different_types(views: Folder, branches: Sequence[Site]) -> bool:
    """Whether the type of a value alone says which alternative it can be."""
    taken: set[str] = set()
    for branch in branches:
        types = views.view(branch).types
        if not types or types & taken or ({"integer", "number"} <= types | taken):
            return False
        taken |= types
    return True
