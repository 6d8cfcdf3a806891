"""Does the document introduce itself?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.elements import Element, Kind
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
            yield info.where("description"), "The API has no description."


@rule("info-license", Severity.INFO, hint="Add info.license with a name and a url or identifier.")
def the_api_has_a_license(elements: Elements) -> Iterator[Complaint]:
    """Without a licence nobody outside knows what they may do with the API."""
    for info in elements.every(Kind.INFO):
        if not info.map("license"):
            yield info.pointer, "The API names no licence."


@rule(
    "contact-properties",
    Severity.INFO,
    hint="Complete info.contact with name, url and email.",
)
def the_contact_can_be_reached(elements: Elements) -> Iterator[Complaint]:
    """A name tells whom one talks to, a url where to look first, an email how to ask."""
    for info in elements.every(Kind.INFO):
        contact = info.map("contact")
        for field in ("name", "url", "email"):
            if "contact" in info.node and not contact.get(field):
                yield info.at("contact"), f"The contact has no {field}."


@rule("license-url", Severity.INFO, hint="Add the url of the licence, or its SPDX identifier.")
def the_license_can_be_read(elements: Elements) -> Iterator[Complaint]:
    """The name of a licence is not its text, and many share a name."""
    for info in elements.every(Kind.INFO):
        licence = info.map("license")
        if "license" in info.node and not (licence.get("url") or licence.get("identifier")):
            yield info.at("license"), "The licence has neither a url nor an identifier."


@rule(
    "no-script-tags-in-markdown",
    Severity.WARNING,
    hint="Remove the script; docs are text.",
)
def descriptions_hold_no_scripts(elements: Elements) -> Iterator[Complaint]:
    """Descriptions are rendered as HTML in docs, where a script would run for every reader."""
    for element, field, words in _told(elements):
        if "<script" in words.lower():
            yield element.at(field), f"This {field} holds a script."


@rule("no-eval-in-markdown", Severity.WARNING, hint="Remove the call; docs are text.")
def descriptions_evaluate_nothing(elements: Elements) -> Iterator[Complaint]:
    """Descriptions are rendered in docs; a call of eval there is an attack, or looks like one."""
    for element, field, words in _told(elements):
        if "eval(" in words:
            yield element.at(field), f"This {field} calls eval."


# The objects whose words are rendered as Markdown.
TELLING: Final = tuple(
    kind
    for kind in Kind
    if kind not in (Kind.DOCUMENT, Kind.SECURITY, Kind.COMPONENTS, Kind.MEDIA_TYPE, Kind.CALLBACK)
)


def _told(elements: Elements) -> Iterator[tuple[Element, str, str]]:
    """Everything said in descriptions and titles."""
    for kind in TELLING:
        for site in elements.sites[kind]:
            node = site[2]
            for field in ("description", "title"):
                words = node.get(field)
                # Most say nothing that could be code, which is quickly told.
                if type(words) is str and ("<" in words or "eval(" in words):
                    yield Element(site), field, words
