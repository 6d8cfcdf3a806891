"""Operations: which came and went, and what changed in those that stayed.

Only operations whose deep hash differs are read at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.grammar import METHODS

from . import bodies, lifecycle, parameters, paths, responses, security, servers
from .change import Polarity
from .documentation import note_documentation
from .doors import Door
from .edits import INCOMPARABLE, NARROWS, NONE, WIDENS, Edit
from .sides import Site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from .paths import Item
    from .sides import Side
    from .walk import Walk

Json: TypeAlias = Any
READ = ("summary", "description", "externalDocs", "tags")


def compare(walk: Walk) -> None:
    """Compare the paths and webhooks of two documents."""
    bases = _bases(walk)
    older, newer = map(paths.items_of, _units_to_compare(walk, bases))
    pairs = paths.match(older, newer, bases=bases)
    if bases[0] != bases[1] and not any(one and two and not one.is_webhook for one, two in pairs):
        bases = ("", "")
        pairs = paths.match(older, newer, bases=bases)
    walk.moved_base = bases[0] != bases[1]
    for one, two in pairs:
        if one is not None and two is not None:
            _note_moved(walk, one, two)
            _compare_items(walk, one, two)
        elif one is not None:
            _note_items(walk, one, is_removed=True)
        elif two is not None:
            _note_items(walk, two, is_removed=False)


def _note_moved(walk: Walk, one: Item, two: Item) -> None:
    """A path with a slash at its end is another address, though often the same code answers."""
    if walk.moved_base or one.name.endswith("/") == two.name.endswith("/"):
        return
    pair = walk.fresh()
    names = (one.name, two.name)
    pair.edits.append(Edit("path-moved", INCOMPARABLE, f"/{one.unit}", f"/{two.unit}", *names))
    empty = (Site(None, f"/{one.unit}"), Site(None, f"/{two.unit}"))
    for method in one.operations:
        Door(method.lower(), two.path, *empty, *empty).open(walk, pair, Polarity.INPUT)


def _units_to_compare(walk: Walk, bases: tuple[str, str]) -> tuple[Iterable[str], Iterable[str]]:
    """Units by name; those of a path in which all is as it was are left out."""
    if walk.is_secured_anew or bases[0] != bases[1]:
        return walk.older.units, walk.newer.units
    return paths.touched(walk.older, walk.newer)


def _bases(walk: Walk) -> tuple[str, str]:
    """The base paths to hold against each other; equal ones if that leads nowhere."""
    one = servers.base_path(walk.older.unit("servers"))
    two = servers.base_path(walk.newer.unit("servers"))
    return (one or "", two or "") if one is not None and two is not None else ("", "")


def _item_site(side: Side, item: Item) -> Site:
    site = side.unit(item.unit) if item.has_rest else Site(None, f"/{item.unit}")
    return side.land(site)


def operations_of(
    side: Side, item: Item, *, but: AbstractSet[str] = frozenset()
) -> dict[str, Site]:
    """The operations of a path by method, those of a referenced path item included.

    Methods in `but` are left out, and their operations never loaded.
    """
    found = {
        method: side.unit(name) for method, name in item.operations.items() if method not in but
    }
    rest = _item_site(side, item)
    if rest.is_object and item.has_rest:
        for method, site in [*rest.members(), *rest.at("additionalOperations").members()]:
            known = method in METHODS or f"/additionalOperations/{method}" in site.pointer
            if known and method not in item.operations:
                found[method] = site
    return found


def _compare_items(walk: Walk, one: Item, two: Item) -> None:
    if _is_equal(walk, one, two):
        return
    items = (_item_site(walk.older, one), _item_site(walk.newer, two))
    same = {method for method in one.operations if _is_equal_operation(walk, (one, two), method)}
    older, newer = (
        operations_of(walk.older, one, but=same),
        operations_of(walk.newer, two, but=same),
    )
    for method, before in older.items():
        after = newer.get(method)
        if after is None:
            _note_operation(walk, two, (method, before), is_removed=True)
        else:
            door = Door(
                method.lower(), two.path, before, after, *items, is_called_back=two.is_webhook
            )
            root = walk.older.unit("x-stability-level")
            inherited = Site({"x-stability-level": root.value}, root.pointer)
            compare_operation(walk, door.judged(before, items[0], inherited), one.name, two.name)
    for method, after in newer.items():
        if method not in older:
            _note_operation(walk, two, (method, after), is_removed=False)
    _compare_rests(walk, two, items)


def _compare_rests(walk: Walk, item: Item, items: tuple[Site, Site]) -> None:
    pair = walk.fresh()
    words = (Site(site.value or {}, site.pointer) for site in items)
    note_documentation(pair, *words, fields=("summary", "description"))
    before, after = items[0].at("servers"), items[1].at("servers")
    if before.value != after.value:
        servers.compare_servers(walk, pair, before, after)
    if not pair.edits and not pair.edges:
        return
    for method in item.operations:
        door = Door(method.lower(), item.path, *items, *items)
        door.open(walk, pair, Polarity.INPUT)


def _is_equal(walk: Walk, one: Item, two: Item) -> bool:
    if one.name != two.name or one.has_rest != two.has_rest or walk.is_secured_anew:
        return False
    if one.operations.keys() != two.operations.keys():
        return False
    return all(_is_equal_operation(walk, (one, two), method) for method in one.operations) and (
        not one.has_rest or _is_equal_unit(walk, one.unit, two.unit)
    )


def _is_equal_operation(walk: Walk, items: tuple[Item, Item], method: str) -> bool:
    """Whether an operation and all it refers to is as it was, its path item included."""
    one, two = items
    if walk.is_secured_anew or one.name != two.name or one.has_rest != two.has_rest:
        return False
    if method not in one.operations or method not in two.operations:
        return False
    return _is_equal_unit(walk, one.operations[method], two.operations[method]) and (
        not one.has_rest or _is_equal_unit(walk, one.unit, two.unit)
    )


def _is_equal_unit(walk: Walk, one: str, two: str) -> bool:
    before = walk.older.units.get(one)
    after = walk.newer.units.get(two)
    return before is not None and after is not None and before.deep == after.deep


def compare_operation(walk: Walk, door: Door, older_path: str, newer_path: str) -> None:
    """Compare one operation on both sides, part by part."""
    if door.older.value is not door.newer.value:
        _compare_own(walk, door)
    parameters.compare(walk, door, paths.renamed(older_path, newer_path))
    bodies.compare(walk, door)
    responses.compare(walk, door)
    security.compare(walk, door)
    _compare_callbacks(walk, door)


def _compare_own(walk: Walk, door: Door) -> None:
    """What an operation says about itself."""
    pair = walk.fresh()
    older, newer = door.older, door.newer
    lifecycle.compare(pair, older, newer, thing="operation")
    note_documentation(pair, older, newer, fields=READ)
    names = (older.text("operationId"), newer.text("operationId"))
    if names[0] != names[1]:
        places = (f"{older.pointer}/operationId", f"{newer.pointer}/operationId")
        pair.edits.append(Edit("operation-id-changed", NONE, *places, *names))
    before, after = older.at("servers"), newer.at("servers")
    if before.value != after.value:
        servers.compare_servers(walk, pair, before, after)
    if pair.edits:
        door.open(walk, pair, Polarity.INPUT)


def _note_items(walk: Walk, item: Item, *, is_removed: bool) -> None:
    side = walk.older if is_removed else walk.newer
    for found in operations_of(side, item).items():
        _note_operation(walk, item, found, is_removed=is_removed)


def _note_operation(walk: Walk, item: Item, found: tuple[str, Site], *, is_removed: bool) -> None:
    method, site = found
    thing = "webhook" if item.is_webhook else "operation"
    empty = Site(None, f"/{item.unit}")
    door = Door(method.lower(), item.path, site, site, empty, empty)
    shown = {
        field: site.value[field]
        for field in ("operationId", "summary", "deprecated")
        if site.is_object and field in site.value
    } or f"{method.upper()} {item.path}"
    if is_removed:
        marks = lifecycle.removal(site.value, walk.today)
        older_item = walk.older.unit(item.unit) if item.has_rest else empty
        door = door.judged(site, older_item)
        edit = Edit(
            f"{thing}-removed",
            NARROWS,
            site.pointer,
            f"/{item.unit.split('/')[0]}",
            shown,
            None,
            marks=marks,
        )
    else:
        place = f"/{item.unit.split('/')[0]}"
        edit = Edit(f"{thing}-added", WIDENS, place, site.pointer, None, shown)
    door.note(walk, edit, Polarity.INPUT)


def _compare_callbacks(walk: Walk, door: Door) -> None:
    """Callbacks: operations that the API calls, so what they ask is output."""
    for name in _names(door.older.at("callbacks"), door.newer.at("callbacks")):
        one = walk.older.land(door.older.at("callbacks", name))
        two = walk.newer.land(door.newer.at("callbacks", name))
        before, after = _called(walk.older, one), _called(walk.newer, two)
        for key in _names(Site(before, ""), Site(after, "")):
            _compare_callback(walk, door, name, (before.get(key), after.get(key)))


def _names(one: Site, two: Site) -> list[str]:
    names = dict.fromkeys(one.value if one.is_object else ())
    names.update(dict.fromkeys(two.value if two.is_object else ()))
    return list(names)


def _called(side: Side, callback: Site) -> dict[str, tuple[str, Site, Site]]:
    """The operations of a callback, by expression and method."""
    found: dict[str, tuple[str, Site, Site]] = {}
    for expression, written in callback.members():
        item = side.land(written)
        for method, site in item.members():
            if method in METHODS:
                found[f"{method} {expression}"] = (method, site, item)
    return found


def _compare_callback(
    walk: Walk,
    door: Door,
    name: str,
    found: tuple[tuple[str, Site, Site] | None, tuple[str, Site, Site] | None],
) -> None:
    one, two = found
    if one is not None and two is not None:
        _compare_called(walk, door, name, (one, two))
        return
    if one is not None:
        marks = lifecycle.removal(one[1].value, walk.today)
        places = (one[1].pointer, f"{door.newer.pointer}/callbacks")
        edit = Edit("callback-removed", NARROWS, *places, name, None, name=name, marks=marks)
    elif two is not None:
        places = (f"{door.older.pointer}/callbacks", two[1].pointer)
        edit = Edit("callback-added", WIDENS, *places, None, name, name=name)
    door.note(walk, edit, Polarity.INPUT, _label(name))


def _compare_called(
    walk: Walk,
    door: Door,
    name: str,
    found: tuple[tuple[str, Site, Site], tuple[str, Site, Site]],
) -> None:
    """Compare one operation of a callback, once for each operation that registers it."""
    (_, one, older_item), (_, two, newer_item) = found
    key = (door.method, door.path, id(one.value), id(two.value))
    if key in walk.callbacks:
        return
    walk.callbacks.add(key)
    walk.older.names.setdefault(one.pointer, _label(name))
    walk.newer.names.setdefault(two.pointer, _label(name))
    inner = Door(
        door.method,
        door.path,
        one,
        two,
        older_item,
        newer_item,
        is_called_back=True,
        prefix=f"{door.prefix}{_label(name)}, ",
        marks=door.marks,
    )
    walk.later(lambda: compare_operation(walk, inner, "", ""))


def _label(name: str) -> str:
    return f"callback `{name}`"
