"""One walk over a document, guided by the grammar, that notes where everything stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .grammar import GRAMMAR, KEYWORDS, LIST, MAP, ONE, Kind, Shape

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
    """Visit by levels; the list that is iterated over grows while the walk goes on."""
    found = Sites()
    queue: Queue = [((None, "", root), Kind.DOCUMENT)]
    schema, alone = Kind.SCHEMA, references_stand_alone
    for entry in queue:
        site, kind = entry
        node = site[2]
        if "$ref" in node and type(node["$ref"]) is str:
            found.references.append(entry)
            # Beside a `$ref`, a path item and (from 3.1) a schema may say more.
            if kind is not Kind.PATH_ITEM and (alone or kind is not schema):
                continue
        found.kinds[kind].append(site)
        if kind is schema:
            _schema(found, site, queue)
        elif kind is Kind.CALLBACK:
            _children((site, "", node), (MAP, Kind.PATH_ITEM), queue)
        else:
            fields = GRAMMAR.get(kind, NO_FIELDS)
            for key, value in node.items():
                holds = fields.get(key)
                if holds is not None:
                    _children((site, key, value), holds, queue)
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


def _schema(found: Sites, site: Site, queue: Queue) -> None:
    for key, value in site[2].items():
        role = _SCHEMA.get(key)
        if role is None:
            continue
        if role is _INDEXED:
            found.keywords[key].append(site)
        elif role is _MAP:
            if type(value) is dict:
                for name, member in value.items():
                    if type(member) is dict:
                        queue.append(((site, (key, name), member), Kind.SCHEMA))
        elif role is _ONE and type(value) is dict:
            queue.append(((site, key, value), Kind.SCHEMA))
        elif role is _LIST and type(value) is list:
            for index, item in enumerate(value):
                if type(item) is dict:
                    queue.append(((site, (key, index), item), Kind.SCHEMA))
