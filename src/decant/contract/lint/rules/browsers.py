"""May a browser call the API from another site's page?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.findings import Severity
from decant.contract.lint.exchanges import answers, api_operations, schemes
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

ALLOW: Final = "access-control-allow-origin"


@rule(
    "owasp:api8:2023-define-cors-origin",
    Severity.ERROR,
    hint="Add the header Access-Control-Allow-Origin.",
)
def origins_are_told(elements: Elements) -> Iterator[Complaint]:
    """Which pages may read an answer is decided by this header; an open one lets in all."""
    seen: set[int] = set()
    for operation in api_operations(elements):
        for answer in answers(elements, operation):
            headers = answer.node.get("headers")
            if not isinstance(headers, dict) or id(headers) in seen:
                continue
            seen.add(id(headers))
            if ALLOW not in answer.headers:
                said = f"The {answer.code} of {operation.name} does not tell the allowed origin."
                yield answer.pointer, said


@rule(
    "sp-cors-declared",
    Severity.INFO,
    hint="Document Access-Control-Allow-Origin, or describe it once as x-cors.",
)
def browsers_are_let_in_on_purpose(elements: Elements) -> Iterator[Complaint]:
    """An API for browsers (`x-browser-clients: true`) says which pages may call it."""
    root = elements.root
    if root.get("x-browser-clients") is not True or root.get("x-cors"):
        return
    for operation in api_operations(elements):
        told = [
            answer.headers[ALLOW]
            for answer in answers(elements, operation)
            if answer.code[:1] == "2" and ALLOW in answer.headers
        ]
        if not told:
            yield operation.pointer, f"{operation.name} does not say which origins it allows."
        elif _sends_cookies(elements) and any(_is_open(elements, header) for header in told):
            said = f"{operation.name} lets every page use the cookies of its visitors."
            yield operation.pointer, said


def _sends_cookies(elements: Elements) -> bool:
    return any(scheme.get("in") == "cookie" for _, scheme in schemes(elements))


def _is_open(elements: Elements, written: object) -> bool:
    header = elements.follow(written)
    schema = elements.follow(header.get("schema")) if isinstance(header, dict) else None
    if not isinstance(schema, dict):
        return False
    return "*" in (schema.get("const"), schema.get("default"), *_listed(schema.get("enum")))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
