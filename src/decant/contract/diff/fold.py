"""One view of a schema: `$ref` with siblings, `allOf` and null alternatives folded, nothing lost.

However a schema is spelled, its view is the same: members of an `allOf` are met keyword by
keyword, and each keyword remembers where it stands. What cannot be met in one keyword (two
patterns, two unions) is kept side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.dialects import spell

from . import meet
from .sides import Parts, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .sides import Side

Json: TypeAlias = Any
# A schema put together from more parts than this is not looked into.
MOST_PARTS: Final = 10_000

ANNOTATIONS: Final = frozenset(
    [
        "title",
        "description",
        "summary",
        "example",
        "examples",
        "externalDocs",
        "xml",
        "$comment",
        "$id",
        "$schema",
        "$anchor",
        "$dynamicAnchor",
        "$defs",
        "definitions",
        "$vocabulary",
        "tags",
    ]
)


@dataclass(slots=True)
class Union:
    """A `oneOf` or `anyOf` with what tells its alternatives apart."""

    keyword: str
    pointer: str
    branches: list[Site]


@dataclass(slots=True, eq=False)
class View:
    """What a schema says, put together; places are kept only where they are not obvious."""

    pointer: str
    never: bool = False
    words: dict[str, Json] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    properties: dict[str, Site] = field(default_factory=dict)
    required: dict[str, str] = field(default_factory=dict)
    named: dict[str, dict[str, Site]] = field(default_factory=dict)
    unions: list[Union] = field(default_factory=list)
    nots: list[Site] = field(default_factory=list)
    conditions: list[Site] = field(default_factory=list)
    patterns: dict[str, str] = field(default_factory=dict)
    types: frozenset[str] | None = None
    nullable: bool = False
    broken: bool = False
    is_typed: bool = True

    def place(self, keyword: str) -> str:
        """Pointer to a keyword, where it is or would be."""
        return self.places.get(keyword) or f"{self.pointer}/{keyword}"

    def flag(self, keyword: str) -> bool:
        return self.words.get(keyword) is True

    def site(self, keyword: str) -> Site | None:
        """The schema that a keyword holds, with its place."""
        if keyword not in self.words:
            return None
        return Site(self.words[keyword], self.place(keyword))

    @property
    def is_closed(self) -> bool:
        """Whether a property that is not declared is refused."""
        return (
            self.words.get("additionalProperties") is False
            or self.words.get("unevaluatedProperties") is False
        )

    @property
    def says_nothing(self) -> bool:
        """Whether every value is allowed."""
        return not (
            self.never
            or self.types is not None
            or self.properties
            or self.required
            or self.named
            or self.unions
            or self.nots
            or self.conditions
            or self.patterns
            or any(not is_annotation(word) for word in self.words)
        )


def is_annotation(keyword: str) -> bool:
    """Whether a keyword only speaks to readers."""
    return keyword in ANNOTATIONS or keyword.startswith("x-") or keyword in _FLAGS


_FLAGS: Final = frozenset(["default", "deprecated", "readOnly", "writeOnly", "format"])


# What puts other schemas on top of a schema's own words.
_COMPOUND: Final = frozenset(["$ref", "$dynamicRef", "allOf", "oneOf", "anyOf"])


class Folder:
    """Makes views of one side's schemas, each once."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self._views: dict[int | str, View] = {}
        self._alive: list[Json] = []

    def view(self, site: Site) -> View:
        """The view of a schema; the same one every time, however it is referred to."""
        site = self.side.land(site, schema=True)
        key = site.key
        found = self._views.get(key)
        if found is None:
            found = self._views[key] = self._fold(site)
            self._alive.append(site.value)
        return found

    def _fold(self, site: Site) -> View:
        view = View(site.pointer)
        if isinstance(site.value, dict) and _COMPOUND.isdisjoint(site.value):
            node = spell(site.value, self.side.document.dialect)
            meet.absorb(view, Site(node, site.pointer))
            own = meet.types_of(node)
            is_null = own is None and node.get("nullable") is True
            meet.settle_types(view, [own], forced=is_null)
            return view
        types: list[frozenset[str] | None] = []
        forced = False
        for part in self._parts(site, view):
            meet.absorb(view, part)
            own = meet.types_of(part.value)
            types.append(own)
            # `nullable` without a type: 3.0.3 says it does nothing, authors mean the whole.
            forced = forced or (own is None and part.value.get("nullable") is True)
        meet.settle_types(view, types, forced=forced)
        return view

    def _parts(self, site: Site, view: View) -> Iterator[Site]:
        """Every schema that must hold here, outermost first, each once."""
        stack, seen = [site], set[int]()
        while stack:
            part = self._land(stack.pop(), view)
            value = part.value
            if isinstance(value, Parts):
                stack.extend(reversed(value))
                continue
            if value is False:
                view.never = True
            if not isinstance(value, dict) or id(value) in seen:
                continue
            seen.add(id(value))
            if len(seen) > MOST_PARTS:
                view.broken = True
                return
            inner = list(self._inner(part))
            node: dict[str, Json] = spell(value, self.side.document.dialect)
            for keyword in ("oneOf", "anyOf"):
                inner += self._union(view, Site(node.get(keyword), f"{part.pointer}/{keyword}"))
            stack.extend(reversed(inner))
            yield Site(node, part.pointer)

    def _land(self, site: Site, view: View) -> Site:
        landed = self.side.land(site, schema=True)
        if isinstance(landed.value, dict) and landed.pointer in self.side.unresolved:
            view.broken = True
        return landed

    def _inner(self, part: Site) -> Iterator[Site]:
        """The schemas that a schema puts on top of its own words."""
        value = part.value
        for keyword in ("$ref", "$dynamicRef"):
            ref = value.get(keyword)
            if isinstance(ref, str) and not self.side.references_stand_alone:
                target = self.side.target(part, ref)
                if target is not None:
                    yield target
        members = value.get("allOf")
        if isinstance(members, list):
            for index, member in enumerate(members):
                yield Site(member, f"{part.pointer}/allOf/{index}")

    def _union(self, view: View, written: Site) -> list[Site]:
        """Note a union; if it only spells null or a single schema, say which instead."""
        branches = list(written.items())
        rest = [branch for branch in branches if not meet.is_null(branch.value)]
        view.nullable = view.nullable or len(rest) < len(branches)
        if len(rest) < 2:
            return rest
        dialect = self.side.document.dialect
        spelled = [spell(one.value, dialect) if one.is_object else one.value for one in rest]
        if all(map(_is_bare_type, spelled)):
            names = {name for branch in spelled for name in _listed(branch["type"])}
            together = {"type": sorted(names)}
            self._alive.append(together)
            return [Site(together, written.pointer)]
        keyword = written.pointer.rsplit("/", 1)[-1]
        view.unions.append(Union(keyword, written.pointer, rest))
        return []


def _is_bare_type(schema: Json) -> bool:
    """Whether a schema names a type and says nothing else about values."""
    return (
        isinstance(schema, dict)
        and all(
            word == "type" or (word in ANNOTATIONS and word not in ("title", "$defs"))
            for word in schema
        )
        and "type" in schema
    )


def _listed(types: Json) -> list[str]:
    return [types] if isinstance(types, str) else [str(name) for name in types]


def branch_name(site: Site) -> str:
    """What an alternative is called: its component, its title, or nothing."""
    value = site.value
    if not isinstance(value, dict):
        return ""
    ref = value.get("$ref")
    if isinstance(ref, str):
        return ref.rsplit("/", 1)[-1]
    title = value.get("title")
    return title if isinstance(title, str) else ""


def branch_label(site: Site) -> str:
    """What an alternative is called, or which one of them it is."""
    return branch_name(site) or f"alternative {int(site.pointer.rpartition('/')[2]) + 1}"
