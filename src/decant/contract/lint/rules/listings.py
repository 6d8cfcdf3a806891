"""Can a client read a long list piece by piece?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from decant.contract.findings import Severity
from decant.contract.lint.exchanges import answers, api_operations, json_schemas
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements, Operation

Json = Any
PAGING: Final = re.compile(
    r"page.*|.*per[_-]?page|limit|offset|.*cursor|after|before|starting[_-]?after|ending[_-]?before"
    r"|.*token|.*marker|\$?top|\$?skip|start|count|max[_-]?results|size|since",
    re.IGNORECASE,
)
PAGE_SIZE: Final = re.compile(
    r"page[_-]?size|.*per[_-]?page|limit|\$?top|max[_-]?results", re.IGNORECASE
)
PAGING_HEADERS: Final = frozenset({"link", "x-pagination"})
# The objects that stand beside the list in its envelope.
ABOUT_PAGES: Final = re.compile(
    r"_?(?:links?|meta(?:data)?|pag(?:e|ing|ination)\w*|cursors?)", re.IGNORECASE
)
FEW: Final = 100
# An object with more lists than this describes one thing, not a collection.
MOST_LISTS: Final = 2


@rule(
    "sp-collection-paginated",
    Severity.WARNING,
    hint="Add page parameters; if the list stays short, say so with maxItems or x-bounded.",
)
def collections_come_in_pages(elements: Elements) -> Iterator[Complaint]:
    """A list that grows with the data grows until neither side can hold it."""
    for operation, listed in _collections(elements):
        if not _is_paged(elements, operation) and not _is_bounded(elements, operation, listed):
            yield operation.pointer, f"{operation.name} answers a list without pages."


@rule("sp-page-size-bounded", Severity.WARNING, hint="Add a maximum.")
def pages_have_a_largest_size(elements: Elements) -> Iterator[Complaint]:
    """Pages help no one if a client may ask for one of a million."""
    told: set[str] = set()
    for operation in api_operations(elements):
        if operation.method != "get":
            continue
        for (place, name), (pointer, parameter) in elements.parameters(operation).items():
            schema = elements.follow(parameter.get("schema"))
            if place != "query" or not PAGE_SIZE.fullmatch(name) or not isinstance(schema, dict):
                continue
            bounded = {"maximum", "exclusiveMaximum", "enum", "const"} & set(schema)
            if not bounded and "integer" in str(schema.get("type")) and pointer not in told:
                told.add(pointer)
                yield pointer, f"'{name}' has no maximum."


@rule(
    "sp-collection-envelope",
    Severity.INFO,
    hint="Answer an object with the list in a field.",
)
def collections_have_an_envelope(elements: Elements) -> Iterator[Complaint]:
    """A bare array has no room for a cursor or a total when one is needed."""
    for operation, listed in _collections(elements):
        if "array" in str(listed.get("type")):
            yield operation.pointer, f"{operation.name} answers a bare array."


def _collections(elements: Elements) -> Iterator[tuple[Operation, dict[str, Json]]]:
    """The operations that answer a list, with the schema of what they answer."""
    for operation in api_operations(elements):
        if operation.method != "get" or operation.path.endswith("}"):
            continue
        for answer in answers(elements, operation):
            if answer.code[:1] != "2":
                continue
            schema = next(json_schemas(elements, answer.node), None)
            if schema is not None and _is_list(elements, schema):
                yield operation, schema
                break


def _is_list(elements: Elements, schema: dict[str, Json]) -> bool:
    if "array" in str(schema.get("type")):
        return True
    return 1 <= len(_lists(elements, schema)) <= MOST_LISTS and not _is_one_thing(elements, schema)


def _is_one_thing(elements: Elements, schema: dict[str, Json]) -> bool:
    """Whether it has an identity or parts of its own, which the envelope of a list has not."""
    properties = schema.get("properties")
    for name, written in (properties if isinstance(properties, dict) else {}).items():
        member = elements.follow(written)
        is_part = isinstance(member, dict) and (
            member.get("type") == "object" or "properties" in member
        )
        if name == "id" or (is_part and not ABOUT_PAGES.fullmatch(str(name))):
            return True
    return False


def _lists(elements: Elements, schema: dict[str, Json]) -> list[dict[str, Json]]:
    """The properties that are arrays."""
    properties = schema.get("properties")
    members = properties.values() if isinstance(properties, dict) else ()
    followed = (elements.follow(member) for member in members)
    return [one for one in followed if isinstance(one, dict) and one.get("type") == "array"]


def _is_paged(elements: Elements, operation: Operation) -> bool:
    asked = any(
        place == "query" and PAGING.fullmatch(name)
        for place, name in elements.parameters(operation)
    )
    return asked or any(
        answer.code[:1] == "2" and PAGING_HEADERS & set(answer.headers)
        for answer in answers(elements, operation)
    )


def _is_bounded(elements: Elements, operation: Operation, schema: dict[str, Json]) -> bool:
    """Whether the list is said to stay short."""
    if operation.node.get("x-bounded") is True:
        return True
    lists = [schema] if "array" in str(schema.get("type")) else _lists(elements, schema)
    most = [one.get("maxItems") for one in lists]
    return all(isinstance(count, int) and count <= FEW for count in most)
