"""Values that choose an alternative, when they move from one alternative to another.

Whoever sends `type: pix` does not care which alternative lists it: what counts is whether
the one that lists it now takes the same messages. So the two are compared for that value,
and the rest of each alternative without it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.diff.edits import NONE, Edit
from decant.contract.diff.fold import branch_label
from decant.contract.diff.meet import value_key
from decant.contract.diff.sides import Parts, Side, Site

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from collections.abc import Set as AbstractSet

    from decant.contract.diff.fold import Folder, Union

    from .likeness import Matches
    from .meeting import Meeting

Json: TypeAlias = Any
Listed: TypeAlias = "dict[Hashable, Json]"


@dataclass(frozen=True, slots=True)
class Tagged:
    """An alternative and the values of the tag that choose it."""

    site: Site
    values: Listed
    is_less: bool = False


def compare(meeting: Meeting, unions: tuple[Union, Union], matches: Matches) -> Matches:
    """Compare what moved for itself; the matches come back without it."""
    walk = meeting.walk
    name = _tag(meeting, unions)
    if name is None:
        return matches
    older = _tagged(walk.older_views, unions[0].branches, name)
    newer = _tagged(walk.newer_views, unions[1].branches, name)
    stayed = {before.pointer: after.pointer for before, after in matches[0]}
    lost = _missing(older, newer, stayed)
    gained = _missing(newer, older, {after: before for before, after in stayed.items()})
    moves = _moves((older, newer), (lost, gained))
    if not moves:
        return matches
    for (before, after), values in moves.items():
        _compare_moved(meeting, name, (older[before], newer[after]), values)
    for (before, after), values in moves.items():
        older[before] = _without(older[before], values.keys() & lost[before].keys())
        newer[after] = _without(newer[after], values.keys() & gained[after].keys())
    return _rest(meeting, name, (older, newer), matches)


def _tag(meeting: Meeting, unions: tuple[Union, Union]) -> str | None:
    """The property that lists its values in every alternative; the most telling one."""
    walk = meeting.walk
    older, newer = (
        _counts(views, union.branches)
        for views, union in ((walk.older_views, unions[0]), (walk.newer_views, unions[1]))
    )
    names = sorted(
        name for name in older.keys() & newer.keys() if _tells(older[name]) and _tells(newer[name])
    )
    return max(names, key=lambda name: len(older[name]), default=None)


def _counts(views: Folder, branches: Sequence[Site]) -> dict[str, Counter[Hashable]]:
    """How many alternatives list each value, by property that all of them list values for."""
    found: dict[str, Counter[Hashable]] = {}
    for index, branch in enumerate(branches):
        names = found if index else views.view(branch).properties
        listed = {name: _listed(views, branch, name) for name in names}
        found = {
            name: found.get(name, Counter()) + Counter(values.keys())
            for name, values in listed.items()
            if values
        }
    return found


def _tells(counts: Counter[Hashable]) -> bool:
    """Whether most values choose one alternative, rather than fit all of them."""
    return 2 * sum(count == 1 for count in counts.values()) > len(counts)


def _listed(views: Folder, branch: Site, name: str) -> Listed:
    """The values that an alternative lists for a property; none if it lists none."""
    site = views.view(branch).properties.get(name)
    values = views.view(site).words.get("enum") if site else None
    return {value_key(value): value for value in values} if isinstance(values, list) else {}


def _tagged(views: Folder, branches: Sequence[Site], name: str) -> dict[str, Tagged]:
    return {branch.pointer: Tagged(branch, _listed(views, branch, name)) for branch in branches}


def _missing(
    ones: dict[str, Tagged], others: dict[str, Tagged], partners: dict[str, str]
) -> dict[str, Listed]:
    """What each alternative lists and its partner on the other side does not."""
    found: dict[str, Listed] = {}
    for place, tagged in ones.items():
        kept = others[partners[place]].values if place in partners else {}
        found[place] = {key: value for key, value in tagged.values.items() if key not in kept}
    return found


def _moves(
    sides: tuple[dict[str, Tagged], dict[str, Tagged]],
    missing: tuple[dict[str, Listed], dict[str, Listed]],
) -> dict[tuple[str, str], Listed]:
    """Values by the alternative that listed them and the one that lists them now."""
    lost, gained = missing
    moves: dict[tuple[str, str], Listed] = defaultdict(dict)
    for place, values in lost.items():
        for key, value in values.items():
            home = _home(key, sides[1], gained)
            if home is not None:
                moves[place, home][key] = value
    for place, values in gained.items():
        for key, value in values.items():
            source = _home(key, sides[0], lost)
            if source is not None:
                moves[source, place][key] = value
    return moves


def _home(key: Hashable, side: dict[str, Tagged], fresh: dict[str, Listed]) -> str | None:
    """The alternative that lists a value; if several do, one whose partner does not."""
    homes = [place for place, tagged in side.items() if key in tagged.values]
    return min(homes, key=lambda place: key not in fresh[place], default=None)


def _compare_moved(
    meeting: Meeting, name: str, found: tuple[Tagged, Tagged], values: Listed
) -> None:
    before, after = found
    one = _only(meeting.walk.older, before.site, name, values, is_sent=True)
    two = _only(meeting.walk.newer, after.site, name, values, is_sent=True)
    moved = meeting.descend(one, two, step=None)
    if moved is not None:
        moved.is_moved = True
    for value in values.values():
        meeting.pair.edits.append(
            Edit(
                "discriminator-value-changed",
                NONE,
                before.site.pointer,
                after.site.pointer,
                branch_label(before.site),
                branch_label(after.site),
                name=str(value),
            )
        )


def _without(tagged: Tagged, moved: AbstractSet[Hashable]) -> Tagged:
    """An alternative less the values that moved."""
    if not moved:
        return tagged
    kept = {key: value for key, value in tagged.values.items() if key not in moved}
    return Tagged(tagged.site, kept, is_less=True)


def _rest(
    meeting: Meeting,
    name: str,
    sides: tuple[dict[str, Tagged], dict[str, Tagged]],
    matches: Matches,
) -> Matches:
    """The matches, less what was compared already."""
    older, newer = sides
    pairs: list[tuple[Site, Site]] = []
    gone = [site for site in matches[1] if older[site.pointer].values]
    new = [site for site in matches[2] if newer[site.pointer].values]
    for before, after in matches[0]:
        one, two = older[before.pointer], newer[after.pointer]
        if one.values and two.values:
            pairs.append(
                (_left(meeting.walk.older, one, name), _left(meeting.walk.newer, two, name))
            )
        elif one.values:
            gone.append(before)
        elif two.values:
            new.append(after)
    return pairs, gone, new


def _left(side: Side, tagged: Tagged, name: str) -> Site:
    return _only(side, tagged.site, name, tagged.values) if tagged.is_less else tagged.site


def _only(side: Side, site: Site, name: str, values: Listed, *, is_sent: bool = False) -> Site:
    """An alternative, for some values of its tag; whether the tag must be there.

    The same one every time, so that alternatives which contain themselves come to an end.
    """
    landed = side.land(site, schema=True)
    key = (landed.key, name, frozenset(values), is_sent)
    found = side.chosen.get(key)
    if found is None:
        chosen: dict[str, Json] = {"properties": {name: {"enum": list(values.values())}}}
        if is_sent:
            chosen["required"] = [name]
        parts = Parts((landed, Site(chosen, landed.pointer)))
        found = side.chosen[key] = Site(parts, landed.pointer)
    return found
