"""Do the examples show what the schemas say?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint import misfits
from decant.contract.lint.exchanges import is_json
from decant.contract.lint.rule import OPENAPI_3, Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Element, Elements

Json = Any
SHOWING: Final = frozenset({"example", "examples", "enum", "const", "default"})


@rule(
    "oas3-valid-media-example",
    Severity.WARNING,
    hint="Correct the example, or the schema if the example is what the API sends.",
    dialects=OPENAPI_3,
)
def shown_values_fit(elements: Elements) -> Iterator[Complaint]:
    """Readers copy examples and mocks answer with them; a wrong one misleads both."""
    return iter(misfits.in_media(elements))


@rule(
    "oas3-valid-schema-example",
    Severity.WARNING,
    hint="Correct the value, or the schema if the value is what the API sends.",
    dialects=OPENAPI_3,
)
def schema_examples_fit(elements: Elements) -> Iterator[Complaint]:
    """An example or default that its own schema refuses shows that one of the two is wrong."""
    return iter(misfits.in_schemas(elements))


@rule(
    "sp-example-valid",
    Severity.ERROR,
    hint="Correct the value, or the schema if the value is what the API sends.",
)
def all_shown_values_fit(elements: Elements) -> Iterator[Complaint]:
    """Examples, defaults and enum members are copied by people and answered by mocks."""
    yield from misfits.in_media(elements)
    yield from misfits.in_schemas(elements)
    yield from misfits.in_enums(elements)


@rule("sp-has-example", Severity.INFO, hint="Add an example to the media type or to the schema.")
def bodies_are_shown(elements: Elements) -> Iterator[Complaint]:
    """An example says at a glance what a schema says in a page, and mocks answer with it."""
    for media in elements.every(Kind.MEDIA_TYPE):
        if media.field != "content" or not is_json(str(media.key)) or not _is_told(media):
            continue
        if "example" in media.node or "examples" in media.node:
            continue
        schema = elements.follow(media.node.get("schema"))
        if isinstance(schema, dict) and not _is_shown(elements, schema):
            yield media.pointer, "Nothing shows what this looks like."


def _is_told(media: Element) -> bool:
    """Whether it is what a client sends, or hopes to be answered."""
    holder = media.parent
    if holder is None or holder.field in ("requestBody", "requestBodies"):
        return holder is not None
    return holder.field == "responses" and str(holder.key)[:1] == "2"


def _is_shown(elements: Elements, schema: dict[str, Json]) -> bool:
    """Whether the schema, its items or a property of either has an example."""
    for node in (schema, elements.follow(schema.get("items"))):
        if not isinstance(node, dict):
            continue
        properties = node.get("properties")
        parts = properties.values() if isinstance(properties, dict) else ()
        for part in (node, *map(elements.follow, parts)):
            if isinstance(part, dict) and not SHOWING.isdisjoint(part):
                return True
    return False
