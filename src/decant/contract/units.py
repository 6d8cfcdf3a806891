"""A document cut into units that can be hashed, stored and compared one by one.

A unit is an operation, the rest of a path item, a component, or any other field of the
document. Its name is the JSON pointer to it less the leading slash. `raw` names its own
content; `deep` also takes in everything that its references lead to. Circles of units are
hashed as a whole, so equal deep hashes mean equal resolved content.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import orjson

from decant.contract.grammar import METHODS
from decant.contract.references import escaped, pointer_of, tokens_of, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Json: TypeAlias = Any
ITEMS: Final = ("paths", "webhooks")
MORE: Final = "additionalOperations"
# `paths/~1pets/additionalOperations/COPY` is the longest way to a unit.
LONGEST: Final = 4
_NOWHERE: Final = bytes(32)

# Any text that starts with `#`: references, mappings of discriminators, and now and then a
# colour, which leads nowhere. Rather one dependency too many than one too few.
_LOCAL: Final = re.compile(rb'"(#[^"\\]*+(?:\\.[^"\\]*+)*+)"')
_TEXT: Final = rb'"(?:[^"\\]|\\.)*"'
_MAPPING: Final = re.compile(rb'"mapping":\{(' + _TEXT + rb":" + _TEXT + rb"(?:,"
                             + _TEXT + rb":" + _TEXT + rb")*)\}")  # fmt: skip
_ANCHOR: Final = re.compile(rb'"\$(?:dynamicA|a)nchor":(' + _TEXT + rb")")


class Unit(NamedTuple):
    """The hashes of one unit, in hex; `raw` names its canonical bytes in a store.

    A tuple, so that thousands of them are held against each other at once.
    """

    raw: str
    deep: str


def canonical(value: Json) -> bytes:
    """The one spelling of a value: no spaces, members in order of their names."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def cut(tree: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    """Every unit by name, in reading order; the rest of a path item follows its operations.

    Nothing is lost: `joined` makes the same tree of them.
    """
    for field, value in tree.items():
        if field in ITEMS and isinstance(value, dict) and value:
            for path, item in value.items():
                name = f"{field}/{escaped(path)}"
                if not isinstance(item, dict) or (field == "paths" and path.startswith("x-")):
                    yield name, item
                else:
                    yield from _cut_item(name, item)
        elif field == "components" and isinstance(value, dict) and value:
            for section, members in value.items():
                yield from _cut_section(f"components/{escaped(section)}", members)
        else:
            yield escaped(field), value


def _cut_item(name: str, item: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    rest: dict[str, Json] = {}
    for key, value in item.items():
        if key in METHODS and isinstance(value, dict):
            yield f"{name}/{key}", value
        elif key == MORE and isinstance(value, dict):
            more = {method: one for method, one in value.items() if isinstance(one, dict)}
            for method, operation in more.items():
                yield f"{name}/{MORE}/{escaped(method)}", operation
            if len(more) < len(value) or not value:
                rest[key] = {method: one for method, one in value.items() if method not in more}
        else:
            rest[key] = value
    if rest or not item:
        yield name, rest


def _cut_section(name: str, members: Json) -> Iterator[tuple[str, Json]]:
    if not isinstance(members, dict) or not members or name.startswith("components/x-"):
        yield name, members
        return
    for key, value in members.items():
        yield f"{name}/{escaped(key)}", value


def joined(units: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    """The tree that was cut into these units; it holds their values, not copies."""
    tree: dict[str, Json] = {}
    for name, value in units:
        *way, last = [unescaped(token) for token in name.split("/")]
        holder = tree
        for token in way:
            holder = holder.setdefault(token, {})
        if last in holder and isinstance(value, dict):
            _complete(holder[last], value)
        else:
            holder[last] = value
    return tree


def _complete(item: dict[str, Json], rest: dict[str, Json]) -> None:
    """Add the rest of a path item to its operations."""
    for key, value in rest.items():
        item[key] = {**item[key], **value} if key == MORE and key in item else value


def is_operation(name: str) -> bool:
    """Whether a unit of that name is an operation of a path or webhook."""
    return name.startswith(("paths/", "webhooks/")) and name.count("/") > 1


def hashed(tree: Mapping[str, Json]) -> dict[str, Unit]:
    """The hashes of every unit of a tree by name, in reading order."""
    raws: dict[str, bytes] = {}
    texts: dict[str, set[bytes]] = {}
    anchors: dict[str, list[str]] = {}
    for name, value in cut(tree):
        data = canonical(value)
        raws[name] = sha256(data).digest()
        found = set(_LOCAL.findall(data))
        if b'"mapping":{' in data:
            found.update(_mapped(data))
        if found:
            texts[name] = found
        if b'nchor":"' in data:
            for anchor in set(_ANCHOR.findall(data)):
                anchors.setdefault(f"#{orjson.loads(anchor)}", []).append(name)
    edges = _Ways(raws, anchors).edges(texts)
    deep = deep_hashes(raws, edges)
    return {name: Unit(raw.hex(), deep[name].hex()) for name, raw in raws.items()}


def _mapped(data: bytes) -> Iterator[bytes]:
    """References to the schemas that discriminators name without a path."""
    for pairs in _MAPPING.findall(data):
        for target in orjson.loads(b"{%b}" % pairs).values():
            if "#" not in target:
                yield f"#/components/schemas/{escaped(target)}".encode()


class _Ways:
    """Which units the references of a document lead to.

    A reference to what holds several units (`#/components/schemas`, a path item) leads to a
    knot that leads to all of them, so that a thousand such references cost a thousand edges.
    """

    def __init__(self, raws: Mapping[str, bytes], anchors: Mapping[str, list[str]]) -> None:
        self.raws, self.anchors = raws, anchors
        self._known: dict[bytes, Sequence[str]] = {}
        self._knots: dict[str, list[str]] = {}
        self._below: dict[str, list[str]] | None = None

    def edges(self, texts: Mapping[str, set[bytes]]) -> dict[str, Sequence[str]]:
        """For each unit that refers to others: their names, each once, in a fixed order."""
        found: dict[str, Sequence[str]] = {}
        for name, refs in texts.items():
            targets: set[str] = set()
            for ref in refs:
                if ref not in self._known:
                    self._known[ref] = self._targets(ref)
                targets.update(self._known[ref])
            if targets:
                found[name] = sorted(targets)
        return {**found, **self._knots}

    def _targets(self, ref: bytes) -> Sequence[str]:
        text: str = orjson.loads(b'"%b"' % ref)
        if text.startswith("#/components/") and "%" not in text and text[2:] in self.raws:
            return (text[2:],)
        tokens = tokens_of(text)
        if tokens is None:
            return self.anchors.get(text, ())
        for length in range(min(len(tokens), LONGEST), 0, -1):
            name = pointer_of(tokens[:length])[1:]
            if name in self.raws and not (length == len(tokens) and self._holds_more(name)):
                return (name,)
        return self._knot(pointer_of(tokens)[1:])

    def _holds_more(self, name: str) -> bool:
        return name.startswith(("paths/", "webhooks/")) and name in self._prefixes()

    def _knot(self, prefix: str) -> Sequence[str]:
        below = self._prefixes().get(prefix)
        if below is None:
            return ()
        knot = f"#{prefix}"
        self._knots[knot] = sorted({*below, *({prefix} & self.raws.keys())})
        return (knot,)

    def _prefixes(self) -> dict[str, list[str]]:
        """The units below each pointer that is not the whole of one."""
        if self._below is None:
            self._below = {"": list(self.raws)}
            for name in self.raws:
                end = name.rfind("/")
                while end > 0:
                    self._below.setdefault(name[:end], []).append(name)
                    end = name.rfind("/", 0, end)
        return self._below


def deep_hashes(raws: Mapping[str, bytes], edges: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The hash of each unit with all that it leads to.

    A circle is hashed as a whole, from its members' names and own hashes and from what leads
    out of it; each member's hash is that of the circle with its name.
    """
    deep: dict[str, bytes] = {}
    for ring in rings({**dict.fromkeys(raws, ()), **edges}):
        if len(ring) == 1:
            (name,) = ring
            onward = edges.get(name, ())
            raw = raws.get(name, b"")
            deep[name] = _digest(raw, (_led_to(to, deep) for to in onward)) if onward else raw
            continue
        inside = set(ring)
        parts: list[bytes] = []
        for name in sorted(ring):
            parts.append(_digest(name.encode(), [raws.get(name, _NOWHERE)]))
            parts += [_led_to(to, deep) for to in edges[name] if to not in inside]
        whole = _digest(b"", parts)
        deep.update((name, _digest(whole, [name.encode()])) for name in ring)
    return deep


