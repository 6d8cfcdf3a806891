"""Where a local reference leads, however long or circular the way.

Nothing here recurses: a chain of a hundred thousand references is followed as a loop, a
circle ends where it closes, and what was found once is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
# From the tokens of a pointer to the nearest node at hand and how many tokens led to it.
Enter: TypeAlias = Callable[[Sequence[str]], tuple[Json, int]]
Steps: TypeAlias = Generator["Steps", Json, Json]

_PERCENT: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_INDEX: Final = re.compile(r"0|[1-9][0-9]*")


def escaped(token: str) -> str:
    """One token of a JSON pointer (RFC 6901 §3)."""
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def unescaped(token: str) -> str:
    """The text behind one token of a JSON pointer."""
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token


def percent_decoded(text: str) -> str:
    """A URI fragment as text (RFC 6901 §6); what is not UTF-8 stays as it is written."""
    return _PERCENT.sub(_decoded, text) if "%" in text else text


def _decoded(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(match.group().replace("%", "")).decode()
    except UnicodeDecodeError:
        return match.group()


def tokens_of(ref: str) -> list[str] | None:
    """The tokens of `#/a~1b/c%20d`; None unless it is `#` with a JSON pointer."""
    if ref == "#":
        return []
    if not ref.startswith("#/"):
        return None
    return [unescaped(token) for token in percent_decoded(ref[2:]).split("/")]


def pointer_of(tokens: Sequence[str]) -> str:
    """The JSON pointer made of these tokens."""
    return "".join(f"/{escaped(token)}" for token in tokens)


def member(node: Json, token: str) -> Json:
    """The member or item of that name; None if there is none."""
    if isinstance(node, dict):
        return node.get(token)
    if isinstance(node, list) and _INDEX.fullmatch(token) and int(token) < len(node):
        return node[int(token)]
    return None


def ref_of(node: Json) -> str | None:
    """The text of a node's `$ref`, if it has one."""
    ref = node.get("$ref") if isinstance(node, dict) else None
    return ref if isinstance(ref, str) else None


class References:
    """Where the references of one document lead, each followed once.

    `enter` finds the nearest node at hand for the tokens of a pointer, so that a document
    that lies in a store needs to load no more than the units that are asked for.
    """

    def __init__(self, enter: Enter) -> None:
        self._enter = enter
        self._found: dict[str, Json] = {}
        # Node and end by the id of the node, which is kept so that its id stays its own.
        self._ends: dict[int, tuple[Json, Json]] = {}
        self._onway: set[int] = set()

    def resolve(self, ref: str) -> Json | None:
        """What a reference names, with other references followed on the way to it but not
        behind it; None if it leads nowhere.
        """
        if ref not in self._found:
            self._found[ref] = _run(self._descend(ref))
        return self._found[ref]

    def follow(self, node: Json) -> Json:
        """The node at the end of a chain of references; the last one where it breaks off."""
        return _run(self._end(node)) if ref_of(node) is not None else node

    def _descend(self, ref: str) -> Steps:
        tokens = tokens_of(ref)
        if tokens is None:
            return None
        node, done = self._enter(tokens)
        for token in tokens[done:]:
            below = member(node, token)
            if below is None and ref_of(node) is not None:
                node = yield self._end(node)
                below = member(node, token)
            if below is None:
                return None
            node = below
        return node

    def _end(self, node: Json) -> Steps:
        way: list[Json] = []
        while (ref := ref_of(node)) is not None:
            if id(node) in self._ends or id(node) in self._onway:
                break
            self._onway.add(id(node))
            way.append(node)
            if ref not in self._found:
                self._found[ref] = yield self._descend(ref)
            target = self._found[ref]
            if target is None:
                break
            node = target
        _, end = self._ends.get(id(node), (None, node))
        for passed in way:
            self._ends[id(passed)] = (passed, end)
            self._onway.discard(id(passed))
        return end


def _run(steps: Steps) -> Json:
    """Run steps that wait for other steps, on a stack of our own."""
    stack, value = [steps], None
    while stack:
        try:
            stack.append(stack[-1].send(value))
            value = None
        except StopIteration as done:
            stack.pop()
            value = done.value
    return value
