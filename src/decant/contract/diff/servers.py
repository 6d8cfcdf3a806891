"""Where the API is found: server addresses, and base paths that move between them and paths."""

from __future__ import annotations

import re
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .documentation import note_documentation
from .edits import INCOMPARABLE, NARROWS, NONE, UNKNOWN, WIDENS, Edit

if TYPE_CHECKING:
    from .edits import Pair
    from .sides import Site
    from .walk import Walk

Json: TypeAlias = Any
# Values of variables are spelled out up to this many addresses for one server.
MOST_ADDRESSES: Final = 64
_VARIABLE: Final = re.compile(r"\{([^}]*)\}")
_ADDRESS: Final = re.compile(r"^((?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/]*)?(.*)$", re.DOTALL)


def addresses(servers: Site) -> dict[str, Site]:
    """Each address, variables spelled out by their values, with the server it is of."""
    found: dict[str, Site] = {}
    for server in servers.items():
        url = server.text("url")
        if url is not None:
            for address in _spelled(url, server.at("variables")):
                found.setdefault(address, server)
    return found


def _spelled(url: str, variables: Site) -> list[str]:
    """Names of variables do not matter to those who call, their values do."""
    names = dict.fromkeys(_VARIABLE.findall(url))
    values = {name: _values(variables.at(name)) or ["{" + name + "}"] for name in names}
    if prod(map(len, values.values())) > MOST_ADDRESSES:
        values = {name: ["{" + "|".join(sorted(listed)) + "}"] for name, listed in values.items()}
    combinations = product(*values.values())
    return [_filled(url, dict(zip(values, chosen, strict=True))) for chosen in combinations]


def _filled(url: str, values: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values[match.group(1)], url).rstrip("/")


def _values(variable: Site) -> list[str]:
    """What may stand for a variable; one that lists no values is known by its default."""
    listed = variable.at("enum").value
    if isinstance(listed, list) and listed:
        return list(dict.fromkeys(map(str, listed)))
    default = variable.text("default")
    return [] if default is None else [default]


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
        before = {_split(address)[0]: server for address, server in before.items()}
        after = {_split(address)[0]: server for address, server in after.items()}
    if not before or not after:
        _note_first_or_last(pair, older, newer)
        return
    gone = [address for address in before if address not in after]
    new = [address for address in after if address not in before]
    if len(gone) == len(new) == len(before) == len(after) == 1:
        one, two = gone[0], new[0]
        places = (before[one].pointer, after[two].pointer)
        pair.edits.append(Edit("server-changed", INCOMPARABLE, *places, one, two))
        return
    for one in gone:
        places = (before[one].pointer, newer.pointer)
        pair.edits.append(Edit("server-removed", NARROWS, *places, one, None))
    for two in new:
        places = (older.pointer, after[two].pointer)
        pair.edits.append(Edit("server-added", WIDENS, *places, None, two))
    kept = {
        before[address].pointer: (before[address], after[address])
        for address in before
        if address in after
    }
    for one_server, two_server in kept.values():
        _compare_server(pair, one_server, two_server)


def _compare_server(pair: Pair, older: Site, newer: Site) -> None:
    """What two servers with the same addresses say: words, and what stands for a variable."""
    note_documentation(pair, older, newer, fields=("description", "name"))
    variables = (older.at("variables"), newer.at("variables"))
    for name, one in variables[0].members():
        two = variables[1].at(name)
        note_documentation(pair, one, two, fields=("description",))
        defaults = (one.text("default"), two.text("default"))
        if two.is_object and defaults[0] != defaults[1]:
            places = (one.pointer, two.pointer)
            pair.edits.append(Edit("server-default-changed", NONE, *places, *defaults, name=name))


def _note_first_or_last(pair: Pair, older: Site, newer: Site) -> None:
    """Where the API is found was not said before, or is not said any more."""
    places = (older.pointer, newer.pointer)
    for address in addresses(newer):
        pair.edits.append(Edit("server-added", NONE, *places, None, address))
    for address in addresses(older):
        pair.edits.append(Edit("server-removed", UNKNOWN, *places, address, None))
