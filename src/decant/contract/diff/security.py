"""Who may call: requirements as alternatives, of which a caller needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import lifecycle
from .documentation import note_documentation
from .edits import INCOMPARABLE, NARROWS, NONE, WIDENS, Edit, Effects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .doors import Door
    from .edits import Pair
    from .sides import Side, Site
    from .walk import Walk

Json: TypeAlias = Any
SCHEMES: Final = "components/securitySchemes"
FLOW_URLS: Final = ("authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Schemes that are needed together, each with its scopes; none at all lets anybody in."""

    schemes: frozenset[str]
    scopes: frozenset[tuple[str, str]]

    def suffices_for(self, other: Alternative) -> bool:
        """Whether credentials for this alternative also meet the other one."""
        return other.schemes <= self.schemes and other.scopes <= self.scopes

    def __str__(self) -> str:
        return " and ".join(sorted(self.schemes))


def compare(walk: Walk, door: Door) -> None:
    """Compare what an operation asks of its callers, its own or the document's."""
    if door.is_called_back:
        return
    older = requirement(walk.older, door.older)
    newer = requirement(walk.newer, door.newer)
    door.open(walk, walk.pair(compare_requirements, older, newer), door.asks, "security")


def requirement(side: Side, operation: Site) -> Site:
    """The security requirements that hold for an operation, where they are written."""
    own = operation.at("security")
    return side.unit("security") if own.value is None else own


