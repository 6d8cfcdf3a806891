"""Where the API is found: server addresses, and base paths that move between them and paths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .edits import INCOMPARABLE, NARROWS, NONE, UNKNOWN, WIDENS, Edit

if TYPE_CHECKING:
    from .edits import Pair
    from .sides import Site
    from .walk import Walk

Json: TypeAlias = Any
_VARIABLE: Final = re.compile(r"\{([^}]*)\}")
_ADDRESS: Final = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*://[^/]*)?(.*)$", re.DOTALL)


def addresses(servers: Site) -> dict[str, str]:
    """Each address, variables spelled out by their values, with its place."""
    found: dict[str, str] = {}
    for server in servers.items():
        url = server.text("url")
        if url is not None:
            found.setdefault(_spelled(url, server.at("variables")), server.pointer)
    return found


def _spelled(url: str, variables: Site) -> str:
    """Names of variables do not matter to those who call, their values do."""

    def value(match: re.Match[str]) -> str:
        variable = variables.at(match.group(1))
        values = variable.at("enum").value
        if isinstance(values, list):
            return "{" + "|".join(sorted(map(str, values))) + "}"
        return variable.text("default") or match.group(0)

    return _VARIABLE.sub(value, url).rstrip("/")


def base_path(servers: Site) -> str | None:
    """The path that all addresses share; None if they differ."""
    paths = {_split(address)[1] for address in addresses(servers)} or {""}
    return paths.pop() if len(paths) == 1 else None


def _split(address: str) -> tuple[str, str]:
    match = _ADDRESS.match(address)
    return (match.group(1) or "", match.group(2)) if match else ("", address)


def compare_servers(walk: Walk, pair: Pair, older: Site, newer: Site) -> None:
    """Compare two lists of servers; base paths that moved into the paths are not compared."""
    before, after = addresses(older), addresses(newer)
    if walk.moved_base:
        before = {_split(address)[0]: place for address, place in before.items()}
        after = {_split(address)[0]: place for address, place in after.items()}
    if not before or not after:
        _note_first_or_last(pair, older, newer)
        return
    gone = [address for address in before if address not in after]
    new = [address for address in after if address not in before]
    if len(gone) == len(new) == len(before) == len(after) == 1:
        one, two = gone[0], new[0]
        pair.edits.append(Edit("server-changed", INCOMPARABLE, before[one], after[two], one, two))
        return
    for one in gone:
        pair.edits.append(Edit("server-removed", NARROWS, before[one], newer.pointer, one, None))
    for two in new:
        pair.edits.append(Edit("server-added", WIDENS, older.pointer, after[two], None, two))


def _note_first_or_last(pair: Pair, older: Site, newer: Site) -> None:
    """Where the API is found was not said before, or is not said any more."""
    places = (older.pointer, newer.pointer)
    for address in addresses(newer):
        pair.edits.append(Edit("server-added", NONE, *places, None, address))
    for address in addresses(older):
        pair.edits.append(Edit("server-removed", UNKNOWN, *places, address, None))
