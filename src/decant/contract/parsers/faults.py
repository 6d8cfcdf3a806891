"""Why a text cannot be read, and the place in it that shows why."""

from __future__ import annotations

from dataclasses import dataclass

from decant.contract.errors import UnreadableDocument
from decant.contract.findings import Finding, Location, Severity


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, both counted from 1; columns in characters."""

    line: int
    column: int


class Fault(Exception):  # noqa: N818 - a fault lies in the document, not in the program
    """The reader stops here. Never leaves `parsers`: `parse` knows the file and adds it."""

    def __init__(self, rule: str, message: str, hint: str, place: Place) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.hint = hint
        self.place = place

    def in_file(self, file: str) -> UnreadableDocument:
        where = Location("", file, self.place.line, self.place.column)
        finding = Finding(self.rule, Severity.ERROR, self.message, where, self.hint)
        return UnreadableDocument([finding])


def place_of(text: bytes, offset: int) -> Place:
    """Where the byte at `offset` stands, as an editor counts; broken UTF-8 does no harm."""
    start = text.rfind(b"\n", 0, offset) + 1
    column = len(text[start:offset].decode("utf-8", "replace")) + 1
    return Place(text.count(b"\n", 0, offset) + 1, column)


def too_deep(depth: int, place: Place) -> Fault:
    return Fault(
        "nesting-too-deep",
        f"objects and arrays are nested more than {depth} levels deep here",
        "Move inner parts to components and refer to them with `$ref`.",
        place,
    )


def too_many_nodes(nodes: int, place: Place) -> Fault:
    return Fault(
        "too-many-nodes",
        f"the document holds more than {nodes:,} values",
        "Split the document into several APIs, or leave generated data out of it.",
        place,
    )


def too_long_scalar(scalar_bytes: int, place: Place) -> Fault:
    return Fault(
        "scalar-too-long",
        f"a single value here is longer than {scalar_bytes:,} bytes",
        "Link to large texts and data with `externalDocs` or `externalValue`.",
        place,
    )


def duplicate_key(key: str, first_line: int, place: Place) -> Fault:
    return Fault(
        "duplicate-key",
        f"the key {shortened(key)} stands here again; line {first_line} has it first",
        "Remove or rename one of the two: readers disagree about which one counts.",
        place,
    )


def number_out_of_range(number: str, place: Place) -> Fault:
    return Fault(
        "number-out-of-range",
        f"the number {shortened(number)} is not one JSON can carry",
        "Use a finite number below 1.8e308, or write it as a string in quotes.",
        place,
    )


def lone_surrogate(place: Place) -> Fault:
    return Fault(
        "lone-surrogate",
        "an escape in this string is half of a character, or none",
        "Write the character itself.",
        place,
    )


def shortened(text: str) -> str:
    """`text` in quotes, cut so that a message stays one line."""
    plain = text if text.isprintable() else repr(text)[1:-1]
    return f"'{plain}'" if len(plain) <= 60 else f"'{plain[:57]}…'"
