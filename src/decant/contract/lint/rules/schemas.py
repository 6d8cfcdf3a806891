"""Do schemas say what they mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decant.contract.document import Dialect
from decant.contract.elements import Element, Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

Json = Any


@rule("array-items", Severity.WARNING, hint="Add items with the schema of one member.")
def arrays_say_what_they_hold(elements: Elements) -> Iterator[Complaint]:
    """A client cannot type the members of an array whose items are not described."""
    for site in elements.sites[Kind.SCHEMA]:
        node: dict[str, Json] = site[2]
        if node.get("type") == "array" and "items" not in node and "prefixItems" not in node:
            yield Element(site).pointer, "The items of this array are not described."


@rule(
    "no-$ref-siblings",
    Severity.WARNING,
    hint="Move what stands beside $ref to where it leads, or wrap the $ref in allOf.",
)
def references_stand_alone(elements: Elements) -> Iterator[Complaint]:
    """Before OpenAPI 3.1 everything beside a `$ref` is ignored, whatever it says."""
    if not elements.references_stand_alone:
        return
    for element, kind in elements.references:
        others = [key for key in element.node if key != "$ref" and not key.startswith("x-")]
        if others and kind is not Kind.PATH_ITEM:
            listed = ", ".join(others[:5])
            yield element.at(others[0]), f"Beside a $ref, {listed} is ignored."


@rule(
    "oas3-examples-value-or-externalValue",
    Severity.WARNING,
    hint="Write either value or externalValue.",
)
def examples_have_one_value(elements: Elements) -> Iterator[Complaint]:
    """An example without a value shows nothing, and with two nobody knows which counts."""
    for example in elements.every(Kind.EXAMPLE):
        given = {"value", "externalValue", "dataValue", "serializedValue"} & set(example.node)
        if not given or given == {"value", "externalValue"}:
            said = "has no value" if not given else "has two values"
            yield example.pointer, f"This example {said}."


@rule(
    "oas3_2-no-deprecated-xml-attribute",
    Severity.WARNING,
    hint="Write `nodeType: attribute`.",
    dialects=frozenset({Dialect.V3_2}),
)
def xml_says_node_type(elements: Elements) -> Iterator[Complaint]:
    """OpenAPI 3.2 replaced xml.attribute by xml.nodeType, which can say more."""
    for site in elements.sites[Kind.SCHEMA]:
        xml = site[2].get("xml")
        if isinstance(xml, dict) and xml.get("attribute") is True:
            yield Element(site).at("xml", "attribute"), "xml.attribute is deprecated."
