"""The errors of Ajv as sentences, fewer and kinder: what better-ajv-errors makes of them.

Spectral hands its errors through that library, so its sentences are what teams have in their
reports. Errors are put into a tree by where they are; where a combination failed, what failed
inside is told instead, and an enum's error gives way to others beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.lint.jsonpath.values import type_of
from decant.contract.references import member, unescaped

from .bounds import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .explaining import Misfit

Json: TypeAlias = Any
_STEPS: Final = re.compile(r"/[\w$_-]+(?:/\d+)?", re.ASCII)
_LONGEST_COMPARED: Final = 200
# An enum's error where there is no other: only then are the allowed values told.
_CHOICE: Final = "choice"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong, and where in the value (JSON pointer)."""

    text: str
    at: str


@dataclass(slots=True)
class _Node:
    errors: list[Misfit] | None = field(default_factory=list)
    children: dict[str, _Node] = field(default_factory=dict)


def sentences(misfits: Sequence[Misfit], value: Json, name: str | None) -> list[Sentence]:
    """The errors of a value that is found under a name; None if it is the document."""
    root = _tree(misfits)
    _thinned(root, None, "")
    unmatched = _unmatched(misfits)
    return [_told(misfit, value, name, unmatched) for misfit in _flat(root)]


def _unmatched(misfits: Sequence[Misfit]) -> Mapping[str, str]:
    """Where a combination found no schema that fits."""
    return {
        misfit.at: misfit.keyword
        for misfit in misfits
        if misfit.keyword in ("oneOf", "anyOf") and not misfit.parameters.get("passingSchemas")
    }


def _tree(misfits: Sequence[Misfit]) -> _Node:
    root = _Node(errors=None)
    for misfit in misfits:
        steps = _STEPS.findall(misfit.at) if misfit.at else [""]
        node = root
        for step in steps:
            node = node.children.setdefault(step, _Node())
        if steps and node.errors is not None:
            node.errors.append(misfit)
    return root


def _thinned(node: _Node, parent: _Node | None, key: str) -> None:
    if any(one.keyword == "anyOf" for one in node.errors or ()) and node.children:
        node.errors = None
    is_enum = bool(node.errors) and all(one.keyword == "enum" for one in node.errors or ())
    if is_enum and parent is not None and len(parent.children) > 1:
        del parent.children[key]
    for name, child in list(node.children.items()):
        _thinned(child, node, name)


def _flat(node: _Node) -> Iterator[Misfit]:
    errors = node.errors or []
    if errors and all(one.keyword == "enum" for one in errors):
        yield _merged(errors)
        return
    yield from errors
    for child in node.children.values():
        yield from _flat(child)


def _merged(errors: Sequence[Misfit]) -> Misfit:
    allowed: list[Json] = []
    for misfit in errors:
        for value in misfit.parameters["allowedValues"]:
            if not any(same(value, known) for known in allowed):
                allowed.append(value)
    first = errors[0]
    return type(first)(first.at, _CHOICE, first.message, {"allowedValues": allowed})


def _told(misfit: Misfit, value: Json, name: str | None, unmatched: Mapping[str, str]) -> Sentence:
    text = _items_by_number(_text(misfit, value, name), misfit.at)
    keyword = unmatched.get(misfit.at)
    if keyword is not None and text.endswith(f" in {keyword}"):
        text += ". None of the schemas matched, see the other errors reported for this value"
    return Sentence(text, misfit.at)


def _text(misfit: Misfit, value: Json, name: str | None) -> str:
    last = misfit.at.rsplit("/", 1)[1] if "/" in misfit.at else name
    match misfit.keyword:
        case "additionalProperties":
            extra = misfit.parameters.get("additionalProperty")
            return f'Property "{extra}" is not expected to be here'
        case "type":
            said = f'"{last}" property' if last is not None else "Value"
            return f"{said} type {misfit.message}"
        case "choice":
            return _enum(misfit, _subject(misfit, value, last), _found(value, misfit.at))
    message = misfit.message.replace("'", '"').replace("NOT", "not")
    return f"{_subject(misfit, value, last)} {message}"


def _subject(misfit: Misfit, value: Json, last: str | None) -> str:
    if last is not None:
        return f'"{last}" property'
    found = _found(value, misfit.at)
    return ("object" if isinstance(found, (dict, list)) else type_of(found)).capitalize()


def _found(value: Json, at: str) -> Json:
    for token in at.split("/")[1:]:
        value = member(value, unescaped(token))
    return value


def _enum(misfit: Misfit, subject: str, found: Json) -> str:
    from .printing import printed

    allowed = misfit.parameters["allowedValues"]
    text = f"{subject} {misfit.message}: {', '.join(printed(one, whole=True) for one in allowed)}"
    best = _best(found, allowed)
    return text if best is None else f'{text}. Did you mean "{best}"?'


def _best(found: Json, allowed: Sequence[Json]) -> str | None:
    """The allowed text that is most like the one found, if it is like it at all."""
    if not isinstance(found, str):
        return None
    texts = [value for value in allowed if isinstance(value, str)]
    weighed = [(_distance(text, found), text) for text in texts]
    if not weighed:
        return None
    weight, best = min(weighed, key=lambda pair: pair[0])
    return best if len(allowed) == 1 or weight < len(best) else None


def _distance(one: str, other: str) -> int:
    """How many characters must change (Levenshtein); of long texts only the beginnings."""
    one, other = one[:_LONGEST_COMPARED], other[:_LONGEST_COMPARED]
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, wanted in enumerate(other, 1):
            change = before + (character != wanted)
            before = row[place]
            row[place] = min(change, row[place] + 1, row[place - 1] + 1)
    return row[-1]


def _items_by_number(text: str, at: str) -> str:
    index = at.rsplit("/", 1)[-1]
    if not index.isdecimal():
        return text
    prefix = f'"{index}" property'
    for said in (f"{prefix} type", prefix):
        if text.startswith(said):
            return f"Item at index {index}{text[len(said) :]}"
    return text
