"""`oneOf` and `anyOf`: alternatives found again by content, name and likeness, not by index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.change import Effect
from decant.contract.diff.edits import (
    INCOMPARABLE,
    NARROWS,
    NONE,
    WIDENS,
    Edit,
    Effects,
    Guard,
)
from decant.contract.diff.fold import branch_name
from decant.contract.diff.meet import intersection
from decant.contract.diff.sides import Parts, Site

from . import discriminators, tags
from .likeness import ALIKE, are_disjoint, are_of_different_types, likeness, match
from .types import compare as compare_types
from .types import compare_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract.diff.fold import Folder, Union, View

    from .likeness import Matches
    from .meeting import Meeting

Json: TypeAlias = Any

SCALARS: Final = frozenset(["string", "number", "integer", "boolean"])
# An alternative without a name goes by its values, if they are no more than these.
MOST_SHOWN: Final = 3
# `oneOf` refuses a value that fits twice, `anyOf` does not: at most that much differs.
LOOSENED: Final = Effects(input=Effect.WIDENS, output=Effect.UNKNOWN)
TIGHTENED: Final = Effects(input=Effect.UNKNOWN, output=Effect.NARROWS)


def transition(meeting: Meeting) -> bool:
    """Recognise one schema that became one of several, or the reverse; True if so.

    Everything else that differs between the two is an echo of that and not compared here.
    """
    older, newer = meeting.older, meeting.newer
    if _by_type(meeting):
        return True
    if _is_bare(newer) and not older.unions and not older.says_nothing:
        found = _nearest(meeting, newer.unions[0], is_newer=True)
        kind, effects = "wrapped-in-union", WIDENS
        pair = None if found is None else (meeting.sites[0], found)
    elif _is_bare(older) and not newer.unions and not newer.says_nothing:
        found = _nearest(meeting, older.unions[0], is_newer=False)
        kind, effects = "unwrapped-from-union", NARROWS
        pair = None if found is None else (found, meeting.sites[1])
    else:
        return False
    compare_null(meeting)
    shown = (_shown(older), _shown(newer))
    if pair is None:
        kind, effects = "type-changed", INCOMPARABLE
    else:
        meeting.descend(*pair, step=None)
    meeting.pair.edits.append(Edit(kind, effects, older.pointer, newer.pointer, *shown))
    return True


def _by_type(meeting: Meeting) -> bool:
    """Deal with types that became alternatives of one type each, or the reverse."""
    older, newer = meeting.older, meeting.newer
    is_newer = _is_bare(newer) and not older.unions
    if not is_newer and not (_is_bare(older) and not newer.unions):
        return False
    walk = meeting.walk
    views, union = (walk.newer_views, newer) if is_newer else (walk.older_views, older)
    plain, site = (older, meeting.sites[0]) if is_newer else (newer, meeting.sites[1])
    branches = union.unions[0].branches
    if not _are_types(plain, views, branches):
        return False
    compare_types(meeting)
    for branch in branches:
        shared = intersection(plain.types, views.view(branch).types)
        if shared:
            only = Site({"type": sorted(shared)}, plain.pointer)
            part = Site(Parts((site, only)), plain.pointer)
            meeting.descend(*((part, branch) if is_newer else (branch, part)))
    return True


def _are_types(plain: View, views: Folder, branches: Sequence[Site]) -> bool:
    """Whether a type is all that tells alternatives apart, and a schema lists such types."""
    if not plain.types or not are_of_different_types(views, branches):
        return False
    types = plain.types.union(*(views.view(branch).types or () for branch in branches))
    return len(plain.types) > 1 or types <= SCALARS


def _is_bare(view: View) -> bool:
    """Whether a schema is a union and hardly more."""
    return (
        len(view.unions) == 1
        and not view.properties
        and not view.patterns
        and (view.types is None or view.types <= {"object"})
        and "enum" not in view.words
        and "items" not in view.words
    )


def _nearest(meeting: Meeting, union: Union, *, is_newer: bool) -> Site | None:
    """The alternative that the single schema on the other side most resembles."""
    walk = meeting.walk
    single = meeting.older if is_newer else meeting.newer
    views = walk.newer_views if is_newer else walk.older_views
    best = max(union.branches, key=lambda branch: likeness(single, views.view(branch)))
    return best if likeness(single, views.view(best)) >= ALIKE else None


def compare(meeting: Meeting) -> None:
    """Compare the unions of two schemas, alternative by alternative."""
    older, newer = meeting.older.unions, meeting.newer.unions
    for one, two in zip(older, newer, strict=False):
        _compare_union(meeting, one, two)
    for two in newer[len(older) :]:
        names = [_name(branch) for branch in two.branches]
        meeting.pair.edits.append(
            Edit("union-added", NARROWS, meeting.older.pointer, two.pointer, None, names)
        )
    for one in older[len(newer) :]:
        names = [_name(branch) for branch in one.branches]
        meeting.pair.edits.append(
            Edit("union-removed", WIDENS, one.pointer, meeting.newer.pointer, names, None)
        )
    discriminators.compare(meeting)


def _compare_union(meeting: Meeting, one: Union, two: Union) -> None:
    if one.keyword != two.keyword:
        _note_exclusiveness(meeting, one, two)
    if one.pointer == two.pointer and one.branches == two.branches:
        matches: Matches = list(zip(one.branches, two.branches, strict=True)), [], []
    else:
        matches = match(meeting.walk, one.branches, two.branches)
    pairs, gone, new = tags.compare(meeting, (one, two), matches)
    is_open = _is_open(meeting, one)
    for before, after in pairs:
        marks = frozenset([Guard.EXTENSIBLE]) if is_open else frozenset[Guard]()
        meeting.descend(before, after, step=None, marks=marks)
    for before in gone:
        _note_branch(meeting, "alternative-removed", (before, None), two.pointer)
    for after in new:
        _note_branch(meeting, "alternative-added", (None, after), one.pointer)


def _note_branch(
    meeting: Meeting, kind: str, sites: tuple[Site | None, Site | None], other: str
) -> None:
    before, after = sites
    site = before or after
    name = _name(site) if site else ""
    meeting.pair.edits.append(
        Edit(
            kind,
            NARROWS if before else WIDENS,
            before.pointer if before else other,
            after.pointer if after else other,
            name if before else None,
            name if after else None,
            name=name,
        )
    )


def _note_exclusiveness(meeting: Meeting, one: Union, two: Union) -> None:
    effects = LOOSENED if two.keyword == "anyOf" else TIGHTENED
    if are_disjoint(meeting.walk.newer_views, two.branches):
        effects = NONE
    meeting.pair.edits.append(
        Edit("union-kind-changed", effects, one.pointer, two.pointer, one.keyword, two.keyword)
    )


def _is_open(meeting: Meeting, union: Union) -> bool:
    """`anyOf: [enum, string]`: the enum only names the values known today."""
    views = [meeting.walk.older_views.view(branch) for branch in union.branches]
    return union.keyword == "anyOf" and any(
        view.types == frozenset(["string"])
        and view.words.keys() <= {"type", "description", "title"}
        and not view.patterns
        for view in views
    )


def _shown(view: View) -> Json:
    if view.unions:
        return [_name(branch) for branch in view.unions[0].branches]
    return sorted(view.types) if view.types else None


def _name(site: Site) -> str:
    name = branch_name(site)
    if name:
        return name
    value = site.value if isinstance(site.value, dict) else {}
    kind, values = value.get("type"), value.get("enum")
    if isinstance(values, list) and 0 < len(values) <= MOST_SHOWN:
        return "|".join(map(str, values))
    return kind if isinstance(kind, str) else f"alternative {site.pointer.rsplit('/', 1)[-1]}"
