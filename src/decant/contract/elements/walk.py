"""One walk over a document, guided by the grammar, that notes where everything stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.grammar import GRAMMAR, KEYWORDS, LIST, MAP, ONE, Kind, Shape

if TYPE_CHECKING:
    from .element import Site

Json: TypeAlias = Any
Queue: TypeAlias = "list[tuple[Site, Kind]]"
NO_FIELDS: Final[dict[str, tuple[Shape, Kind]]] = {}


@dataclass(frozen=True, slots=True)
class Sites:
    """Where the objects of each kind stand, the schemas of each keyword, and the references."""

    kinds: dict[Kind, list[Site]] = field(default_factory=lambda: {kind: [] for kind in Kind})
    keywords: dict[str, list[Site]] = field(default_factory=lambda: {word: [] for word in KEYWORDS})
    references: Queue = field(default_factory=list)


def walk(root: dict[str, Json], *, references_stand_alone: bool) -> Sites:
    """Visit by levels, schemas last; the lists iterated over grow while the walk goes on."""
    found = Sites()
    queue: Queue = [((None, "", root), Kind.DOCUMENT)]
    schemas: list[Site] = []
    for entry in queue:
        site, kind = entry
        node = site[2]
        if kind is Kind.SCHEMA:
            schemas.append(site)
            continue
        if "$ref" in node and type(node["$ref"]) is str:
            found.references.append(entry)
            if kind is not Kind.PATH_ITEM:  # which may say more beside its `$ref`
                continue
        found.kinds[kind].append(site)
        if kind is Kind.CALLBACK:
            _children((site, "", node), (MAP, Kind.PATH_ITEM), queue)
            continue
        fields = GRAMMAR.get(kind, NO_FIELDS)
        for key, value in node.items():
            holds = fields.get(key)
            if holds is not None:
                _children((site, key, value), holds, queue)
    _walk_schemas(schemas, found, references_stand_alone=references_stand_alone)
    return found


def _children(held: tuple[Site, str, Json], field: tuple[Shape, Kind], queue: Queue) -> None:
    site, key, value = held
    shape, kind = field
    if shape is ONE:
        if type(value) is dict:
            queue.append(((site, key, value), kind))
    elif shape is MAP and type(value) is dict:
        for name, member in value.items():
            if type(member) is dict:
                queue.append(((site, (key, name), member), kind))
    elif shape is LIST and type(value) is list:
        for index, item in enumerate(value):
            if type(item) is dict:
                queue.append(((site, (key, index), item), kind))


# What a schema keyword is to the walk; one lookup per keyword, as there may be a million.
_INDEXED, _ONE, _MAP, _LIST = range(4)
_SCHEMA: Final = {
    **{
        key: {ONE: _ONE, MAP: _MAP, LIST: _LIST}[shape]
        for key, (shape, _) in GRAMMAR[Kind.SCHEMA].items()
    },
    **dict.fromkeys(KEYWORDS, _INDEXED),
}


def _walk_schemas(queue: list[Site], found: Sites, *, references_stand_alone: bool) -> None:
    schemas = found.kinds[Kind.SCHEMA]
    push = queue.append
    for site in queue:
        node = site[2]
        if "$ref" in node and type(node["$ref"]) is str:
            found.references.append((site, Kind.SCHEMA))
            if references_stand_alone:
                continue
        schemas.append(site)
        for key, value in node.items():
            role = _SCHEMA.get(key)
            if role is None:
                continue
            if role is _INDEXED:
                found.keywords[key].append(site)
            elif role is _MAP:
                if type(value) is dict:
                    for name, member in value.items():
                        if type(member) is dict:
                            push((site, (key, name), member))
            elif role is _ONE:
                if type(value) is dict:
                    push((site, key, value))
            elif type(value) is list:
                for index, item in enumerate(value):
                    if type(item) is dict:
                        push((site, (key, index), item))
