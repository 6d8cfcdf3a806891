"""Is this document as good as its readers deserve? Named rules with reasons, in a ruleset.

The rules are imported when a document is first judged: whoever only reads or compares does
not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decant.contract.document import Document
    from decant.contract.findings import Finding

    from .ruleset import Ruleset


def lint(document: Document, ruleset: Ruleset | None = None) -> tuple[Finding, ...]:
    """What the ruleset finds, in reading order; an invalid document may be linted too.

    Without a ruleset it is RECOMMENDED.
    """
    from decant.contract.elements import elements_of
    from decant.contract.validate.rules import in_reading_order

    from .judging import judged
    from .ruleset import RECOMMENDED

    chosen = RECOMMENDED if ruleset is None else ruleset
    return in_reading_order(judged(elements_of(document), chosen))
