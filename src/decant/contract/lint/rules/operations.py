"""Can a reader find an operation, and a generator name it?"""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

NOT_IN_URL: Final = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]")
WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
LONGEST_NAME: Final = 80


@rule(
    "operation-operationId",
    Severity.WARNING,
    hint="Add an operationId, such as a verb and a noun: listPets.",
)
def operations_have_an_id(elements: Elements) -> Iterator[Complaint]:
    """SDKs, docs and links know an operation by its operationId; a made-up one changes."""
    for operation in elements.operations:
        if operation.id is None:
            yield operation.pointer, f"{operation.name} has no operationId."


@rule(
    "operation-operationId-valid-in-url",
    Severity.WARNING,
    hint="Use letters, digits, '-', '_' and '.' only.",
)
def operation_ids_fit_in_a_url(elements: Elements) -> Iterator[Complaint]:
    """Docs link to an operation by its id; other signs break the link."""
    for operation in elements.operations:
        if operation.id and NOT_IN_URL.search(operation.id):
            yield operation.at("operationId"), f"'{operation.id}' does not fit in a URL."


@rule(
    "operation-operationId-sdk-safe",
    Severity.WARNING,
    hint="Start with a letter, stay under 80 characters, avoid keywords, differ in more than case.",
)
def operation_ids_make_method_names(elements: Elements) -> Iterator[Complaint]:
    """Generated clients turn the id into a method name, in snake_case or camelCase."""
    seen: dict[str, str] = {}
    for operation in elements.operations:
        if operation.id is None:
            continue
        name = "_".join(WORDS.findall(operation.id)).lower()
        first = seen.setdefault(name.replace("_", ""), operation.id)
        said = _no_method_name(name)
        if said is None and first != operation.id:
            said = f"makes the same method name as '{first}'"
        if said is not None:
            yield operation.at("operationId"), f"'{operation.id}' {said}."


def _no_method_name(name: str) -> str | None:
    if not name or name[0].isdigit() or keyword.iskeyword(name):
        return "makes no method name"
    return f"makes a method name of {len(name)} characters" if len(name) > LONGEST_NAME else None


@rule("operation-summary", Severity.INFO, hint="Add a summary of a few words.")
def operations_have_a_summary(elements: Elements) -> Iterator[Complaint]:
    """The summary is the operation's line in every list; without it a path must serve."""
    for operation in elements.operations:
        if not operation.text("summary"):
            yield operation.where("summary"), f"{operation.name} has no summary."


@rule(
    "operation-description", Severity.INFO, hint="Say what the operation does, and when to use it."
)
def operations_are_described(elements: Elements) -> Iterator[Complaint]:
    """The description is where a caller learns what the signature cannot say."""
    for operation in elements.operations:
        if not operation.text("description"):
            yield operation.where("description"), f"{operation.name} has no description."


@rule("operation-tags", Severity.WARNING, hint="Add the tag of the chapter it belongs to.")
def operations_are_tagged(elements: Elements) -> Iterator[Complaint]:
    """Docs and SDKs group operations by tag; one without stands outside every chapter."""
    for operation in elements.operations:
        if not operation.list("tags"):
            yield operation.where("tags"), f"{operation.name} has no tag."


@rule(
    "operation-tag-defined",
    Severity.WARNING,
    hint="Declare the tag under the document's tags, or correct its spelling.",
)
def tags_are_declared(elements: Elements) -> Iterator[Complaint]:
    """A tag that is not declared has no description and no place in the order of the docs."""
    declared = {tag.text("name") for tag in elements.every(Kind.TAG)}
    for operation in elements.operations:
        for index, tag in enumerate(operation.list("tags")):
            if isinstance(tag, str) and tag.strip() not in declared:
                yield operation.at("tags", index), f"The tag '{tag}' is not declared."


@rule(
    "operation-success-response",
    Severity.WARNING,
    hint="Document the 2xx or 3xx response that callers hope for.",
)
def operations_can_succeed(elements: Elements) -> Iterator[Complaint]:
    """A caller must know what success looks like; an SDK takes its return type from it."""
    for operation in elements.operations:
        codes = operation.map("responses")
        # A default response alone describes every outcome, the good one too.
        succeeds = any(str(code)[:1] in "23" for code in codes) or list(codes) == ["default"]
        if not succeeds and not operation.webhook:
            yield operation.at("responses"), f"{operation.name} documents no success."


@rule(
    "operation-4xx-response",
    Severity.INFO,
    hint="Document what a refused request is answered: 4xx codes, 4XX or default.",
)
def operations_can_be_refused(elements: Elements) -> Iterator[Complaint]:
    """Requests fail; a caller that knows how can react instead of guessing."""
    for operation in elements.operations:
        codes = operation.map("responses")
        documented = any(str(code)[:1] == "4" for code in codes) or "default" in codes
        if codes and not documented and not operation.webhook:
            yield operation.at("responses"), f"{operation.name} documents no refusal."


@rule(
    "security-defined",
    Severity.WARNING,
    hint="Add security to the document or the operation; write `security: []` where none is meant.",
)
def security_is_said(elements: Elements) -> Iterator[Complaint]:
    """Whether a call needs credentials should be written, not guessed from its absence."""
    if "security" in elements.root:
        return
    if not any("security" in operation.node for operation in elements.operations):
        if elements.operations:
            yield "", "Neither the document nor any operation says which credentials are needed."
        return
    for operation in elements.operations:
        if "security" not in operation.node and not operation.webhook:
            yield operation.pointer, f"{operation.name} does not say whether it needs credentials."


@rule(
    "no-request-body",
    Severity.WARNING,
    hint="Send the data as parameters, or use POST.",
)
def reading_takes_no_body(elements: Elements) -> Iterator[Complaint]:
    """RFC 9110 gives a body no meaning on GET, HEAD and DELETE; proxies and clients drop it."""
    for operation in elements.operations:
        if operation.method in ("get", "head", "delete") and "requestBody" in operation.node:
            yield operation.at("requestBody"), f"{operation.name} has a request body."
