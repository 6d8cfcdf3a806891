"""Do the keywords of a schema agree with each other, so that something can satisfy it?"""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from decant.contract.findings import Severity

from .rules import Complaint, rule
from .structure import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Element, Elements

Json = Any

# fmt: off
BOUNDS: Final = (
    ("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties"),
    ("minimum", "maximum"), ("exclusiveMinimum", "exclusiveMaximum"),
    ("minimum", "exclusiveMaximum"), ("exclusiveMinimum", "maximum"),
)
TYPES: Final[dict[type, str]] = {
    str: "string", int: "integer", float: "number", bool: "boolean",
    type(None): "null", dict: "object", list: "array",
}
# fmt: on


def fits_type(value: Json, schema: dict[str, Json]) -> bool:
    """Whether a value has a type the schema names; true if it names none we know."""
    named = schema.get("type")
    types = [named] if isinstance(named, str) else named
    if not isinstance(types, list) or not types or "file" in types:
        return True
    found = TYPES.get(type(value), "")
    if found in types or (found == "integer" and "number" in types):
        return True
    if found == "null":
        return schema.get("nullable") is True
    return isinstance(value, float) and value.is_integer() and "integer" in types


@rule(
    "schema-bounds",
    Severity.WARNING,
    hint="Swap the two, or correct the one that is wrong.",
)
def bounds_leave_room(elements: Elements) -> Iterator[Complaint]:
    """When the lower bound lies above the upper one, no value can ever be valid."""
    uppers = sorted({upper for _, upper in BOUNDS})
    seen: set[int] = set()
    for schema in (s for upper in uppers for s in elements.schemas_with(upper)):
        if id(schema.node) in seen:
            continue
        seen.add(id(schema.node))
        for lower, upper in BOUNDS:
            low, high = schema.node.get(lower), schema.node.get(upper)
            if is_number(low) and is_number(high) and low > high:
                yield schema.pointer, f"{lower} {low} is above {upper} {high}: nothing fits."
                break


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


@rule(
    "duplicated-entry-in-enum",
    Severity.WARNING,
    hint="List every value once.",
)
def enum_values_differ(elements: Elements) -> Iterator[Complaint]:
    """A repeated enum value becomes two members of one name in a generated client."""
    for schema in elements.schemas_with("enum"):
        values = schema.list("enum")
        keys = [value if type(value) is str else _identity(value) for value in values]
        if len(set(keys)) == len(keys):
            continue
        seen: set[object] = set()
        for index, key in enumerate(keys):
            if key in seen:
                yield schema.at("enum", index), f"{_short(values[index])} is listed twice."
                break
            seen.add(key)


def _identity(value: Json) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return type(value), value


@rule(
    "typed-enum",
    Severity.WARNING,
    hint="Change the type, or write the values in that type.",
)
def enum_values_have_the_type(elements: Elements) -> Iterator[Complaint]:
    """An enum value of another type than the schema's can never be sent."""
    for schema in elements.schemas_with("enum"):
        for index, value in enumerate(schema.list("enum")):
            if not fits_type(value, schema.node):
                said = f"{_short(value)} is not of type {_types(schema)}."
                yield schema.at("enum", index), said
                break


@rule(
    "typed-default",
    Severity.WARNING,
    hint="Write a default that the schema itself would accept.",
)
def defaults_fit_their_schema(elements: Elements) -> Iterator[Complaint]:
    """A default of the wrong type, or outside the enum, is a value the API would refuse."""
    for schema in elements.schemas_with("default"):
        default = schema.node["default"]
        if not fits_type(default, schema.node):
            yield schema.at("default"), f"The default is not of type {_types(schema)}."
            continue
        allowed = schema.list("enum")
        if allowed and default not in allowed and default is not None:
            yield schema.at("default"), f"The default {_short(default)} is not in the enum."


def _types(schema: Element) -> str:
    named = schema.node.get("type")
    return " or ".join(map(str, named)) if isinstance(named, list) else str(named)


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


@rule(
    "pattern-invalid",
    Severity.WARNING,
    hint="Write a regular expression of ECMA-262, without flags, \\A, \\Z or other dialects' signs.",
)
def patterns_are_regular_expressions(elements: Elements) -> Iterator[Complaint]:
    """A pattern that cannot be compiled makes validators and generated clients fail at start."""
    known: dict[str, bool] = {}
    for schema in elements.schemas_with("pattern"):
        pattern = schema.node["pattern"]
        if not isinstance(pattern, str):
            continue
        if pattern not in known:
            known[pattern] = _compiles(pattern)
        if not known[pattern]:
            yield schema.at("pattern"), f"{_short(pattern)} is not a regular expression."


def _compiles(pattern: str) -> bool:
    """Whether either of two engines reads it; neither is ECMA-262, so both must refuse.

    The first matches in linear time and knows no look-around, which the second does.
    """
    if compiled({"pattern": pattern}) is not None:
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(_unescaped(pattern))
        except re.error:
            return False
        except (RecursionError, OverflowError):
            return True
    return True


def _unescaped(pattern: str) -> str:
    """What ECMA-262 reads leniently in a class (Annex B), spelled so that Python reads it."""
    pattern = pattern.replace("[^]", r"[\s\S]")
    return re.sub(r"(\\[wdsWDS])-|-(?=\\[wdsWDS])", r"\1\-", pattern)


@rule(
    "discriminator-property",
    Severity.WARNING,
    hint="Add the property to every alternative and require it.",
)
def discriminators_are_properties(elements: Elements) -> Iterator[Complaint]:
    """A client picks the alternative by this property, so every alternative must have it."""
    known: dict[tuple[int, str], bool] = {}
    for schema in elements.schemas_with("discriminator"):
        name = schema.map("discriminator").get("propertyName")
        if not isinstance(name, str) or name in elements.property_names(
            schema.node, inside="allOf"
        ):
            continue
        for field in ("oneOf", "anyOf"):
            for index, written in enumerate(schema.list(field)):
                alternative = elements.follow(written)
                key = id(alternative), name
                if key not in known:
                    found = elements.property_names(alternative)
                    known[key] = not found or name in found
                if not known[key]:
                    yield schema.at(field, index), f"This alternative has no property '{name}'."


@rule(
    "discriminator-mapping",
    Severity.ERROR,
    hint="Map each value to a schema that exists.",
)
def discriminators_map_to_schemas(elements: Elements) -> Iterator[Complaint]:
    """A value mapped to nothing cannot be read by any client."""
    for schema in elements.schemas_with("discriminator"):
        mapping = schema.map("discriminator").get("mapping")
        for value, ref in (mapping if isinstance(mapping, dict) else {}).items():
            is_local = isinstance(ref, str) and ref.startswith("#/")
            if is_local and elements.document.resolve(ref) is None:
                yield schema.at("discriminator", "mapping", value), f"'{ref}' names nothing."
