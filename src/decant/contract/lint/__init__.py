"""Is this document as good as its readers deserve? Named rules with reasons, in a ruleset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.elements import elements_of
from decant.contract.validate.rules import findings_of, in_reading_order

from .ruleset import RECOMMENDED, Ruleset

if TYPE_CHECKING:
    from decant.contract.document import Document
    from decant.contract.findings import Finding


def lint(document: Document, ruleset: Ruleset = RECOMMENDED) -> tuple[Finding, ...]:
    """What the ruleset finds, in reading order; an invalid document may be linted too."""
    elements = elements_of(document)
    found: list[Finding] = []
    for rule, severity in ruleset.chosen():
        found.extend(findings_of(rule, elements, severity=severity))
    return in_reading_order(found)
