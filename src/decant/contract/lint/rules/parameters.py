"""Does a caller learn what to send in a parameter?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

IGNORED: Final = frozenset({"accept", "content-type", "authorization"})


@rule("oas3-parameter-description", Severity.INFO, hint="Say what the parameter does.")
def parameters_are_described(elements: Elements) -> Iterator[Complaint]:
    """A parameter's name is rarely enough to know which values make sense."""
    for parameter in elements.every(Kind.PARAMETER):
        if not parameter.text("description"):
            yield parameter.pointer, f"The parameter '{parameter.text('name')}' is not described."


@rule(
    "no-ignored-header-parameters",
    Severity.WARNING,
    hint="Say it with media types or with a security scheme, and remove the parameter.",
)
def header_parameters_are_heard(elements: Elements) -> Iterator[Complaint]:
    """OpenAPI ignores header parameters called Accept, Content-Type or Authorization."""
    for parameter in elements.every(Kind.PARAMETER):
        name = parameter.text("name")
        if parameter.node.get("in") == "header" and name.lower() in IGNORED:
            yield parameter.pointer, f"A header parameter '{name}' is ignored."