def compare_requirements(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two lists of alternatives."""
    before, after = _alternatives(older), _alternatives(newer)
    after = _renamed(walk, before, after)
    places = (older.pointer, newer.pointer)
    nothing = Alternative(frozenset(), frozenset())
    if nothing in before and nothing not in after:
        shown = " or ".join(sorted(map(str, after)))
        pair.edits.append(Edit("security-became-required", NARROWS, *places, None, shown))
        before = [one for one in before if one != nothing]
        if not before:
            return
    elif nothing in after and nothing not in before:
        shown = " or ".join(sorted(map(str, before)))
        pair.edits.append(Edit("security-became-optional", WIDENS, *places, shown, None))
        return
    if len(before) == len(after) == 1 and _are_apart(before[0], after[0]):
        names = (str(before[0]), str(after[0]))
        pair.edits.append(Edit("security-alternative-changed", INCOMPARABLE, *places, *names))
        return
    refused = [one for one in before if not any(one.suffices_for(two) for two in after)]
    offered = [two for two in after if not any(two.suffices_for(one) for one in before)]
    for one in refused:
        _note_refused(pair, one, (offered, after), places)
    left = [one for one in before if one not in after]
    for two in offered:
        _note_offered(pair, two, left, places)


def _are_apart(one: Alternative, two: Alternative) -> bool:
    """Whether neither asks for the schemes of the other, and more."""
    return not (one.schemes <= two.schemes or two.schemes <= one.schemes)


def _alternatives(site: Site) -> list[Alternative]:
    found = []
    for item in site.items():
        if isinstance(item.value, dict):
            scopes = {
                (scheme, scope)
                for scheme, names in item.value.items()
                for scope in (names if isinstance(names, list) else ())
                if isinstance(scope, str)
            }
            found.append(Alternative(frozenset(item.value), frozenset(scopes)))
    return found or [Alternative(frozenset(), frozenset())]


def _renamed(walk: Walk, before: list[Alternative], after: list[Alternative]) -> list[Alternative]:
    """The newer alternatives under the older names of schemes that only changed their name."""
    known = {scheme for one in before for scheme in one.schemes}
    named = {scheme for two in after for scheme in two.schemes}
    gone, names = sorted(known - named), dict[str, str]()
    for scheme in sorted(named - known):
        new = _meaning(walk.newer.unit(f"{SCHEMES}/{scheme}").value)
        for old in gone:
            if new is not None and new == _meaning(walk.older.unit(f"{SCHEMES}/{old}").value):
                names[scheme] = old
                gone.remove(old)
                break
    if not names:
        return after
    return [
        Alternative(
            frozenset(names.get(scheme, scheme) for scheme in two.schemes),
            frozenset((names.get(scheme, scheme), scope) for scheme, scope in two.scopes),
        )
        for two in after
    ]


def _meaning(scheme: Json) -> Json:
    return (
        {k: v for k, v in scheme.items() if k != "description"}
        if isinstance(scheme, dict)
        else None
    )


def _note_refused(
    pair: Pair,
    one: Alternative,
    found: tuple[list[Alternative], list[Alternative]],
    places: tuple[str, str],
) -> None:
    """An alternative that no longer suffices: more is asked, or it is gone."""
    offered, after = found
    more = next((two for two in after if two.schemes == one.schemes), None)
    if more is not None:
        for scheme, scope in sorted(more.scopes - one.scopes):
            pair.edits.append(
                Edit(
                    "security-scope-added",
                    NARROWS,
                    *places,
                    None,
                    scope,
                    name=f"`{scope}` of `{scheme}`",
                )
            )
        if more in offered:
            offered.remove(more)
        return
    stricter = next((two for two in after if two.schemes > one.schemes), None)
    if stricter is not None:
        edit = Edit("security-scheme-required", NARROWS, *places, str(one), str(stricter))
        if stricter in offered:
            offered.remove(stricter)
    else:
        edit = Edit("security-alternative-removed", NARROWS, *places, str(one), None, name=str(one))
    pair.edits.append(edit)


def _note_offered(
    pair: Pair, two: Alternative, left: list[Alternative], places: tuple[str, str]
) -> None:
    """An alternative that did not suffice before: less is asked, or it is new."""
    more = next((one for one in left if one.schemes == two.schemes), None)
    if more is not None:
        for scheme, scope in sorted(more.scopes - two.scopes):
            name = f"`{scope}` of `{scheme}`"
            pair.edits.append(
                Edit("security-scope-removed", WIDENS, *places, scope, None, name=name)
            )
        return
    wider = next((one for one in left if one.schemes > two.schemes), None)
    if wider is not None:
        pair.edits.append(Edit("security-scheme-dropped", WIDENS, *places, str(wider), str(two)))
        return
    pair.edits.append(
        Edit("security-alternative-added", WIDENS, *places, None, str(two), name=str(two))
    )


def compare_scheme(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two security schemes of one name."""
    if not older.is_object or not newer.is_object:
        return
    del walk
    name = older.pointer.rsplit("/", 1)[-1]
    note_documentation(pair, older, newer, fields=("description", "bearerFormat"))
    lifecycle.compare(pair, older, newer, thing="security-scheme")
    kinds = (older.text("type"), newer.text("type"))
    places = (older.pointer, newer.pointer)
    schemes = [(site.text("scheme") or "").lower() for site in (older, newer)]
    if kinds[0] != kinds[1] or schemes[0] != schemes[1]:
        before, after = (
            f"{kind} {word}".strip() for kind, word in zip(kinds, schemes, strict=True)
        )
        pair.edits.append(
            Edit("security-scheme-changed", INCOMPARABLE, *places, before, after, name=name)
        )
        return
    for field, kind in (("in", "api-key-moved"), ("name", "api-key-renamed")):
        values = (older.text(field), newer.text(field))
        same = values[0] == values[1] or (
            field == "name"
            and newer.text("in") == "header"
            and (values[0] or "").lower() == (values[1] or "").lower()
        )
        if not same:
            pair.edits.append(
                Edit(kind, INCOMPARABLE, *places, *values, name=older.text("name") or name)
            )
    _compare_urls(pair, older, newer, fields=("openIdConnectUrl", "oauth2MetadataUrl"))
    _compare_flows(pair, older.at("flows"), newer.at("flows"))


def _compare_flows(pair: Pair, older: Site, newer: Site) -> None:
    before, after = dict(older.members()), dict(newer.members())
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        if one is None and two is not None:
            pair.edits.append(
                Edit(
                    "oauth-flow-added",
                    WIDENS,
                    older.pointer,
                    two.pointer,
                    None,
                    two.value,
                    name=name,
                )
            )
        elif two is None and one is not None:
            pair.edits.append(
                Edit(
                    "oauth-flow-removed",
                    NARROWS,
                    one.pointer,
                    newer.pointer,
                    one.value,
                    None,
                    name=name,
                )
            )
        elif one is not None and two is not None:
            _compare_flow(pair, one, two)


def _compare_urls(pair: Pair, older: Site, newer: Site, *, fields: Sequence[str]) -> None:
    for field in fields:
        urls = (older.text(field), newer.text(field))
        if urls[0] != urls[1]:
            places = (f"{older.pointer}/{field}", f"{newer.pointer}/{field}")
            effects: Effects = NONE if None in urls else INCOMPARABLE
            pair.edits.append(Edit("oauth-url-changed", effects, *places, *urls))


def _compare_flow(pair: Pair, older: Site, newer: Site) -> None:
    _compare_urls(pair, older, newer, fields=FLOW_URLS)
    scopes = (older.at("scopes"), newer.at("scopes"))
    if all(site.is_object for site in scopes):
        known = [name for name in scopes[0].value if name in scopes[1].value]
        note_documentation(pair, *scopes, fields=known)
    before, after = dict(older.at("scopes").members()), dict(newer.at("scopes").members())
    for name, site in before.items():
        if name not in after:
            place = f"{newer.pointer}/scopes"
            pair.edits.append(
                Edit(
                    "oauth-scope-removed",
                    NARROWS,
                    site.pointer,
                    place,
                    name,
                    None,
                    name=f"`{name}`",
                )
            )
    for name, site in after.items():
        if name not in before:
            place = f"{older.pointer}/scopes"
            pair.edits.append(
                Edit("oauth-scope-added", WIDENS, place, site.pointer, None, name, name=f"`{name}`")
            )