def _led_to(name: str, deep: Mapping[str, bytes]) -> bytes:
    return name.encode() + b"\0" + deep.get(name, _NOWHERE)


def _digest(first: bytes, parts: Iterable[bytes]) -> bytes:
    return sha256(first + b"".join(parts)).digest()


def rings(edges: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The strongly connected parts of a graph, each after those that it leads to.

    Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972) with a stack
    of its own instead of recursion. A name without edges of its own must be a key, too.
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: dict[str, None] = {}
    for start in edges:
        if start in number:
            continue
        number[start] = low[start] = len(number)
        open_[start] = None
        way = [(start, iter(edges[start]))]
        while way:
            here, rest = way[-1]
            for onward in rest:
                if onward not in number:
                    number[onward] = low[onward] = len(number)
                    open_[onward] = None
                    way.append((onward, iter(edges[onward])))
                    break
                if onward in open_:
                    low[here] = min(low[here], number[onward])
            else:
                way.pop()
                if way:
                    low[way[-1][0]] = min(low[way[-1][0]], low[here])
                if low[here] == number[here]:
                    yield _closed(open_, here)


def _closed(open_: dict[str, None], first: str) -> list[str]:
    """Take a finished part off the stack: everything since it was entered."""
    ring: list[str] = []
    while not ring or ring[-1] != first:
        ring.append(open_.popitem()[0])
    return ring
