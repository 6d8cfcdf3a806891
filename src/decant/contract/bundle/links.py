"""Where the references of a tree of files lead, through other references and files."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.references import (
    member,
    percent_decoded,
    pointer_of,
    ref_of,
    tokens_of,
)

if TYPE_CHECKING:
    from decant.contract.source import Source

Json: TypeAlias = Any
_REMOTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
# A way of more tokens than this only leads in circles.
_LONGEST_WAY: Final = 500
_MOST_HOPS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Lead:
    """What a reference leads to; without a file it leads nowhere, `rule` says why.

    `rule` is None if the files simply do not have what it names.
    """

    file: str | None = None
    pointer: str = ""
    node: Json = None
    rule: str | None = None


NOWHERE: Final = Lead()
_Step: TypeAlias = "tuple[str, list[str]]"


class Links:
    """Follows references between the files of one document; each is followed once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._leads: dict[tuple[str, str], Lead] = {}
        self._ends: dict[tuple[str, tuple[str, ...]], Lead] = {}
        self._names: dict[str, dict[str, list[str]]] = {}

    def lead(self, file: str, ref: str) -> Lead:
        """Where a reference written in a file leads, past nodes that only refer further."""
        key = (file, ref)
        if key not in self._leads:
            step = self._step(file, ref)
            self._leads[key] = step if isinstance(step, Lead) else self._arrive(*step)
        return self._leads[key]

    def _step(self, file: str, ref: str) -> _Step | Lead:
        """The file and the tokens that a reference names, or why there are none."""
        path, hash_, fragment = ref.partition("#")
        if path:
            named = self._named(self._source.root, path)
            if named is not None:
                file, base = self._source.root, named
            elif _REMOTE.match(path):
                return Lead(rule="ref-remote")
            else:
                path = posixpath.normpath(
                    posixpath.join(posixpath.dirname(file), percent_decoded(path))
                )
                if path.startswith(("/", "../")) or path == "..":
                    return Lead(rule="ref-outside")
                if not self._source.has(path):
                    return NOWHERE
                file, base = path, []
        else:
            base = []
        # Many write `file.yaml#/` and mean all of the file.
        tokens = [] if fragment in ("", "/") else tokens_of(hash_ + fragment)
        if tokens is None:
            tokens = self._named(file, f"#{fragment}")
        return NOWHERE if tokens is None else (file, base + tokens)

    def _arrive(self, file: str, tokens: list[str]) -> Lead:
        """The node at the end of the way; references met before it are followed."""
        passed: list[tuple[str, tuple[str, ...]]] = []
        seen: set[tuple[str, tuple[str, ...]]] = set()
        lead = NOWHERE
        while len(tokens) < _LONGEST_WAY and len(passed) < _MOST_HOPS:
            key = (file, tuple(tokens))
            if key in self._ends:
                lead = self._ends[key]
                break
            if key in seen:
                break
            seen.add(key)
            passed.append(key)
            node, rest = _descend(self._source.tree(file), tokens)
            is_there = not rest and node is not None
            if is_there and not (_only_refers(node) and file != self._source.root):
                lead = Lead(file, pointer_of(tokens), node)
                break
            ref = ref_of(node)
            step = self._step(file, ref) if ref is not None else NOWHERE
            if isinstance(step, Lead):
                lead = Lead(file, pointer_of(tokens), node) if is_there else NOWHERE
                break
            file, tokens = step[0], step[1] + rest
        self._ends.update(dict.fromkeys(passed, lead))
        return lead

    def _named(self, file: str, name: str) -> list[str] | None:
        """The way to a schema that calls itself so: `#name` by an anchor, else by its `$id`."""
        if file not in self._names:
            self._names[file] = dict(_names_in(self._source.tree(file)))
        return self._names[file].get(name)


def _descend(node: Json, tokens: list[str]) -> tuple[Json, list[str]]:
    """The deepest node on the way, and the tokens that it does not have."""
    for done, token in enumerate(tokens):
        below = member(node, token)
        if below is None:
            return node, tokens[done:]
        node = below
    return node, []


def _only_refers(node: Json) -> bool:
    return isinstance(node, dict) and len(node) == 1 and ref_of(node) is not None


def _names_in(tree: Json) -> dict[str, list[str]]:
    """The ways to all schemas that have a name of their own (JSON Schema 2020-12 §8.2)."""
    found: dict[str, list[str]] = {}
    waiting: list[tuple[Json, tuple[str, ...]]] = [(tree, ())]
    while waiting:
        node, way = waiting.pop()
        if isinstance(node, dict):
            for keyword, sign in (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", "")):
                if isinstance(node.get(keyword), str):
                    found.setdefault(sign + node[keyword].rstrip("#"), list(way))
            waiting += [(v, (*way, k)) for k, v in node.items() if isinstance(v, (dict, list))]
        elif isinstance(node, list):
            waiting += [
                (item, (*way, str(index)))
                for index, item in enumerate(node)
                if isinstance(item, (dict, list))
            ]
    return found
