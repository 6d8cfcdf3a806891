"""What a worker finds wrong in documents by one standard or another, remembered for a while."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from decant import contract
from decant.contract.findings import finding_from_json
from decant.contract.gating import Fault
from decant.contract.lint.score import score

from .recent import Recent
from .standards import standard_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract.document import Document
    from decant.contract.findings import Finding
    from decant.contract.lint.score import Score
    from decant.contract.lint.standard import Standard

    from .standards import Texts

Json: TypeAlias = Any

_KEPT_STANDARDS: Final = 32
_KEPT_FAULTS: Final = 50_000  # of all documents together
_KEPT_SCORES: Final = 64


class Judge:
    """Judges documents, and need not judge one again that it judged lately by the same rules."""

    def __init__(self) -> None:
        self._standards: Recent[Standard] = Recent(_KEPT_STANDARDS)
        self._faults: Recent[tuple[Fault, ...]] = Recent(_KEPT_FAULTS)
        self._scores: Recent[Score] = Recent(_KEPT_SCORES)

    def standard(self, levels: Sequence[Json], texts: Texts) -> Standard:
        """The standard that the levels of a message come to."""
        written = sha256(orjson.dumps(levels)).hexdigest()
        known = self._standards.get(written)
        if known is None:
            known = standard_of(levels, texts)
            self._standards.put(written, known)
        return known

    def faults(self, document: Document, standard: Standard) -> tuple[Fault, ...]:
        """All that is wrong with a document, worst first."""
        key = (standard.digest, document.manifest.digest)
        known = self._faults.get(key)
        if known is None:
            known = tuple(sorted(_faults(document, standard), key=_worst_first))
            self._faults.put(key, known, 1 + len(known))
        return known

    def score(self, document: Document, standard: Standard) -> Score:
        """How good a document is by the built-in rules of a standard."""
        key = (standard.digest, document.manifest.digest)
        known = self._scores.get(key)
        if known is None:
            faults = self.faults(document, standard)
            invalid = [fault.finding for fault in faults if not fault.is_lint]
            known = score(document, standard.binding, invalid)
            self._scores.put(key, known)
        return known


def told_before(report: bytes, standard: Standard) -> list[Finding] | None:
    """What a stored report says of its document; None if it was judged by other rules."""
    said = orjson.loads(report)
    if (said.get("engine"), said.get("standard")) != (contract.ENGINE_VERSION, standard.digest):
        return None
    return [finding_from_json(fields) for fields in said["findings"]]


def _faults(document: Document, standard: Standard) -> list[Fault]:
    invalid = [Fault(finding) for finding in contract.validate(document)]
    linted = [
        Fault(ruled.finding, is_lint=True, is_report_only=ruled.is_report_only)
        for ruled in standard.judge(document)
    ]
    return [*invalid, *linted]


def _worst_first(fault: Fault) -> tuple[int, str, int, int, str]:
    place = fault.finding.location
    severity = list(contract.Severity).index(fault.finding.severity)
    return severity, place.file or "", place.line or 0, place.column or 0, fault.finding.rule
