"""What a change adds to what was broken before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from contract.diff import documents
from decant.contract.diff import compare
from decant.contract.diff.baselines import charges

if TYPE_CHECKING:
    from decant.contract.document import Document

Json: TypeAlias = Any


def pet(*required: str, **properties: Json) -> Document:
    return documents.accepting(
        {
            "type": "object",
            "properties": {"name": {"type": "string"}, **properties},
            "required": list(required),
        }
    )


def told(base: Document, head: Document, newer: Document) -> list[tuple[str, bool, bool]]:
    """Each change: its kind, whether it is against the head, and whether the head has it."""
    found = charges(compare(base, newer), compare(head, newer), compare(base, head))
    return [(each.change.kind, each.is_against_head, each.is_known) for each in found]


def test_what_the_head_breaks_already_is_known() -> None:
    base, head = pet(), pet("name")

    assert told(base, head, head) == [("property-became-required", False, True)]


def test_what_the_change_breaks_is_not_known() -> None:
    base = pet()

    assert told(base, base, pet("name")) == [("property-became-required", False, False)]


def test_both_are_told_apart() -> None:
    base, head = pet(), pet("name")
    newer = pet("name", "tag", tag={"type": "string"})

    assert sorted(told(base, head, newer)) == [
        ("property-became-required", False, True),
        ("required-property-added", False, False),
    ]


def test_what_only_the_head_promised_is_held_against_the_head() -> None:
    base, head = pet(), pet(tag={"type": "string"})

    assert told(base, head, pet()) == [("property-removed", True, False)]


def test_what_takes_a_break_further_is_not_known() -> None:
    base = pet(age={"type": "integer", "maximum": 100})
    head = pet(age={"type": "integer", "maximum": 50})
    newer = pet(age={"type": "integer", "maximum": 10})

    assert ("maximum-decreased", False, False) in told(base, head, newer)


def test_a_known_break_that_reaches_one_more_operation_is_new() -> None:
    def shared(operations: tuple[str, ...], schema: Json) -> Document:
        body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
        operation = {"requestBody": body, "responses": {"204": {"description": "Done"}}}
        plain = {"responses": {"204": {"description": "Done"}}}
        item = {m: operation if m in operations else plain for m in ("post", "put")}
        return documents.document(
            {"paths": {"/pets": item}, "components": {"schemas": {"Pet": schema}}}
        )

    loose, tight = {"type": "string"}, {"type": "string", "maxLength": 5}
    base = shared(("post", "put"), loose)
    newer = shared(("post", "put"), tight)

    assert told(base, newer, newer) == [("max-length-added", False, True)]
    assert ("max-length-added", False, False) in told(base, shared(("post",), tight), newer)
