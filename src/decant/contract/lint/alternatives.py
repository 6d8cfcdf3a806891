"""Which alternative a value says it is: what a discriminator tells of a oneOf or anyOf."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from decant.contract.references import unescaped

Json: TypeAlias = Any
SCHEMAS: Final = "#/components/schemas/"
# Each costs a step; a union of more is judged without asking which was meant.
MOST: Final = 50


def named_by(node: dict[str, Json], parts: list[Json]) -> tuple[str, list[tuple[list[str], int]]]:
    """The property that tells, and the values that mean each alternative by its number.

    Only alternatives that are references have names (OpenAPI, Discriminator Object); the
    property is empty if nothing tells.
    """
    discriminator = node.get("discriminator")
    if not isinstance(discriminator, dict) or len(parts) > MOST:
        return "", []
    name, mapping = discriminator.get("propertyName"), discriminator.get("mapping")
    if not isinstance(name, str) or not name:
        return "", []
    numbers = {
        part["$ref"]: number
        for number, part in enumerate(parts)
        if isinstance(part, dict) and isinstance(part.get("$ref"), str)
    }
    values: dict[str, int] = {_own_name(ref): number for ref, number in numbers.items()}
    for value, target in mapping.items() if isinstance(mapping, dict) else ():
        number = numbers.get(target if str(target).startswith("#") else f"{SCHEMAS}{target}")
        if number is not None:
            values[str(value)] = number
        else:  # it names something else, whatever the alternatives are called
            values.pop(str(value), None)
    named = [([v for v, n in values.items() if n == number], number) for number in numbers.values()]
    return name, [(names, number) for names, number in named if names]


def _own_name(ref: str) -> str:
    return unescaped(ref.rpartition("/")[2])


def one_of(name: str, named: list[tuple[list[str], int]], schemas: list[Json]) -> Json:
    """The schemas asked in turn whether the value names them; all of them if it names none."""
    whole: Json = {"anyOf": schemas}
    for values, number in reversed(named):
        tells = {"type": "object", "properties": {name: {"enum": values}}, "required": [name]}
        whole = {"if": tells, "then": schemas[number], "else": whole}
    return whole
