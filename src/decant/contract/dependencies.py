"""Which units of a document depend on which, and hashes that take in all they depend on.

References are found in the text of a unit, not in its tree: that is the quick way, and at
worst a word that only looks like a reference makes one dependency too many.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import orjson

from decant.contract.references import escaped, pointer_of, tokens_of

from .units import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
    from collections.abc import Set as AbstractSet

_NOWHERE: Final = bytes(32)

# Any text that starts with `#`: references, mappings of discriminators, and now and then a
# colour, which leads nowhere. Rather one dependency too many than one too few.
_LOCAL: Final = re.compile(rb'"(#[^"\\]*+(?:\\.[^"\\]*+)*+)"')
_TEXT: Final = rb'"(?:[^"\\]|\\.)*"'
_MAPPING: Final = re.compile(rb'"mapping":\{(' + _TEXT + rb":" + _TEXT + rb"(?:,"
                             + _TEXT + rb":" + _TEXT + rb")*)\}")  # fmt: skip
_ANCHOR: Final = re.compile(rb'"\$(?:dynamicA|a)nchor":(' + _TEXT + rb")")


class Words(NamedTuple):
    """What one unit says of others: references as they are spelled, and names for its parts."""

    refs: AbstractSet[bytes]
    anchors: AbstractSet[str]


def words_in(data: bytes) -> Words:
    """What a unit says, given as JSON without spaces."""
    refs = set(_LOCAL.findall(data))
    if b'"mapping":{' in data:
        refs.update(_mapped(data))
    anchors = set(_ANCHOR.findall(data)) if b'nchor":"' in data else ()
    return Words(refs, {f"#{orjson.loads(anchor)}" for anchor in anchors})


def _mapped(data: bytes) -> Iterator[bytes]:
    """References to the schemas that discriminators name without a path."""
    for pairs in _MAPPING.findall(data):
        for target in orjson.loads(b"{%b}" % pairs).values():
            if "#" not in target:
                yield f"#/components/schemas/{escaped(target)}".encode()


class Dependencies:
    """Which units the references of a document lead to.

    A reference to what holds several units (`#/components/schemas`, a path item) leads to a
    knot that leads to all of them, so that a thousand such references cost a thousand edges.
    """

    def __init__(self, names: KeysView[str]) -> None:
        self.names = names
        self._texts: dict[str, AbstractSet[bytes]] = {}
        self._anchors: dict[str, list[str]] = {}
        self._known: dict[bytes, Sequence[str]] = {}
        self._knots: dict[str, list[str]] = {}
        self._below: dict[str, list[str]] | None = None

    def read(self, name: str, words: Words) -> None:
        """Take in what one of the units says."""
        if words.refs:
            self._texts[name] = words.refs
        for anchor in words.anchors:
            self._anchors.setdefault(anchor, []).append(name)

    def edges(self, names: Iterable[str] | None = None) -> dict[str, Sequence[str]]:
        """For each unit (of `names`) that refers to others: their names, each once, in order.

        Those of a knot come with them.
        """
        found: dict[str, Sequence[str]] = {}
        for name in self._texts if names is None else names:
            targets: set[str] = set()
            for ref in self._texts.get(name, ()):
                targets.update(self._led_to(ref))
            if targets:
                found[name] = sorted(targets)
        return {**found, **self._knots}

    def users_of(self, names: Iterable[str]) -> set[str]:
        """These units and all that depend on them, at first or at second hand."""
        refs: dict[bytes, list[str]] = {}
        for name, said in self._texts.items():
            for ref in said:
                refs.setdefault(ref, []).append(name)
        users: dict[str, list[list[str]]] = {}
        for ref, names_of_users in refs.items():
            for target in self._led_to(ref):
                users.setdefault(target, []).append(names_of_users)
        for knot, below in self._knots.items():
            for name in below:
                users.setdefault(name, []).append([knot])
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                for further in users.get(name, ()):
                    waiting += further
        return found

    def _led_to(self, ref: bytes) -> Sequence[str]:
        if ref not in self._known:
            self._known[ref] = self._targets(ref)
        return self._known[ref]

    def _targets(self, ref: bytes) -> Sequence[str]:
        text: str = orjson.loads(b'"%b"' % ref)
        if text.startswith("#/components/") and "%" not in text and text[2:] in self.names:
            return (text[2:],)
        tokens = tokens_of(text)
        if tokens is None:
            return self._anchors.get(text, ())
        for length in range(min(len(tokens), LONGEST), 0, -1):
            name = pointer_of(tokens[:length])[1:]
            if name in self.names and not (length == len(tokens) and self._holds_more(name)):
                return (name,)
        return self._knot(pointer_of(tokens)[1:])

    def _holds_more(self, name: str) -> bool:
        return name.startswith(("paths/", "webhooks/")) and name in self._prefixes()

    def _knot(self, prefix: str) -> Sequence[str]:
        below = self._prefixes().get(prefix)
        if below is None:
            return ()
        knot = f"#{prefix}"
        self._knots[knot] = sorted({*below, *({prefix} & self.names)})
        return (knot,)

    def _prefixes(self) -> dict[str, list[str]]:
        """The units below each pointer that is not the whole of one."""
        if self._below is None:
            self._below = {"": list(self.names)}
            for name in self.names:
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
