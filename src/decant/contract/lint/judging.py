"""One fault is one finding, and a rule that fails is one too, never the end of the run.

Where two rules that ask the same question complain of the same place, the one a team has
chosen for its own words is heard. A finding in a component says how many operations use it.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from decant.contract.findings import Finding, Severity
from decant.contract.validate.rules import MOST_PER_RULE, remarks_of, rest_of, spelled

from .packs import RESTATES
from .reach import Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Element, Elements

    from .rule import Complaint, Rule
    from .ruleset import Ruleset

# What tells a place from another without spelling the way to it.
Key: TypeAlias = str | int

FAILED: Final = "rule-error"


def judged(elements: Elements, ruleset: Ruleset) -> Iterator[Finding]:
    """What the rules of a ruleset find, rule by rule; those that restate others come first."""
    told: dict[str, set[Key]] = {}
    reach = Reach(elements)
    order = {name: number for number, name in enumerate(RESTATES)}
    chosen = sorted(ruleset.chosen(), key=lambda pair: order.get(pair[0].id, len(order)))
    for rule, severity in chosen:
        try:
            yield from _located(rule, severity, _heard(rule, elements, told), reach)
        except MemoryError:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the other rules still count
            yield _failure(rule, failure, elements)


def _heard(rule: Rule, elements: Elements, told: dict[str, set[Key]]) -> Iterator[Complaint]:
    """The complaints of a rule about places of which no other has complained in its stead."""
    restated = RESTATES.get(rule.id, ())
    heard = told.get(rule.id, set())
    for remark in remarks_of(rule, elements):
        if heard or restated:
            key = key_of(remark[0])
            if key in heard:
                continue
            for name in restated:
                told.setdefault(name, set()).add(key)
        yield remark


def key_of(place: str | Element) -> Key:
    """The same for two places that are one."""
    return place if isinstance(place, str) else id(place.node)


def _located(
    rule: Rule, severity: Severity, complaints: Iterator[Complaint], reach: Reach
) -> Iterator[Finding]:
    document = reach.elements.document
    for place, message in islice(complaints, MOST_PER_RULE):
        pointer = spelled(place)
        hint = f"{rule.hint}{reach.said_of(pointer)}"
        yield Finding(rule.id, severity, message, document.locate(pointer), hint)
    yield from rest_of(rule.id, severity, complaints, document)


def _failure(rule: Rule, failure: Exception, elements: Elements) -> Finding:
    message = f"The rule {rule.id} failed on this document ({type(failure).__name__})."
    hint = "Report it with the document; until it is mended, switch the rule off."
    return Finding(FAILED, Severity.WARNING, message, elements.document.locate(""), hint)
