"""Does the document introduce itself?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements


@rule("info-contact", Severity.WARNING, hint="Add info.contact with a name, url or email.")
def the_api_has_a_contact(elements: Elements) -> Iterator[Complaint]:
    """Whoever meets a problem with the API needs to know whom to ask."""
    for info in elements.every(Kind.INFO):
        if not info.map("contact"):
            yield info.pointer, "The API names no contact."


@rule("info-description", Severity.WARNING, hint="Add info.description: what the API is for.")
def the_api_is_described(elements: Elements) -> Iterator[Complaint]:
    """The description is the first thing a reader of the docs sees."""
    for info in elements.every(Kind.INFO):
        if not info.text("description"):
            yield info.pointer, "The API has no description."


@rule("info-license", Severity.INFO, hint="Add info.license with a name and a url or identifier.")
def the_api_has_a_license(elements: Elements) -> Iterator[Complaint]:
    """Without a licence nobody outside knows what they may do with the API."""
    for info in elements.every(Kind.INFO):
        if not info.map("license"):
            yield info.pointer, "The API names no licence."


@rule("tag-description", Severity.INFO, hint="Say in a sentence what the operations share.")
def tags_are_described(elements: Elements) -> Iterator[Complaint]:
    """A tag is a chapter of the docs; its description is the chapter's opening."""
    for tag in elements.every(Kind.TAG):
        if not tag.text("description"):
            yield tag.pointer, f"The tag '{tag.text('name')}' has no description."


@rule(
    "no-script-tags-in-markdown",
    Severity.WARNING,
    hint="Remove the script; docs are text.",
)
def descriptions_hold_no_scripts(elements: Elements) -> Iterator[Complaint]:
    """Descriptions are rendered as HTML in docs, where a script would run for every reader."""
    for kind in (Kind.INFO, Kind.TAG, Kind.OPERATION, Kind.PARAMETER, Kind.RESPONSE, Kind.SCHEMA):
        for element in elements.every(kind):
            for field in ("description", "title"):
                words = element.node.get(field)
                if isinstance(words, str) and "<script" in words.lower():
                    yield element.at(field), f"This {field} holds a script."
