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

from decant.contract.findings import Finding, Severity

if TYPE_CHECKING:
    from decant.contract.document import Document
    from decant.contract.elements import Elements

MOST_PER_RULE: Final = 100

# (JSON pointer into the bundled tree, what is wrong in one sentence)
Complaint: TypeAlias = tuple[str, str]
Check: TypeAlias = Callable[["Elements"], Iterable[Complaint]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check; `hint` says what to do about any complaint it makes."""

    id: str
    severity: Severity
    hint: str
    rationale: str
    check: Check


class Rules(dict[str, Rule]):
    """Rules by id, in the order they were written; `rules.rule` adds one."""

    def rule(self, name: str, severity: Severity, *, hint: str) -> Callable[[Check], Check]:
        def add(check: Check) -> Check:
            if name in self:
                raise ValueError(f"two rules are called {name}")
            self[name] = Rule(name, severity, hint, getdoc(check) or "", check)
            return check

        return add


def findings_of(
    rule: Rule, elements: Elements, *, severity: Severity | None = None
) -> Iterator[Finding]:
    """What one rule finds, located, at most MOST_PER_RULE plus one that counts the rest."""
    level = severity or rule.severity
    complaints = iter(rule.check(elements))
    for pointer, message in islice(complaints, MOST_PER_RULE):
        location = elements.document.locate(pointer)
        yield Finding(rule.id, level, message, location, rule.hint)
    yield from rest_of(rule.id, level, complaints, elements.document)


def rest_of(
    rule: str, severity: Severity, complaints: Iterator[Complaint], document: Document
) -> Iterator[Finding]:
    """One finding that counts what is left, at the place of the first of them."""
    first = next(complaints, None)
    if first is None:
        return
    count = 1 + sum(1 for _ in complaints)
    message = f"{count} more like these are not listed, from here on."
    yield Finding(rule, severity, message, document.locate(first[0]), "Fix those listed first.")


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
