"""From "is not valid under any of the schemas" to the misspelt word that caused it.

A failing `oneOf` carries the errors of every alternative. The alternative the author meant
is the one with the fewest complaints, except that one which merely asks for a `$ref` was
never meant.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from decant.contract.elements import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema_rs import ValidationError

Json = Any
MOST_OPTIONS: Final = 1_000
EXCLUSIVE: Final = "Some of the fields here exclude each other."


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing wrong with the shape of a document."""

    pointer: str
    message: str
    hint: str


def causes_of(error: ValidationError, words: frozenset[str]) -> Iterator[Cause]:
    """The leaves of an error; `words` are what a misspelt field may have meant."""
    stack = [error]
    while stack:
        current = stack.pop()
        alternatives = getattr(current.kind, "context", None)
        branches = [branch for branch in alternatives or () if branch]
        if not branches:
            yield from _plainly(current, words)
            continue
        selector = _selector(branches, current)
        if selector is not None:
            yield selector
            continue
        meant = min(branches, key=partial(_strangeness, error=current))
        stack.extend(reversed(meant))


def _selector(branches: list[list[ValidationError]], error: ValidationError) -> Cause | None:
    """The field that chooses among alternatives, if its value fits none of them."""
    choices: list[str] = []
    chosen: ValidationError | None = None
    for branch in branches:
        if _asks_for_reference(branch):
            continue
        wrong = [e for e in branch if e.kind.name == "enum" and _last(e) in ("type", "in")]
        if not wrong or len(wrong[0].instance_path) != len(error.instance_path) + 1:
            return None
        chosen = wrong[0]
        choices.extend(str(option) for option in getattr(chosen.kind, "options", ()))
    if chosen is None:
        return None
    message, hint = _one_of(chosen.instance, sorted(set(choices)))
    return Cause(_pointer(chosen), message, hint)


def _strangeness(branch: list[ValidationError], error: ValidationError) -> tuple[bool, int, int]:
    """How unlikely it is that the author meant this alternative."""
    is_reference = isinstance(error.instance, dict) and "$ref" in error.instance
    # Another `in`, `type` or `style` says that another alternative was meant.
    other = sum(
        e.kind.name in ("enum", "const") and _last(e) in ("type", "in", "style") for e in branch
    )
    wrong_type = any(
        e.kind.name == "type" and len(e.instance_path) == len(error.instance_path) for e in branch
    )
    unlikely = wrong_type or (_asks_for_reference(branch) and not is_reference)
    return unlikely, other, len(branch)


def _asks_for_reference(branch: list[ValidationError]) -> bool:
    return any(
        e.kind.name == "required" and getattr(e.kind, "property", None) == "$ref" for e in branch
    )


def _last(error: ValidationError) -> str | int | None:
    return error.instance_path[-1] if error.instance_path else None


def _pointer(error: ValidationError) -> str:
    return "".join(f"/{escaped(str(token))}" for token in error.instance_path)


def _plainly(error: ValidationError, words: frozenset[str]) -> Iterator[Cause]:
    pointer = _pointer(error)
    kind = error.kind
    if kind.name in ("additionalProperties", "unevaluatedProperties"):
        names = [name for name in getattr(kind, "unexpected", ()) if isinstance(name, str)]
        for name in names:
            yield Cause(
                f"{pointer}/{escaped(name)}",
                f"'{_cut(name)}' is not known here.",
                _meant(name, words),
            )
        return
    if kind.name in FIXED:
        yield Cause(pointer, *FIXED[kind.name])
        return
    say = SENTENCES.get(kind.name)
    if say is None:
        message = error.message if len(error.message) < 200 else f"{error.message[:200]}…"
        yield Cause(pointer, f"{message}.", "Look the object up in the OpenAPI Specification.")
        return
    yield Cause(pointer, *say(kind, error.instance))


@lru_cache(maxsize=1_000)
def _meant(name: str, words: frozenset[str]) -> str:
    close = difflib.get_close_matches(name, words, 1, 0.75) if len(name) <= 60 else []
    if close and close[0] != name:
        return f"Did you mean '{close[0]}'?"
    return "Remove it, move it to where it belongs, or start its name with 'x-'."


def _cut(value: Json) -> str:
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


NAMES: Final = {
    dict: "an object", list: "an array", str: "a string", bool: "a boolean",
    int: "an integer", float: "a number", type(None): "null",
}  # fmt: skip


def _required(kind: Any, _: Json) -> tuple[str, str]:
    return f"'{kind.property}' is missing.", f"Add '{kind.property}'."


def _type(kind: Any, instance: Json) -> tuple[str, str]:
    wanted = " or ".join(str(name) for name in kind.types)
    found = NAMES.get(type(instance), "this")
    return f"This must be of type {wanted}, not {found}.", f"Write {wanted}."


def _enum(kind: Any, instance: Json) -> tuple[str, str]:
    return _one_of(instance, [str(option) for option in kind.options])


def _one_of(instance: Json, options: list[str]) -> tuple[str, str]:
    close = difflib.get_close_matches(_cut(instance), options[:MOST_OPTIONS], 1, 0.6)
    listed = ", ".join(options[:12]) + (", …" if len(options) > 12 else "")
    hint = f"Did you mean '{close[0]}'?" if close else f"Use one of: {listed}."
    return f"'{_cut(instance)}' is not one of {listed}.", hint


def _constant(kind: Any, _: Json) -> tuple[str, str]:
    value = kind.expected_value
    wanted = str(value).lower() if isinstance(value, bool) else str(value)
    return f"This must be {wanted}.", f"Write {wanted}."


def _pattern(kind: Any, instance: Json) -> tuple[str, str]:
    return f"'{_cut(instance)}' does not have the form {kind.pattern}.", f"Match {kind.pattern}."


def _format(kind: Any, instance: Json) -> tuple[str, str]:
    return f"'{_cut(instance)}' is not a valid {kind.format}.", f"Write a valid {kind.format}."


FIXED: Final[dict[str, tuple[str, str]]] = {
    "oneOf": (EXCLUSIVE, "Keep one of them."),
    "not": (EXCLUSIVE, "Keep one of them."),
    "falseSchema": ("Nothing may stand here.", "Remove it."),
    "uniqueItems": ("The items must differ, and two are equal.", "Remove the second one."),
}
SENTENCES: Final[dict[str, Callable[[Any, Json], tuple[str, str]]]] = {
    "required": _required, "type": _type, "enum": _enum, "const": _constant,
    "pattern": _pattern, "format": _format,
}  # fmt: skip
