"""Which values do not fit the schemas they are shown for: examples, defaults, enum members.

Each is found once for a document, however many rules ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from weakref import WeakKeyDictionary

from decant.contract.elements import Kind
from decant.contract.validate.schemas import fits_type

from .formats import has_format, is_standard
from .values import Judge, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from decant.contract.elements import Element, Elements

# (JSON pointer, what does not fit)
Misfit: TypeAlias = tuple[str, str]
Json = Any
NUMERAL: Final = re.compile(r"-?\d+(?:\.\d+)?")
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
SCALAR: Final = frozenset({"string", "integer", "number", "boolean"})
# A scalar with none of these is judged here; the others are compiled.
JUDGED_BY_ENGINE: Final = frozenset(
    [
        "allOf",
        "anyOf",
        "oneOf",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ]
) | {"$ref"}


# The innermost of these fields that holds a value tells who sends it.
SIDES: Final = {
    **dict.fromkeys(("requestBody", "requestBodies", "parameters"), Side.REQUEST),
    "responses": Side.RESPONSE,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A value shown to readers, and the schema it is meant to fit."""

    holder: Element
    way: tuple[str | int, ...]
    schema: dict[str, Json]
    value: Json
    what: str = "example"
    in_place: bool = True
    side: Side = Side.EITHER

    @property
    def pointer(self) -> str:
        return self.holder.at(*self.way)


def in_media(elements: Elements) -> tuple[Misfit, ...]:
    """The examples of media types, parameters and headers."""
    return _once(elements, _media_examples)


def in_schemas(elements: Elements) -> tuple[Misfit, ...]:
    """The examples and defaults of schemas."""
    return _once(elements, _schema_values)


def in_enums(elements: Elements) -> tuple[Misfit, ...]:
    """The members of enums, held against the rest of their schemas."""
    return _once(elements, _enum_members)


_KNOWN: WeakKeyDictionary[Elements, dict[str, tuple[Misfit, ...]]] = WeakKeyDictionary()


def _once(
    elements: Elements, values: Callable[[Elements], Iterable[Example]]
) -> tuple[Misfit, ...]:
    known = _KNOWN.setdefault(elements, {})
    if values.__name__ not in known:
        known[values.__name__] = tuple(_misfits(elements, values(elements)))
    return known[values.__name__]


def _misfits(elements: Elements, examples: Iterable[Example]) -> Iterator[Misfit]:
    compiled: list[Example] = []
    for example in examples:
        if _is_plain(example.schema):
            said = _plain_fault(example)
            if said:
                yield example.pointer, said
        else:
            compiled.append(example)
    if not compiled:
        return
    judge = Judge(elements, ((one.schema, one.value, one.side) for one in compiled))
    for number, inside, said in judge.faults():
        example = compiled[number]
        if example.in_place or not inside:
            yield example.pointer + inside, f"About the {example.what}: {said}"
        else:
            yield example.pointer, f"About {inside} in the {example.what}: {said}"


def _is_plain(schema: dict[str, Json]) -> bool:
    named = schema.get("type")
    return isinstance(named, str) and named in SCALAR and JUDGED_BY_ENGINE.isdisjoint(schema)


def _plain_fault(example: Example) -> str:
    schema, value, what = example.schema, example.value, f"The {example.what}"
    allowed = schema.get("enum")
    listed = not isinstance(allowed, list) or not allowed or value in allowed
    if value is None and schema.get("nullable") is True and listed:
        return ""
    if not fits_type(value, schema):
        return f"{what} is not of type {schema['type']}."
    if not listed:
        return f"{what} is not one of the values that enum allows."
    if not isinstance(value, str):
        return ""
    least, most = schema.get("minLength"), schema.get("maxLength")
    if isinstance(least, int) and len(value) < least:
        return f"{what} is shorter than minLength {least}."
    if isinstance(most, int) and len(value) > most:
        return f"{what} is longer than maxLength {most}."
    named = schema.get("format")
    if is_standard(named) and not has_format(value, named):
        return f"{what} is not a valid {named}."
    return ""


def _media_examples(elements: Elements) -> Iterator[Example]:
    for kind in (Kind.MEDIA_TYPE, Kind.PARAMETER, Kind.HEADER):
        for holder in elements.every(kind):
            schema = holder.node.get("schema")
            if not isinstance(schema, dict):
                continue
            for example in _shown(elements, holder, schema):
                if not _is_serialized(example, kind, elements):
                    yield example


def _shown(elements: Elements, holder: Element, schema: dict[str, Json]) -> Iterator[Example]:
    side = _side(holder)
    if "example" in holder.node:
        yield Example(holder, ("example",), schema, holder.node["example"], side=side)
    for name, written in holder.map("examples").items():
        example = elements.follow(written)
        if isinstance(example, dict) and "value" in example:
            here = example is written
            way = ("examples", name, "value") if here else ("examples", name)
            yield Example(holder, way, schema, example["value"], in_place=here, side=side)


def _side(holder: Element) -> Side:
    """Who sends what a media type, parameter or header describes."""
    above: Element | None = holder
    while above is not None:
        if above.field in SIDES:
            return SIDES[above.field]
        above = above.parent
    return Side.EITHER


def _is_serialized(example: Example, kind: Kind, elements: Elements) -> bool:
    """Whether the example is the text as sent, which is not the value the schema describes."""
    if kind is Kind.MEDIA_TYPE:
        media = str(example.holder.key).partition(";")[0].strip().lower()
        if media in FORMS:  # whose fields are shown as an object, or else as the text sent
            return not isinstance(example.value, dict)
        if not isinstance(example.value, str):
            return False
        as_json = media.endswith(("/json", "+json", "/*"))
        return not as_json and not media.startswith("text/plain")
    if not isinstance(example.value, str):
        return False
    schema = elements.follow(example.schema)
    named = schema.get("type") if isinstance(schema, dict) else None
    if named in ("integer", "number"):
        return NUMERAL.fullmatch(example.value) is not None
    if not isinstance(named, str) or named not in SCALAR:
        return True
    return named == "boolean" and example.value in ("true", "false")


def _schema_values(elements: Elements) -> Iterator[Example]:
    for schema in elements.schemas_with("example"):
        yield Example(schema, ("example",), schema.node, schema.node["example"])
    for schema in elements.schemas_with("examples"):
        for index, value in enumerate(schema.list("examples")):
            yield Example(schema, ("examples", index), schema.node, value)
    for schema in elements.schemas_with("default"):
        default = schema.node["default"]
        # One of another type, or outside of the enum, is not valid, which is told elsewhere.
        if default is not None and fits_type(default, schema.node) and _is_listed(default, schema):
            yield Example(schema, ("default",), schema.node, default, "default")


def _is_listed(value: Json, schema: Element) -> bool:
    allowed = schema.list("enum")
    return not allowed or value in allowed


# What else a schema may ask of a value that its enum lists.
NARROWING: Final = JUDGED_BY_ENGINE | {"minLength", "maxLength"}


def _enum_members(elements: Elements) -> Iterator[Example]:
    for schema in elements.schemas_with("enum"):
        if NARROWING.isdisjoint(schema.node):
            continue
        rest = {key: value for key, value in schema.node.items() if key != "enum"}
        for index, member in enumerate(schema.list("enum")):
            if member is not None and fits_type(member, schema.node):
                yield Example(schema, ("enum", index), rest, member, "enum member")
