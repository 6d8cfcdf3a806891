"""What a rule is: a named question to a document, with a reason and a way out.

A rule says what is wrong and where; its severity may be changed by a ruleset. One fault
repeated ten thousand times is one piece of news, so the findings of a rule are cut short
and the rest counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import getdoc
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from decant.contract.document import Dialect
from decant.contract.findings import Finding, Severity

if TYPE_CHECKING:
    from decant.contract.document import Document
    from decant.contract.elements import Element, Elements

MOST_PER_RULE: Final = 100
_NOT_LISTED: Final = " more like these are not listed, from here on."
EVERY_DIALECT: Final = frozenset(Dialect)

# (JSON pointer into the bundled tree, what is wrong in one sentence)
Complaint: TypeAlias = tuple[str, str]
# The same, where the way to an element is spelled as a pointer only if somebody reads it.
Remark: TypeAlias = "tuple[str | Element, str]"
Check: TypeAlias = Callable[["Elements"], Iterable[Remark]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check; `hint` says what to do about any complaint it makes.

    Documents of other dialects than `dialects` are not asked.
    """

    id: str
    severity: Severity
    hint: str
    rationale: str
    check: Check
    dialects: frozenset[Dialect] = EVERY_DIALECT


class Rules(dict[str, Rule]):
    """Rules by id, in the order they were written; `rules.rule` adds one."""

    def rule(
        self,
        name: str,
        severity: Severity,
        *,
        hint: str,
        dialects: frozenset[Dialect] = EVERY_DIALECT,
    ) -> Callable[[Check], Check]:
        def add(check: Check) -> Check:
            if name in self:
                raise ValueError(f"two rules are called {name}")
            self[name] = Rule(name, severity, hint, getdoc(check) or "", check, dialects)
            return check

        return add


def remarks_of(rule: Rule, elements: Elements) -> Iterable[Remark]:
    """What one rule complains of, if it is meant for documents of this dialect."""
    return rule.check(elements) if elements.dialect in rule.dialects else ()


def findings_of(rule: Rule, elements: Elements) -> Iterator[Finding]:
    """What one rule finds, located, at most MOST_PER_RULE plus one that counts the rest."""
    remarks = iter(remarks_of(rule, elements))
    for place, message in islice(remarks, MOST_PER_RULE):
        location = elements.document.locate(spelled(place))
        yield Finding(rule.id, rule.severity, message, location, rule.hint)
    yield from rest_of(rule.id, rule.severity, remarks, elements.document)


def spelled(place: str | Element) -> str:
    """A place as a pointer into the bundled tree."""
    return place if isinstance(place, str) else place.pointer


def rest_of(
    rule: str, severity: Severity, complaints: Iterator[Remark], document: Document
) -> Iterator[Finding]:
    """One finding that counts what is left, at the place of the first of them."""
    first = next(complaints, None)
    if first is None:
        return
    count = 1 + sum(1 for _ in complaints)
    message = f"{count}{_NOT_LISTED}"
    yield Finding(
        rule, severity, message, document.locate(spelled(first[0])), "Fix those listed first."
    )


def left_out(finding: Finding) -> int:
    """How many findings this one stands for, if it only counts what a rule did not list."""
    count, not_listed, _ = finding.message.partition(_NOT_LISTED)
    return int(count) if not_listed and count.isdecimal() else 0


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By file and line, as a reader meets them."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (f.location.file or "", f.location.line or 0, f.location.column or 0),
        )
    )


# The rules that say what the official schemas cannot.
SEMANTICS: Final = Rules()
rule: Final = SEMANTICS.rule
