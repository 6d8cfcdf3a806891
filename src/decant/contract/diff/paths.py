"""Which operation is which: paths matched however their parameters are called."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from decant.contract.elements import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .sides import Side

TEMPLATE: Final = re.compile(r"\{([^}]*)\}")
_OPERATION_PARTS: Final = 3
# Up to so many paths are looked for by name.
_FEW: Final = 32


@dataclass(frozen=True, slots=True)
class Item:
    """A path, or a webhook, and its operations by method, as units of the document."""

    name: str
    is_webhook: bool
    unit: str
    operations: Mapping[str, str]
    has_rest: bool

    @property
    def path(self) -> str:
        return f"webhook:{self.name}" if self.is_webhook else self.name


def touched(older: Side, newer: Side) -> tuple[list[str], list[str]]:
    """The units of both documents that belong to paths and webhooks in which a unit differs.

    A few of others may be among them; if many differ, all are.
    """
    one, two = older.units, newer.units
    changed = {name for name, unit in one.items() if two.get(name) != unit}
    changed |= two.keys() - one.keys()
    starts = tuple({"/".join(name.split("/", 2)[:2]) for name in changed if _is_part(name)})
    if len(starts) > _FEW:
        return list(one), list(two)
    return (
        [name for name in one if name.startswith(starts)],
        [name for name in two if name.startswith(starts)],
    )


def _is_part(name: str) -> bool:
    return name.startswith(("paths/", "webhooks/"))


# A path of the older document and its twin in the newer one, if it has any, or the reverse.
Pairing: TypeAlias = tuple[Item | None, Item | None]


def items_of(names: Iterable[str]) -> dict[tuple[bool, str], Item]:
    """The paths and webhooks that units belong to, from their names alone."""
    operations: dict[tuple[bool, str], dict[str, str]] = defaultdict(dict)
    units: dict[tuple[bool, str], str] = {}
    rests: set[tuple[bool, str]] = set()
    for name in names:
        section, _, rest = name.partition("/")
        if section not in ("paths", "webhooks") or not rest:
            continue
        token, _, method = rest.partition("/")
        path = unescaped(token)
        if path.startswith("x-"):
            continue
        key = (section == "webhooks", path)
        units[key] = f"{section}/{token}"
        if method:
            operations[key][method.rsplit("/", 1)[-1]] = name
        else:
            rests.add(key)
    return {
        key: Item(key[1], key[0], unit, operations[key], key in rests)
        for key, unit in units.items()
    }


def erased(path: str) -> str:
    """A path less the names of its parameters: `/x/{id}` is `/x/{key}`."""
    return TEMPLATE.sub("{}", path)


def match(
    older: Mapping[tuple[bool, str], Item],
    newer: Mapping[tuple[bool, str], Item],
    *,
    bases: tuple[str, str],
) -> list[Pairing]:
    """Paths of both documents in pairs; one is missing where the other has no twin.

    Templates that differ in names only are twins; several such in one document are taken
    in their order. `bases` stand before every path of a side.
    """
    twins: dict[tuple[bool, str], list[tuple[bool, str]]] = defaultdict(list)
    exact = bases[0] == bases[1]
    for key in newer:
        if not (exact and key in older):
            twins[key[0], erased(bases[1] + key[1])].append(key)
    pairs: list[Pairing] = []
    for key, item in older.items():
        if exact and key in newer:
            pairs.append((item, newer[key]))
            continue
        candidates = twins.get((key[0], erased(bases[0] + key[1])))
        pairs.append((item, newer[candidates.pop(0)] if candidates else None))
    pairs += [(None, newer[key]) for left in twins.values() for key in left]
    return _moved(pairs, bases)


def _moved(pairs: list[Pairing], bases: tuple[str, str]) -> list[Pairing]:
    """The pairs, with paths that only gained or lost a slash at their end put together."""
    came: dict[tuple[bool, str], list[Item]] = defaultdict(list)
    for one, two in pairs:
        if one is None and two is not None:
            came[_slashless(two, bases[1])].append(two)
    found: list[Pairing] = []
    for one, two in pairs:
        if one is not None:
            twins = [] if two is not None else came[_slashless(one, bases[0])]
            found.append((one, twins.pop(0) if twins else two))
    return [*found, *((None, two) for left in came.values() for two in left)]


def _slashless(item: Item, base: str) -> tuple[bool, str]:
    return item.is_webhook, erased(base + item.name).rstrip("/")


def renamed(older: str, newer: str) -> dict[str, str]:
    """Older names of path parameters to newer ones, by their order in the path."""
    if older == newer:
        return {}
    one, two = TEMPLATE.findall(older), TEMPLATE.findall(newer)
    return dict(zip(one, two, strict=True)) if len(one) == len(two) else {}
