"""Chains of references that are longer than anybody writes.

A component that is nothing but a reference to the next one costs a look at every link
wherever it is used; a hundred thousand of them are an attack, not a contract.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from decant.contract.references import escaped

Json: TypeAlias = Any
MOST_LINKS: Final = 1_000


def too_long(tree: dict[str, Json]) -> str | None:
    """The pointer of a component that only ever refers on, by more than MOST_LINKS links."""
    following = dict(_links(tree.get("components")))
    if len(following) <= MOST_LINKS:
        return None
    lengths: dict[str, int] = {}
    for start in following:
        way: list[str] = []
        ref = start
        while ref in following and ref not in lengths:
            lengths[ref] = 0  # a circle closes here
            way.append(ref)
            ref = following[ref]
        ahead = lengths.get(ref, 0)
        if len(way) + ahead > MOST_LINKS:
            return start.removeprefix("#")
        for link in reversed(way):
            ahead = lengths[link] = ahead + 1
    return None


def _links(components: Json) -> list[tuple[str, str]]:
    """(reference to a component, the reference that it is)."""
    if not isinstance(components, dict):
        return []
    return [
        (f"#/components/{section}/{escaped(name)}", node["$ref"])
        for section, members in components.items()
        if isinstance(members, dict)
        for name, node in members.items()
        if type(node) is dict and type(node.get("$ref")) is str
    ]
