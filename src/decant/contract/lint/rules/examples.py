"""Do the examples show what the schemas say?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule
from decant.contract.lint.values import Judge
from decant.contract.validate.schemas import fits_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decant.contract.elements import Element, Elements

Json = Any
NUMERAL: Final = re.compile(r"-?\d+(?:\.\d+)?")
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


@dataclass(frozen=True, slots=True)
class Example:
    """A value shown to readers, and the schema it is meant to fit."""

    holder: Element
    way: tuple[str | int, ...]
    schema: dict[str, Json]
    value: Json
    in_place: bool = True

    @property
    def pointer(self) -> str:
        return self.holder.at(*self.way)


@rule(
    "oas3-valid-media-example",
    Severity.WARNING,
    hint="Correct the example, or the schema if the example is what the API sends.",
)
def shown_values_fit(elements: Elements) -> Iterator[Complaint]:
    """Readers copy examples and mocks answer with them; a wrong one misleads both."""
    return _misfits(elements, _media_examples(elements))


@rule(
    "oas3-valid-schema-example",
    Severity.WARNING,
    hint="Correct the example, or the schema if the example is what the API sends.",
)
def schema_examples_fit(elements: Elements) -> Iterator[Complaint]:
    """An example that its own schema refuses shows that one of the two is wrong."""
    return _misfits(elements, _schema_examples(elements))


def _misfits(elements: Elements, examples: Iterable[Example]) -> Iterator[Complaint]:
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
    judge = Judge(elements, ((example.schema, example.value) for example in compiled))
    for number, inside, said in judge.faults():
        example = compiled[number]
        if example.in_place or not inside:
            yield example.pointer + inside, f"About the example: {said}"
        else:
            yield example.pointer, f"About {inside} in the example: {said}"


def _is_plain(schema: dict[str, Json]) -> bool:
    named = schema.get("type")
    return isinstance(named, str) and named in SCALAR and JUDGED_BY_ENGINE.isdisjoint(schema)


def _plain_fault(example: Example) -> str:
    schema, value = example.schema, example.value
    if value is None and schema.get("nullable") is True:
        return ""
    if not fits_type(value, schema):
        return f"The example is not of type {schema['type']}."
    allowed = schema.get("enum")
    if isinstance(allowed, list) and allowed and value not in allowed:
        return "The example is not one of the values that enum allows."
    if not isinstance(value, str):
        return ""
    least, most = schema.get("minLength"), schema.get("maxLength")
    if isinstance(least, int) and len(value) < least:
        return f"The example is shorter than minLength {least}."
    if isinstance(most, int) and len(value) > most:
        return f"The example is longer than maxLength {most}."
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
    if "example" in holder.node:
        yield Example(holder, ("example",), schema, holder.node["example"])
    for name, written in holder.map("examples").items():
        example = elements.follow(written)
        if isinstance(example, dict) and "value" in example:
            here = example is written
            way = ("examples", name, "value") if here else ("examples", name)
            yield Example(holder, way, schema, example["value"], in_place=here)


def _is_serialized(example: Example, kind: Kind, elements: Elements) -> bool:
    """Whether the example is the text as sent, which is not the value the schema describes."""
    if kind is Kind.MEDIA_TYPE:
        media = str(example.holder.key).partition(";")[0].strip().lower()
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


def _schema_examples(elements: Elements) -> Iterator[Example]:
    for schema in elements.schemas_with("example"):
        yield Example(schema, ("example",), schema.node, schema.node["example"])
    for schema in elements.schemas_with("examples"):
        for index, value in enumerate(schema.list("examples")):
            yield Example(schema, ("examples", index), schema.node, value)
