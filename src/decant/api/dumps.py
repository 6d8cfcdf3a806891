"""Values to plain JSON by a schema, as marshmallow does it, several times faster.

A schema is read once and becomes a function that takes all attributes of a value in one
go. orjson writes text, numbers, enums and UUIDs by itself, so only times, lists and
nested values are converted here. A field or a schema with ways of its own is left to
marshmallow; a test holds both to the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, Final, TypeAlias

from marshmallow import Schema, fields, missing

from .fields import Choice, Flag, FreeText, Pointer, Text, Time, Whole

Convert: TypeAlias = Callable[[Any], Any]

# orjson writes the values of these as marshmallow would.
PLAIN: Final = (
    fields.String, fields.Integer, fields.Boolean, fields.UUID, fields.Raw,
    Text, FreeText, Pointer, Whole, Flag, Choice,
)  # fmt: skip


def dumper(schema: Schema) -> Convert:
    """Return a function that dumps one value by this schema (many, if the schema says so)."""
    dump_one = _one(schema)
    if dump_one is None:
        return schema.dump
    if schema.many:
        return lambda values: [dump_one(value) for value in values]
    return dump_one


def _one(schema: Schema) -> Convert | None:
    if any(_hooks(schema)):
        return None
    plain: list[_Row] = []
    own: list[_Row] = []
    for name, field in schema.dump_fields.items():
        convert = _converter(field)
        source = field.attribute or name
        row = _Row(name, field.data_key or name, source, convert or _same, field)
        (own if convert is None or "." in source else plain).append(row)
    return _Dump(schema, plain, own) if plain else None


def _hooks(schema: Schema) -> list[bool]:
    named = {key: found for key, found in schema._hooks.items() if found}  # noqa: SLF001 - there is no other way to ask
    return ["dump" in str(key) for key in named]


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    key: str
    source: str
    convert: Convert
    field: fields.Field[Any]


class _Dump:
    """Dumps values that have these attributes, or mappings with these keys."""

    __slots__ = ("_attributes", "_blank", "_items", "_own", "_plain", "_schema")

    def __init__(self, schema: Schema, plain: list[_Row], own: list[_Row]) -> None:
        sources = [row.source for row in plain]
        self._schema = schema
        self._attributes = _tuple_of(attrgetter(*sources), len(sources))
        self._items = _tuple_of(itemgetter(*sources), len(sources))
        self._plain = [(row.key, None if row.convert is _same else row.convert) for row in plain]
        self._own = own
        self._blank = {field.data_key or name: None for name, field in schema.dump_fields.items()}

    def __call__(self, value: Any) -> Any:
        try:
            found = (self._items if isinstance(value, dict) else self._attributes)(value)
        except (AttributeError, KeyError):  # something is left to its default
            return self._schema.dump(value, many=False)
        dumped: dict[str, Any] = self._blank.copy()
        for (key, convert), item in zip(self._plain, found, strict=True):
            dumped[key] = item if convert is None or item is None else convert(item)
        for row in self._own:
            item = row.field.serialize(row.name, value, self._schema.get_attribute)
            if item is missing:
                del dumped[row.key]
            else:
                dumped[row.key] = item
        return dumped


def _tuple_of(take: Convert, count: int) -> Convert:
    # With one name, these functions of `operator` return no tuple.
    return take if count > 1 else lambda value: (take(value),)


def _converter(field: fields.Field[Any]) -> Convert | None:
    kind = type(field)
    if kind in PLAIN:
        return _same
    if kind is Time:
        return lambda value: field.serialize("value", {"value": value})
    if kind is fields.Nested and isinstance(field, fields.Nested):
        return _nested(field)
    if kind is fields.List and isinstance(field, fields.List):
        return _list(field)
    return None


def _nested(field: fields.Nested) -> Convert:
    dump = dumper(field.schema)
    if field.many and not field.schema.many:
        return lambda values: [dump(value) for value in values]
    return dump


def _list(field: fields.List[Any]) -> Convert | None:
    inner = _converter(field.inner)
    if inner is None:
        return None
    if inner is _same:
        return list
    return lambda values: [None if value is None else inner(value) for value in values]


def _same(value: Any) -> Any:
    return value
