"""Is this a valid OpenAPI document? Its shape first, then what a shape cannot say.

The rules are imported when a document is first judged: whoever only reads or compares does
not wait for them.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from decant.contract.document import Dialect
from decant.contract.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.document import Document

    from .causes import Cause


def validate(document: Document) -> tuple[Finding, ...]:
    """Everything that makes the document wrong, whatever a team's taste; in reading order."""
    from decant.contract.elements import elements_of

    from .rules import findings_of, in_reading_order
    from .semantics import SEMANTICS

    elements = elements_of(document)
    found = list(_structure(document))
    for rule in SEMANTICS.values():
        found.extend(findings_of(rule, elements))
    return in_reading_order(found)


def _structure(document: Document) -> Iterator[Finding]:
    """The shape, judged by the schema of the dialect the document was written in."""
    from .structure import faults_in

    if document.dialect is not Dialect.V2_0:
        complaints = faults_in(document.tree, document.dialect)
        yield from _located("oas3-schema", complaints, document)
        return
    yield from _located("oas2-schema", _swagger_faults(document), document)


def _swagger_faults(document: Document) -> Iterator[Cause]:
    from dataclasses import replace

    from .structure import faults_in
    from .swagger import as_pushed, spelled_pointer

    pushed = as_pushed(document)
    if pushed is not None:
        root, origins = document.root, document.origins
        for cause in faults_in(pushed, Dialect.V2_0):
            yield replace(cause, pointer=spelled_pointer(cause.pointer, origins, root))


def _located(rule: str, causes: Iterator[Cause], document: Document) -> Iterator[Finding]:
    from .rules import MOST_PER_RULE, rest_of

    for cause in islice(causes, MOST_PER_RULE):
        place = document.locate(cause.pointer)
        yield Finding(rule, Severity.ERROR, cause.message, place, cause.hint)
    rest = ((cause.pointer, cause.message) for cause in causes)
    yield from rest_of(rule, Severity.ERROR, rest, document)
