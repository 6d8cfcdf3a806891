"""Functions that ask what a value is: enumeration, length, pattern, casing, typedEnum."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from decant.contract.lint.jsonpath import PathFault
from decant.contract.lint.jsonpath.patterns import pattern
from decant.contract.lint.jsonpath.values import is_number, is_same

from .function import Function, OptionFault, Options, Remark, Target, no_options, only
from .printing import printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decant.contract.lint.jsonpath.patterns import Pattern

    from .function import Json

_PROPERTY: Final = '#{{print("property")}}'
_VALUE: Final = '#{{print("value")}}'
_SLASHED: Final = re.compile(r"/(.+)/([a-z]*)", re.DOTALL)
# fmt: off
# In each, D stands for the digits, if they are allowed.
CASES: Final[Mapping[str, str]] = {
    "flat":   "[a-z][a-zD]*",
    "camel":  "[a-z][a-zD]*(?:[A-ZD](?:[a-zD]+|$))*",
    "pascal": "[A-Z][a-zD]*(?:[A-ZD](?:[a-zD]+|$))*",
    "kebab":  "[a-z][a-zD]*(?:-[a-zD]+)*",
    "cobol":  "[A-Z][A-ZD]*(?:-[A-ZD]+)*",
    "snake":  "[a-z][a-zD]*(?:_[a-zD]+)*",
    "macro":  "[A-Z][A-ZD]*(?:_[A-ZD]+)*",
}
# fmt: on


def enumeration(options: Options | None) -> Function:
    """One of these values; what is no scalar is not asked."""
    values = only(options, "enumeration", "values", needs=["values"])["values"]
    if not isinstance(values, list) or any(isinstance(one, (dict, list)) for one in values):
        raise OptionFault('"values" is a list of texts, numbers, booleans and null.', "values")
    listed = ", ".join(map(printed, values))
    remark = Remark(f"{_VALUE} must be equal to one of the allowed values: {listed}")

    def ask(target: Target) -> Iterator[Remark]:
        if _is_scalar(target.value) and not any(is_same(one, target.value) for one in values):
            yield remark

    return ask


def _is_scalar(value: Json) -> bool:
    return value is None or isinstance(value, (str, int, float))


def length(options: Options | None) -> Function:
    """The size of a text, an array or an object, or a number itself, within bounds."""
    bounds = only(options, "length", "min", "max")
    for name, bound in bounds.items():
        if not is_number(bound):
            raise OptionFault(f'"{name}" is a number.', name)
    if not bounds:
        raise OptionFault('"length" needs "min", "max" or both.')

    def ask(target: Target) -> Iterator[Remark]:
        size = _size(target.value)
        if size is None:
            return
        if "min" in bounds and size < bounds["min"]:
            yield Remark(f"{_PROPERTY}must be longer than {printed(bounds['min'])}")
        if "max" in bounds and size > bounds["max"]:
            yield Remark(f"{_PROPERTY}must be shorter than {printed(bounds['max'])}")

    return ask


def _size(value: Json) -> float | None:
    if isinstance(value, str):
        # JavaScript counts a character outside the basic plane twice.
        return len(value) + sum(1 for character in value if ord(character) > 0xFFFF)
    if isinstance(value, (dict, list)):
        return len(value)
    return value if is_number(value) else None


def matching(options: Options | None) -> Function:
    """A text that has a pattern somewhere, or has it nowhere (`pattern`)."""
    wanted = only(options, "pattern", "match", "notMatch")
    if not wanted:
        raise OptionFault('"pattern" needs "match", "notMatch" or both.')
    patterns = {name: _compiled(name, text) for name, text in wanted.items()}

    def ask(target: Target) -> Iterator[Remark]:
        if not isinstance(target.value, str):
            return
        for name, words in (("match", "must match"), ("notMatch", "must not match")):
            if name in patterns and patterns[name].is_in(target.value) is not (name == "match"):
                yield Remark(f"{_VALUE} {words} the pattern {printed(wanted[name])}")

    return ask


def _compiled(name: str, text: Json) -> Pattern:
    if not isinstance(text, str):
        raise OptionFault(f'"{name}" is a regular expression.', name)
    slashed = _SLASHED.fullmatch(text)
    try:
        return pattern(*slashed.groups()) if slashed else pattern(text)
    except PathFault as fault:
        raise OptionFault(f"{fault}.", name) from None


def casing(options: Options | None) -> Function:
    """A name in one case: flat, camel, pascal, kebab, cobol, snake or macro."""
    chosen = only(options, "casing", "type", "disallowDigits", "separator", needs=["type"])
    kind = chosen["type"]
    if not isinstance(kind, str) or kind not in CASES:
        raise OptionFault(f'"type" is one of {", ".join(CASES)}.', "type")
    separator = _separator(chosen)
    is_leading = isinstance(separator, dict) and separator.get("allowLeading") is True
    wanted = pattern(_case(chosen, separator, is_leading=is_leading))
    remark = Remark(f"must be {kind} case")

    def ask(target: Target) -> Iterator[Remark]:
        name = target.value
        if not isinstance(name, str) or not name:
            return
        if is_leading and separator is not None and name == separator["char"]:
            return
        if not wanted.is_in(name):
            yield remark

    return ask


def _separator(options: Options) -> Options | None:
    separator = options.get("separator")
    if separator is None:
        return None
    if not isinstance(separator, dict) or not isinstance(separator.get("char"), str):
        raise OptionFault('"separator" needs a "char".', "separator")
    if len(separator["char"]) != 1:
        raise OptionFault('"char" is a single character.', "separator", "char")
    return separator


def _case(options: Options, separator: Options | None, *, is_leading: bool) -> str:
    digits = "" if options.get("disallowDigits") is True else "0-9"
    case = CASES[options["type"]].replace("D", digits)
    if separator is None:
        return f"^{case}$"
    between = f"[{_escaped(separator['char'])}]"
    return f"^{between + '?' if is_leading else ''}{case}(?:{between}{case})*$"


def _escaped(character: str) -> str:
    return f"\\{character}" if character in r"\^$.*+?()[]{}|/-" else character


def typed_enum(options: Options | None) -> Function:
    """An enum whose values are of the schema's type (`typedEnum`)."""
    no_options(options, "typedEnum")

    def ask(target: Target) -> Iterator[Remark]:
        schema = target.value
        values = schema.get("enum") if isinstance(schema, dict) else None
        types = _types(schema, target) if isinstance(values, list) else None
        if types is None or not isinstance(values, list):
            return
        for index, value in enumerate(values):
            if _type_of(value, is_integer="integer" in types) not in types:
                message = f'Enum value {printed(value)} must be "{",".join(types)}".'
                yield Remark(message, ("enum", index))

    return ask


def _types(schema: Json, target: Target) -> list[str] | None:
    kind = schema.get("type")
    types = [kind] if isinstance(kind, str) else kind
    if not isinstance(types, list) or not all(isinstance(one, str) for one in types):
        return None
    formats = target.view.formats
    is_nullable = (schema.get("nullable") is True and "oas3_0" in formats) or (
        schema.get("x-nullable") is True and "oas2" in formats
    )
    return [*types, "null"] if is_nullable else types


def _type_of(value: Json, *, is_integer: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if is_number(value):
        return "integer" if is_integer and float(value).is_integer() else "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"
