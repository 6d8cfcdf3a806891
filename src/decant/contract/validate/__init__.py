"""Is this a valid OpenAPI document? Its shape first, then what a shape cannot say."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from decant.contract.document import Dialect
from decant.contract.elements import elements_of
from decant.contract.findings import Finding, Severity

from . import operations, references, schemas  # noqa: F401 - they hold the rules
from .rules import MOST_PER_RULE, SEMANTICS, findings_of, in_reading_order, rest_of
from .structure import faults_in
from .swagger import as_pushed, spelled_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.document import Document

    from .causes import Cause


def validate(document: Document) -> tuple[Finding, ...]:
    """Everything that makes the document wrong, whatever a team's taste; in reading order."""
    elements = elements_of(document)
    found = list(_structure(document))
    for rule in SEMANTICS.values():
        found.extend(findings_of(rule, elements))
    return in_reading_order(found)


def _structure(document: Document) -> Iterator[Finding]:
    """The shape, judged by the schema of the dialect the document was written in."""
    if document.dialect is not Dialect.V2_0:
        complaints = faults_in(document.tree, document.dialect)
        yield from _located("oas3-schema", complaints, document)
        return
    pushed = as_pushed(document)
    if pushed is not None:
        root, origins = document.manifest.root, document.manifest.origins
        moved = (
            replace(cause, pointer=spelled_pointer(cause.pointer, origins, root))
            for cause in faults_in(pushed, Dialect.V2_0)
        )
        yield from _located("oas2-schema", moved, document)


def _located(rule: str, causes: Iterator[Cause], document: Document) -> Iterator[Finding]:
    for cause in islice(causes, MOST_PER_RULE):
        place = document.locate(cause.pointer)
        yield Finding(rule, Severity.ERROR, cause.message, place, cause.hint)
    rest = ((cause.pointer, cause.message) for cause in causes)
    yield from rest_of(rule, Severity.ERROR, rest, document)
