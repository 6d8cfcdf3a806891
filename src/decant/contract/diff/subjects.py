"""What a place is called: a pointer in words that people, and fingerprints, can rely on.

Numbers in pointers move when a list is reordered, so what has a name goes by its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from decant.contract.elements import unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECTIONS: Final = {
    "schemas": "`{}`",
    "parameters": "parameter `{}`",
    "responses": "response `{}`",
    "requestBodies": "request body `{}`",
    "headers": "header `{}`",
    "securitySchemes": "security scheme `{}`",
    "links": "link `{}`",
    "callbacks": "callback `{}`",
    "pathItems": "path item `{}`",
}
_INDEXED: Final = frozenset(["allOf", "oneOf", "anyOf"])
_COMPONENT_PARTS: Final = 3
_OPERATION_PARTS: Final = 3
_REST: Final = {
    "[]": "the items of {}",
    "*": "what {} does not declare",
    "[].*": "what the items of {} do not declare",
}
_WORD: Final = re.compile(r"^[\w$@-]+$")


@dataclass(frozen=True, slots=True)
class Subject:
    """A place in words: what it belongs to, the way from there, and what never moves."""

    owner: str
    trail: str
    stable: str

    def words(self, name: str = "") -> str:
        """As part of a sentence; `name` is a member that the place itself does not name."""
        trail = self.trail
        member = _quoted(name) if name else ""
        if member and trail != member and not trail.endswith(f".{member}"):
            trail = f"{trail}.{member}" if trail else member
        if not trail:
            return self.owner
        if trail in _REST:
            return _REST[trail].format(self.owner)
        return f"`{trail}` of {self.owner}" if self.owner else f"`{trail}`"


def subject_of(pointer: str, names: Mapping[str, str]) -> Subject:
    """The words for a pointer; `names` gives those of list items by their pointers."""
    tokens = [unescaped(token) for token in pointer.split("/")[1:]]
    named = _names_at(pointer, names)
    if tokens[:1] == ["components"] and len(tokens) >= _COMPONENT_PARTS:
        label = _SECTIONS.get(tokens[1], "`{}`").format(tokens[2])
        owner, start = label, _COMPONENT_PARTS
    elif tokens[:1] in (["paths"], ["webhooks"]) and len(tokens) >= 2:
        owner, start = _operation(tokens), min(len(tokens), _OPERATION_PARTS)
    else:
        return Subject(_WHOLE.get(tokens[0] if tokens else "", "the document"), "", pointer)
    owner, start = _part(tokens, start, owner, named)
    return Subject(owner, _trail(tokens[start:]), _stable(tokens, named))


_WHOLE: Final = {"servers": "the list of servers", "security": "the API", "info": "the document"}


def _names_at(pointer: str, names: Mapping[str, str]) -> dict[int, str]:
    """Names by the number of tokens that lead to what they name."""
    found: dict[int, str] = {}
    end = 0
    count = 0
    while end != -1:
        end = pointer.find("/", end + 1)
        count += 1
        name = names.get(pointer if end == -1 else pointer[:end])
        if name is not None:
            found[count] = name
    return found


def _operation(tokens: list[str]) -> str:
    method = tokens[2].upper() if len(tokens) > 2 and tokens[2].isalpha() else ""
    if method in ("PARAMETERS", "SERVERS", "SUMMARY", "DESCRIPTION"):
        method = ""
    if tokens[0] == "webhooks":
        return f"webhook `{tokens[1]}`"
    return f"{method} {tokens[1]}".strip()


def _part(tokens: list[str], start: int, owner: str, named: Mapping[int, str]) -> tuple[str, int]:
    """The part of an operation, response or parameter that a place lies in."""
    at = start
    if tokens[:2] == ["components", "parameters"]:
        owner = named.get(_COMPONENT_PARTS, owner)
    if len(tokens) > 3 and tokens[2] == "parameters" and tokens[0] != "components":
        at = 2
    while at < len(tokens):
        step = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        if step == "parameters" and following:
            owner = f"{named.get(at + 2, 'a parameter')} of {owner}"
        elif step == "requestBody":
            owner, at = f"the request body of {owner}", at - 1
        elif step == "responses" and following:
            said = "the default response" if following == "default" else f"response {following}"
            owner = f"{said} of {owner}"
        elif step == "headers" and following:
            owner = f"header `{following}` of {owner}"
        elif step == "links" and following:
            owner = f"link `{following}` of {owner}"
        elif step == "callbacks" and following:
            owner, at = f"callback `{following}` of {owner}", at + 2
        elif step != "content":
            break
        at += 2
    return owner, at


def _trail(tokens: list[str]) -> str:
    """The way through a schema: `owner.tags[].name`."""
    trail = ""
    rest = iter(tokens)
    for step in rest:
        if step in ("properties", "dependentSchemas"):
            part = _quoted(next(rest, ""))
            trail = f"{trail}.{part}" if trail else part
        elif step in ("items", "contains", "unevaluatedItems"):
            trail += "[]"
        elif step == "prefixItems":
            trail += f"[{next(rest, '')}]"
        elif step in ("additionalProperties", "unevaluatedProperties", "propertyNames"):
            trail += ".*" if trail else "*"
        elif step == "patternProperties":
            trail += f"./{next(rest, '')}/"
        elif step in _INDEXED:
            next(rest, "")
    return trail


def _quoted(name: str) -> str:
    """A name as part of a trail: in quotes if it could be taken for more than one step."""
    return name if _WORD.match(name) else f'"{name}"'


def _stable(tokens: list[str], named: Mapping[int, str]) -> str:
    """The pointer less what moves: indexes of what has a name, `allOf` as if merged."""
    kept: list[str] = []
    for index, step in enumerate(tokens):
        before = tokens[index - 1] if index else ""
        if index + 1 in named and step.isdecimal():
            kept.append(named[index + 1])
        elif step == "allOf" or (before == "allOf" and step.isdecimal()):
            continue
        else:
            kept.append(step)
    return "/".join(kept)
