"""Can a generator name an operation, and a reader tell what it and its data are?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from decant.contract.elements import Element, Kind
from decant.contract.findings import Severity
from decant.contract.lint.exchanges import api_operations
from decant.contract.lint.rule import Complaint, rule

from .operations import operation_ids_make_method_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

LONGEST_SUMMARY: Final = 120
NOT_A_NAME: Final = re.compile(r"[^0-9a-z]")


@rule("sp-operation-id", Severity.ERROR, hint="Add an operationId of its own: listPets.")
def operations_have_ids_of_their_own(elements: Elements) -> Iterator[Complaint]:
    """An id is the name of a method; two that differ in signs only become the same name."""
    first_use: dict[str, str] = {}
    for operation in elements.operations:
        if operation.id is None:
            yield operation.pointer, f"{operation.name} has no operationId."
            continue
        plain = NOT_A_NAME.sub("", operation.id.lower())
        first = first_use.setdefault(plain, operation.id)
        if first != operation.id:
            said = f"'{operation.id}' differs from '{first}' in signs and case only."
            yield operation.at("operationId"), said


@rule(
    "sp-operation-id-sdk-safe",
    Severity.WARNING,
    hint="Start with a letter, stay under 80 characters, avoid keywords, differ in more than case.",
)
def ids_make_method_names(elements: Elements) -> Iterator[Complaint]:
    """Generated clients turn the id into a method name, in snake_case or camelCase."""
    return iter(operation_ids_make_method_names(elements))


@rule(
    "sp-operation-described",
    Severity.WARNING,
    hint="Add a summary of a few words, and a description that says more.",
)
def operations_are_told(elements: Elements) -> Iterator[Complaint]:
    """The summary is what readers search, the description what they need to use it right."""
    for operation in api_operations(elements):
        summary, description = operation.text("summary"), operation.text("description")
        if not summary or not description:
            missing = "summary" if not summary else "description"
            yield operation.where(missing), f"{operation.name} has no {missing}."
        elif summary == description:
            yield (
                operation.pointer,
                f"The description of {operation.name} only repeats the summary.",
            )
        elif len(summary) > LONGEST_SUMMARY:
            said = f"The summary of {operation.name} has {len(summary)} characters."
            yield operation.at("summary"), said


@rule("sp-property-described", Severity.INFO, hint="Say what the property means.")
def properties_are_described(elements: Elements) -> Iterator[Complaint]:
    """A name tells what a field is called, rarely its unit, its limits or when it is empty."""
    for site in elements.sites[Kind.SCHEMA]:
        key, node = site[1], site[2]
        if type(key) is not tuple or key[0] != "properties" or "$ref" in node:
            continue
        if not node.get("description") and "title" not in node and _is_shared(Element(site)):
            yield Element(site), f"The property '{key[1]}' is not described."


def _is_shared(schema: Element) -> bool:
    """Whether it is a property of a component, seen by readers and SDKs under its name."""
    return schema.parent is not None and schema.parent.field == "schemas"
