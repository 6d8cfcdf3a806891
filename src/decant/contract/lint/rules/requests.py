"""Does a request say what it takes, and how much?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from decant.contract.elements import Element, Kind
from decant.contract.findings import Severity
from decant.contract.lint.exchanges import api_operations, body_of, codes, contents
from decant.contract.lint.rule import Complaint, rule
from decant.contract.lint.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements, Operation

Json = Any
# Without one of these a schema says nothing.
TELLING: Final = frozenset(
    {"type", "properties", "allOf", "anyOf", "oneOf", "enum", "const", "$ref", "items", "not"}
)
# Formats whose values cannot be long.
SHORT: Final = frozenset(
    {
        *("uuid", "date", "date-time", "time", "duration", "ipv4", "ipv6", "email", "idn-email"),
        *("hostname", "byte", "int32", "int64"),
    }
)
BOUNDED_STRING: Final = ("maxLength", "enum", "const")
BYTES: Final = ("contentEncoding", "contentMediaType")
MULTIPART: Final = "multipart/"


@rule(
    "sp-request-body-schema",
    Severity.ERROR,
    hint="Add a schema with a type and properties.",
)
def bodies_are_described(elements: Elements) -> Iterator[Complaint]:
    """A body that may be anything can be neither validated nor generated."""
    for element in elements.every(Kind.MEDIA_TYPE):
        parent = element.parent
        in_body = element.field == "content" and parent is not None and _is_body(parent)
        if not in_body or str(element.key).startswith("application/octet-stream"):
            continue
        schema = element.node.get("schema", element.node.get("itemSchema"))
        if not isinstance(schema, dict) or TELLING.isdisjoint(schema):
            yield element.pointer, f"Nothing is said about the {element.key} that is sent."


def _is_body(element: Element) -> bool:
    return element.field in ("requestBody", "requestBodies")


@rule(
    "sp-write-body-required",
    Severity.WARNING,
    hint="Write `required: true`, or remove the body where it means nothing.",
)
def bodies_of_writes_are_required(elements: Elements) -> Iterator[Complaint]:
    """A request body is optional unless it says otherwise, and few services mean that."""
    for operation in api_operations(elements):
        body = body_of(elements, operation)
        if operation.method not in ("post", "put", "patch") or body is None:
            continue
        if body.get("required") is not True:
            yield operation.at("requestBody"), f"The body of {operation.name} is optional."


@rule(
    "sp-request-closed",
    Severity.INFO,
    hint="Write `additionalProperties: false`, or unevaluatedProperties beside allOf.",
)
def request_objects_are_closed(elements: Elements) -> Iterator[Complaint]:
    """A misspelt field that is silently ignored is a request that does something else."""
    for schema in typed(elements).sent("object"):
        node = schema.node
        closed = {"additionalProperties", "unevaluatedProperties"} & set(node)
        if "properties" in node and not closed and schema.field != "allOf":
            yield schema, "This object takes fields that nobody declared."


@rule("sp-string-bounded", Severity.WARNING, hint="Add maxLength, an enum or a short format.")
def sent_strings_are_bounded(elements: Elements) -> Iterator[Complaint]:
    """What a client sends is stored and logged; without an end it fills both."""
    for schema in typed(elements).sent("string"):
        node = schema.node
        named = any(keyword in node for keyword in BOUNDED_STRING)
        if not named and str(node.get("format")) not in SHORT and not _is_binary(node):
            yield schema, "This string has no maxLength."


@rule("sp-number-bounded", Severity.INFO, hint="Add minimum and maximum.")
def sent_numbers_are_bounded(elements: Elements) -> Iterator[Complaint]:
    """A number out of bounds asks for a million pages, or overflows where it is stored."""
    for name in ("integer", "number"):
        for schema in typed(elements).sent(name):
            node = schema.node
            low = "minimum" in node or "exclusiveMinimum" in node
            high = "maximum" in node or "exclusiveMaximum" in node
            listed = "enum" in node or "const" in node or node.get("format") == "int32"
            if not (low and high) and not listed:
                yield schema, "This number has no lower and upper bound."


@rule("sp-array-bounded", Severity.WARNING, hint="Add maxItems.")
def sent_arrays_are_bounded(elements: Elements) -> Iterator[Complaint]:
    """An array without an end is a way to fill a memory, and to keep a processor busy."""
    for schema in typed(elements).sent("array"):
        if "maxItems" not in schema.node:
            yield schema, "This array has no maxItems."


@rule(
    "sp-upload-limited",
    Severity.WARNING,
    hint="Add maxLength or document 413; name the media type in encoding or document 415.",
)
def uploads_are_limited(elements: Elements) -> Iterator[Complaint]:
    """Whoever takes files must say how large and of which kind, or takes any."""
    for operation in api_operations(elements):
        for name, media in contents(body_of(elements, operation)):
            schema = elements.follow(media.get("schema"))
            for part, node in _binary_parts(elements, name, schema):
                missing = _unsaid(operation, media, part, node)
                if missing:
                    where = f"The upload '{part}'" if part else "The upload"
                    said = f"{where} of {operation.name} does not say {' or '.join(missing)}."
                    yield operation.at("requestBody"), said


def _binary_parts(
    elements: Elements, media_type: str, schema: Json
) -> Iterator[tuple[str, dict[str, Json]]]:
    if not isinstance(schema, dict):
        return
    if not media_type.startswith(MULTIPART):
        if _is_binary(schema):
            yield "", schema
        return
    properties = schema.get("properties")
    for part, written in (properties if isinstance(properties, dict) else {}).items():
        node = elements.follow(written)
        if isinstance(node, dict) and _is_binary(node):
            yield str(part), node


def _is_binary(schema: dict[str, Json]) -> bool:
    return schema.get("format") == "binary" or any(keyword in schema for keyword in BYTES)


def _unsaid(
    operation: Operation, media: dict[str, Json], part: str, node: dict[str, Json]
) -> list[str]:
    documented = codes(operation)
    encodings = media.get("encoding")
    encoding = encodings.get(part) if isinstance(encodings, dict) else None
    sized = "maxLength" in node or "x-max-size" in node or "413" in documented
    # Outside of a form the key of the body is the media type of the file.
    typed_part = (
        not part
        or (isinstance(encoding, dict) and "contentType" in encoding)
        or "contentMediaType" in node
        or "415" in documented
    )
    return [
        what for what, said in (("how large", sized), ("of which kind", typed_part)) if not said
    ]
