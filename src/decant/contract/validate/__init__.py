"""Is this a valid OpenAPI document? Its shape first, then what a shape cannot say."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from decant.contract.elements import elements_of
from decant.contract.findings import Finding, Severity

from . import operations, references, schemas  # noqa: F401 - they hold the rules
from .rules import MOST_PER_RULE, SEMANTICS, findings_of, in_reading_order, rest_of
from .structure import faults_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.document import Document


def validate(document: Document) -> tuple[Finding, ...]:
    """Everything that makes the document wrong, whatever a team's taste; in reading order."""
    elements = elements_of(document)
    found = list(_structure(document))
    for rule in SEMANTICS.values():
        found.extend(findings_of(rule, elements))
    return in_reading_order(found)


def _structure(document: Document) -> Iterator[Finding]:
    causes = faults_in(document.tree, document.dialect)
    for cause in islice(causes, MOST_PER_RULE):
        place = document.locate(cause.pointer)
        yield Finding("oas3-schema", Severity.ERROR, cause.message, place, cause.hint)
    rest = ((cause.pointer, cause.message) for cause in causes)
    yield from rest_of("oas3-schema", Severity.ERROR, rest, document)
