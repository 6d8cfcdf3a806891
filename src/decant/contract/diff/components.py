"""Components and the document as a whole: what no operation shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import operations, paths, security, servers
from .change import Polarity, Profile
from .documentation import note_documentation
from .edits import NONE, Edit, Root
from .schemas.remarks import is_same_dialect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .walk import Walk

INFO: Final = ("title", "version", "summary", "description", "termsOfService", "contact", "license")


def compare(walk: Walk, profile: Profile) -> None:
    """Compare what belongs to the document: servers, security schemes, names, words."""
    _compare_servers(walk)
    _compare_schemes(walk)
    _compare_words(walk)
    _compare_schema_dialects(walk)
    if profile is Profile.SOURCE:
        _compare_names(walk)


def _compare_servers(walk: Walk) -> None:
    older, newer = walk.older.unit("servers"), walk.newer.unit("servers")
    pair = walk.fresh()
    if older.value != newer.value:
        servers.compare_servers(walk, pair, older, newer)
    walk.roots.append(Root("", "", Polarity.INPUT, pair, "servers"))


def _compare_schemes(walk: Walk) -> None:
    """Security schemes of one name, reached by the operations that ask for them."""
    for name in _changed_schemes(walk):
        unit = f"{security.SCHEMES}/{name}"
        pair = walk.pair(
            security.compare_scheme,
            walk.older.land(walk.older.unit(unit)),
            walk.newer.land(walk.newer.unit(unit)),
        )
        if pair is not None:
            for item, method in _secured_by(walk, name):
                walk.roots.append(Root(method, item, Polarity.INPUT, pair, "security"))


def _changed_schemes(walk: Walk) -> Iterator[str]:
    older, newer = walk.older.units, walk.newer.units
    for unit, before in older.items():
        after = newer.get(unit)
        if unit.startswith(f"{security.SCHEMES}/") and after and before.deep != after.deep:
            yield unit.rsplit("/", 1)[-1]


def _secured_by(walk: Walk, scheme: str) -> Iterator[tuple[str, str]]:
    for item in paths.items_of(walk.older.units).values():
        for method, site in operations.operations_of(walk.older, item).items():
            asked = security.requirement(walk.older, site)
            if any(
                scheme in alternative.value
                for alternative in asked.items()
                if alternative.is_object
            ):
                yield item.path, method.lower()


def _compare_words(walk: Walk) -> None:
    pair = walk.fresh()
    older, newer = walk.older.unit("info"), walk.newer.unit("info")
    note_documentation(pair, older, newer, fields=INFO)
    for unit in ("tags", "externalDocs"):
        one, two = walk.older.unit(unit), walk.newer.unit(unit)
        if one.value != two.value:
            pair.edits.append(
                Edit(
                    "documentation-changed",
                    NONE,
                    one.pointer,
                    two.pointer,
                    one.value,
                    two.value,
                    name=f"`{unit}`",
                )
            )
    walk.roots.append(Root("", "", Polarity.INPUT, pair))


def _compare_schema_dialects(walk: Walk) -> None:
    """What every keyword means, if the document says that it is not what OpenAPI says."""
    older, newer = walk.older.unit("jsonSchemaDialect"), walk.newer.unit("jsonSchemaDialect")
    if not is_same_dialect(older.value, newer.value):
        walk.give_up(newer.pointer, f"schemas are read by other rules: `{newer.value}`")


def _compare_names(walk: Walk) -> None:
    """Schemas that went, or go by another name: SDKs name their types after them."""
    older, newer = walk.older.units, walk.newer.units
    section = "components/schemas/"
    fresh: dict[str, str] = {}
    for unit, two in newer.items():
        if unit.startswith(section) and unit not in older:
            fresh.setdefault(two.deep, unit)
    pair = walk.fresh()
    for unit, one in older.items():
        if not unit.startswith(section) or unit in newer:
            continue
        name, twin = unit.removeprefix(section), fresh.pop(one.deep, None)
        if twin is None:
            edit = Edit(
                "component-removed",
                NONE,
                f"/{unit}",
                "/components/schemas",
                name,
                None,
                name=f"`{name}`",
            )
        else:
            other = twin.removeprefix(section)
            edit = Edit("component-renamed", NONE, f"/{unit}", f"/{twin}", name, other)
        pair.edits.append(edit)
    walk.roots.append(Root("", "", Polarity.OUTPUT, pair))
