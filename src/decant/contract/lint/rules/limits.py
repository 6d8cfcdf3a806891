"""Do schemas say how much they take, so that nobody can send more than a service bears?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from decant.contract.document import Dialect
from decant.contract.findings import Severity
from decant.contract.lint.rule import BEFORE_3_1, SINCE_3_1, Complaint, rule
from decant.contract.lint.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

Json = Any
V3_0: Final = frozenset({Dialect.V3_0})


@rule(
    "owasp:api3:2023-no-additionalProperties",
    Severity.WARNING,
    hint="Write `additionalProperties: false`.",
    dialects=V3_0,
)
def objects_take_no_more(elements: Elements) -> Iterator[Complaint]:
    """Fields that nobody declared may reach a database that nobody meant them for."""
    return _more_taken(elements, "additionalProperties")


@rule(
    "owasp:api3:2023-no-unevaluatedProperties",
    Severity.WARNING,
    hint="Write `unevaluatedProperties: false`.",
    dialects=SINCE_3_1,
)
def objects_take_nothing_unseen(elements: Elements) -> Iterator[Complaint]:
    """Fields that no schema looked at may reach a database that nobody meant them for."""
    return _more_taken(elements, "unevaluatedProperties")


@rule(
    "owasp:api3:2023-constrained-additionalProperties",
    Severity.WARNING,
    hint="Add maxProperties.",
    dialects=V3_0,
)
def more_fields_are_counted(elements: Elements) -> Iterator[Complaint]:
    """An object with any number of fields is a way to fill a memory from outside."""
    return _uncounted(elements, "additionalProperties")


@rule(
    "owasp:api3:2023-constrained-unevaluatedProperties",
    Severity.WARNING,
    hint="Add maxProperties.",
    dialects=SINCE_3_1,
)
def unseen_fields_are_counted(elements: Elements) -> Iterator[Complaint]:
    """An object with any number of fields is a way to fill a memory from outside."""
    return _uncounted(elements, "unevaluatedProperties")


def _more_taken(elements: Elements, keyword: str) -> Iterator[Complaint]:
    for schema in typed(elements).every("object"):
        more = schema.node.get(keyword)
        if more is True or isinstance(more, dict):
            yield schema, f"{keyword} lets fields in that are not declared."


def _uncounted(elements: Elements, keyword: str) -> Iterator[Complaint]:
    for schema in typed(elements).every("object"):
        if isinstance(schema.node.get(keyword), dict) and "maxProperties" not in schema.node:
            yield schema, "This object may have any number of fields."


@rule("owasp:api4:2023-array-limit", Severity.ERROR, hint="Add maxItems.")
def arrays_are_limited(elements: Elements) -> Iterator[Complaint]:
    """An array without an end is a way to fill a memory, and to keep a processor busy."""
    for schema in typed(elements).every("array"):
        if "maxItems" not in schema.node:
            yield schema, "This array has no maxItems."


@rule("owasp:api4:2023-string-limit", Severity.ERROR, hint="Add maxLength, enum or const.")
def strings_are_limited(elements: Elements) -> Iterator[Complaint]:
    """A string without an end is a way to fill a memory or a disk."""
    return _strings_without(elements, ("maxLength", "enum", "const"))


@rule(
    "owasp:api4:2023-string-restricted",
    Severity.WARNING,
    hint="Add a format, a pattern, an enum or a const.",
)
def strings_have_a_form(elements: Elements) -> Iterator[Complaint]:
    """What may be any text may be a script or a query; a form leaves less room."""
    return _strings_without(elements, ("format", "pattern", "enum", "const"))


def _strings_without(elements: Elements, keywords: tuple[str, ...]) -> Iterator[Complaint]:
    said = f"This string has none of {', '.join(keywords)}."
    for schema in typed(elements).every("string"):
        if not any(keyword in schema.node for keyword in keywords):
            yield schema, said


@rule(
    "owasp:api4:2023-integer-limit",
    Severity.ERROR,
    hint="Add one lower and one upper bound.",
    dialects=SINCE_3_1,
)
def integers_are_limited(elements: Elements) -> Iterator[Complaint]:
    """A number out of bounds asks for a million pages, or overflows where it is stored."""
    for schema in typed(elements).every("integer"):
        node = schema.node
        for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if (bound in node) is (exclusive in node):
                said = "both" if bound in node else "neither"
                yield schema, f"This integer has {said} of {bound} and {exclusive}."
                break


@rule(
    "owasp:api4:2023-integer-limit-legacy",
    Severity.ERROR,
    hint="Add minimum and maximum.",
    dialects=BEFORE_3_1,
)
def integers_have_a_minimum_and_maximum(elements: Elements) -> Iterator[Complaint]:
    """A number out of bounds asks for a million pages, or overflows where it is stored."""
    for schema in typed(elements).every("integer"):
        missing = [bound for bound in ("minimum", "maximum") if bound not in schema.node]
        if missing:
            yield schema, f"This integer has no {' and no '.join(missing)}."


@rule("owasp:api4:2023-integer-format", Severity.ERROR, hint="Add `format: int32` or int64.")
def integers_have_a_size(elements: Elements) -> Iterator[Complaint]:
    """Without a size every language takes its own, and the smaller one overflows."""
    for schema in typed(elements).every("integer"):
        if "format" not in schema.node:
            yield schema, "This integer has no format."
