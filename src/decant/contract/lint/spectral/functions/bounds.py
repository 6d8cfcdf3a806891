"""What single keywords of JSON Schema say of a number, a text, an array or an object."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import jsonschema_rs

from decant.contract.lint.jsonpath.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Json: TypeAlias = Any
Schema: TypeAlias = "Mapping[str, Json]"
# What is wrong, with the parameters of the error.
Said: TypeAlias = "Iterator[tuple[str, Mapping[str, Json]]]"
Bound: TypeAlias = "Callable[[Schema, Json], Said]"
_NOTHING: Final[Mapping[str, Json]] = {}


def same(left: Json, right: Json) -> bool:
    """Equality of JSON: 1 is 1.0, and true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and left == right if _mixed(left, right) else left == right


def _mixed(left: Json, right: Json) -> bool:
    return not (isinstance(left, (int, float)) and isinstance(right, (int, float)))


def written(number: Json) -> str:
    """A limit as JavaScript writes it."""
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)


def _is_limit(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _compared(keyword: str, sign: str, holds: Callable[[Json, Json], bool]) -> Bound:
    exclusive = f"exclusive{keyword.capitalize()}"

    def bound(schema: Schema, value: Json) -> Said:
        limit = schema[keyword]
        # In draft 4 the limit itself is left out by a boolean beside it.
        is_out = schema.get(exclusive) is True and value == limit
        if _is_limit(limit) and (is_out or not holds(value, limit)):
            shown = sign.rstrip("=") if schema.get(exclusive) is True else sign
            yield f"must be {shown} {written(limit)}", _NOTHING

    return bound


def _counted(keyword: str, words: str, noun: str) -> Bound:
    is_most = keyword.startswith("max")

    def bound(schema: Schema, value: Json) -> Said:
        limit = schema[keyword]
        if _is_limit(limit) and ((len(value) > limit) if is_most else (len(value) < limit)):
            yield f"must NOT have {words} than {written(limit)} {noun}", _NOTHING

    return bound


def _multiple(schema: Schema, value: Json) -> Said:
    step = schema["multipleOf"]
    quotient = value / step if step else math.nan
    if not math.isfinite(quotient) or quotient != math.floor(quotient):
        yield f"must be multiple of {written(step)}", _NOTHING


def _pattern(schema: Schema, value: Json) -> Said:
    wanted = schema["pattern"]
    if not pattern(wanted).is_in(value):
        yield f'must match pattern "{wanted}"', _NOTHING


def _format(schema: Schema, value: Json) -> Said:
    name = schema["format"]
    if isinstance(name, str) and not _formats(name).is_valid(value):
        yield f'must match format "{name}"', _NOTHING


@lru_cache(maxsize=100)
def _formats(name: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"format": name}, validate_formats=True)


def _unique(schema: Schema, value: Json) -> Said:
    pair = _twins(value, _scalar_types(schema)) if schema["uniqueItems"] is True else None
    if pair is not None:
        which = f"items ## {pair[0]} and {pair[1]} are identical"
        yield f"must NOT have duplicate items ({which})", _NOTHING


def _scalar_types(schema: Schema) -> tuple[str, ...]:
    """The types of the items, if they are all of scalars: then Ajv compares in another order."""
    items = schema.get("items")
    kind = items.get("type") if isinstance(items, dict) else None
    types = tuple(kind) if isinstance(kind, list) else (kind,) if isinstance(kind, str) else ()
    return () if {"object", "array"} & set(types) else types


def _twins(items: Sequence[Json], types: tuple[str, ...]) -> tuple[int, int] | None:
    """The pair of equal items that Ajv meets first; of scalars only those of these types."""
    if types:
        known: dict[Json, int] = {}
        for index in range(len(items) - 1, -1, -1):
            item = items[index]
            if not any(is_of(item, name) for name in types):
                continue
            if (type(item) is bool, item) in known:
                return known[type(item) is bool, item], index
            known[type(item) is bool, item] = index
        return None
    for later in range(len(items) - 1, 0, -1):
        for earlier in range(later - 1, -1, -1):
            if same(items[earlier], items[later]):
                return earlier, later
    return None


def is_of(value: Json, name: str) -> bool:
    """Whether a value is of a type of JSON Schema."""
    if isinstance(value, bool):
        return name == "boolean"
    if isinstance(value, (int, float)):
        return name == "number" or (name == "integer" and float(value).is_integer())
    return isinstance(value, TYPES.get(name, ()))


def _required(schema: Schema, value: Json) -> Said:
    for name in schema["required"] if isinstance(schema["required"], list) else ():
        if name not in value:
            yield f"must have required property '{name}'", {"missingProperty": name}


def _dependencies(keyword: str) -> Bound:
    def bound(schema: Schema, value: Json) -> Said:
        for name, needed in schema[keyword].items():
            if name not in value or not isinstance(needed, list):
                continue
            missing = next((other for other in needed if other not in value), None)
            if missing is not None:
                noun = "property" if len(needed) == 1 else "properties"
                said = f"{noun} {', '.join(needed)} when property {name} is present"
                yield f"must have {said}", {"missingProperty": missing}

    return bound


class _Objects:
    """Keywords of objects, and which members they know."""

    def __init__(self, table: Mapping[str, Bound]) -> None:
        self.table = table

    def matches(self, wanted: str, name: str) -> bool:
        return pattern(wanted).is_in(name)

    def knows(self, schema: Schema) -> Callable[[str], bool]:
        named, patterned = schema.get("properties", {}), schema.get("patternProperties", {})
        return lambda name: name in named or any(self.matches(one, name) for one in patterned)


# fmt: off
TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "string": str, "array": list, "object": dict, "null": type(None),
}
# The order is Ajv's.
NUMBERS: Final[Mapping[str, Bound]] = {
    "maximum":          _compared("maximum", "<=", lambda value, limit: value <= limit),
    "minimum":          _compared("minimum", ">=", lambda value, limit: value >= limit),
    "exclusiveMaximum": _compared("exclusiveMaximum", "<", lambda value, limit: value < limit),
    "exclusiveMinimum": _compared("exclusiveMinimum", ">", lambda value, limit: value > limit),
    "multipleOf":       _multiple,
}
TEXTS: Final[Mapping[str, Bound]] = {
    "maxLength": _counted("maxLength", "more", "characters"),
    "minLength": _counted("minLength", "fewer", "characters"),
    "pattern":   _pattern,
    "format":    _format,
}
ARRAYS: Final[Mapping[str, Bound]] = {
    "maxItems":    _counted("maxItems", "more", "items"),
    "minItems":    _counted("minItems", "fewer", "items"),
    "uniqueItems": _unique,
}
OBJECTS: Final = _Objects({
    "maxProperties":     _counted("maxProperties", "more", "properties"),
    "minProperties":     _counted("minProperties", "fewer", "properties"),
    "required":          _required,
    "dependencies":      _dependencies("dependencies"),
    "dependentRequired": _dependencies("dependentRequired"),
})
# fmt: on
