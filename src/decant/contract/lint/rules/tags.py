"""Do the tags make chapters that a reader finds the way through?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements


@rule("openapi-tags", Severity.INFO, hint="Declare the tags that operations use.")
def the_document_has_tags(elements: Elements) -> Iterator[Complaint]:
    """Declared tags are the table of contents of the docs; without them there is no order."""
    if not isinstance(elements.root.get("tags"), list) or not elements.root["tags"]:
        yield "", "The document declares no tags."


@rule("openapi-tags-alphabetical", Severity.INFO, hint="Sort the tags by name.")
def tags_are_sorted(elements: Elements) -> Iterator[Complaint]:
    """Where no other order is told, readers look a chapter up by its name."""
    before = ""
    for tag in elements.every(Kind.TAG):
        name = tag.text("name")
        if name.casefold() < before.casefold():
            yield tag.pointer, f"The tag '{name}' stands behind '{before}'."
            return
        before = name


@rule("operation-singular-tag", Severity.INFO, hint="Keep the tag it belongs to most.")
def operations_have_one_tag(elements: Elements) -> Iterator[Complaint]:
    """An operation in two chapters is generated into two classes, or into one nobody expects."""
    for operation in elements.operations:
        count = len(operation.list("tags"))
        if count > 1:
            yield operation.at("tags"), f"{operation.name} has {count} tags."


@rule("tag-description", Severity.INFO, hint="Say in a sentence what the operations share.")
def tags_are_described(elements: Elements) -> Iterator[Complaint]:
    """A tag is a chapter of the docs; its description is the chapter's opening."""
    for tag in elements.every(Kind.TAG):
        if not tag.text("description"):
            place, name = tag.where("description"), tag.text("name")
            yield place, f"The tag '{name}' has no description."
