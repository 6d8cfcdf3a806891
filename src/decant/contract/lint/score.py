"""How good is a document, in a number that a person can take apart.

For each rule the share of what it looked at and found nothing wrong with; rules weigh by
how much they matter, categories by a fixed table. Size does not count: twice as many
operations with the same faults in each score the same. The score belongs to one ruleset,
whose digest it carries, and is never a gate: levels and new findings are.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from decant.contract.elements import elements_of
from decant.contract.findings import Finding, Severity
from decant.contract.validate.rules import remarks_of

from .judging import key_of
from .packs import RESTATES
from .ruleset import Ruleset
from .subjects import COUNTS, SUBJECTS, Category

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from decant.contract.document import Document
    from decant.contract.elements import Elements

    from .rule import Rule

# fmt: off
WEIGHT: Final = {Severity.ERROR: 8, Severity.WARNING: 3, Severity.INFO: 1}
SHARE: Final[Mapping[Category, int]] = {
    Category.SECURITY:      25,
    Category.CORRECTNESS:   25,
    Category.LIFECYCLE:     15,
    Category.RESILIENCE:    15,
    Category.DOCUMENTATION: 10,
    Category.CLIENTS:       10,
}
GRADES: Final = ((90, "A"), (75, "B"), (60, "C"), (40, "D"), (0, "E"))
# The best there is for a document in which something is an error.
INVALID, UNRESOLVED, WITH_ERRORS, PERFECT = 20, 40, 89, 100
# fmt: on
MOST_FIXES: Final = 3
REFERENCE_FAULTS: Final = "ref-"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one rule found among what it looked at."""

    rule: str
    category: Category
    weight: int
    targets: int
    failing: int

    @property
    def passing(self) -> float:
        """The share without fault, from 0 to 1."""
        return 1 - self.failing / self.targets


@dataclass(frozen=True, slots=True)
class Fix:
    """What would gain most: a rule, what to do, how often, and the points for all of it."""

    rule: str
    hint: str
    failing: int
    gain: float


@dataclass(frozen=True, slots=True)
class Score:
    """Points from 0 to 100 by one ruleset, and all they are made of.

    `level` is gold, silver, bronze or empty: no errors or warnings by the practices of a
    public API, by those of an internal one, or at least no errors by the ruleset.
    """

    points: int
    grade: str
    level: str
    categories: Mapping[Category, int]
    marks: tuple[Mark, ...]
    fixes: tuple[Fix, ...]
    ruleset: str


def score(document: Document, ruleset: Ruleset, faults: Sequence[Finding] = ()) -> Score:
    """The score of a document; `faults` are what validation found."""
    elements = elements_of(document)
    chosen = [(rule, severity) for rule, severity in ruleset.chosen() if not _told(rule, ruleset)]
    marks = tuple(_marks(elements, chosen))
    most = _most(marks, faults)
    points = min(most, _overall(marks))
    hints = {rule.id: rule.hint for rule, _ in chosen}
    return Score(
        points=int(points),
        grade=next(grade for least, grade in GRADES if points >= least),
        level=_level(elements, most),
        categories=MappingProxyType({c: int(p) for c, p in _by_category(marks).items()}),
        marks=marks,
        fixes=_fixes(marks, hints),
        ruleset=ruleset.digest,
    )


def _told(rule: Rule, ruleset: Ruleset) -> bool:
    """Whether another rule of the set asks the same question and counts in its stead."""
    return any(
        rule.id in others and ruleset.severities.get(name) is not None
        for name, others in RESTATES.items()
    )


def _marks(elements: Elements, chosen: Sequence[tuple[Rule, Severity]]) -> list[Mark]:
    counts: dict[str, int] = {}
    marks: list[Mark] = []
    for rule, severity in chosen:
        category, subject = SUBJECTS[rule.id]
        if subject not in counts:
            counts[subject] = COUNTS[subject](elements)
        failing = _failing(rule, elements)
        targets = max(counts[subject], failing)
        if targets and elements.dialect in rule.dialects:
            marks.append(Mark(rule.id, category, WEIGHT[severity], targets, failing))
    return marks


def _failing(rule: Rule, elements: Elements) -> int:
    return len({key_of(place) for place, _ in remarks_of(rule, elements)})


def _by_category(marks: Sequence[Mark]) -> dict[Category, float]:
    points: dict[Category, float] = {}
    for category in SHARE:
        own = [mark for mark in marks if mark.category is category]
        if own:
            gained = sum(mark.weight * mark.passing for mark in own)
            points[category] = 100 * gained / sum(mark.weight for mark in own)
    return points


def _overall(marks: Sequence[Mark]) -> float:
    """The mean of the categories that anything was asked in, by their shares."""
    categories = _by_category(marks)
    whole = sum(SHARE[category] for category in categories)
    gained = sum(SHARE[category] * points for category, points in categories.items())
    return gained / whole if whole else PERFECT


def _most(marks: Sequence[Mark], faults: Sequence[Finding]) -> int:
    wrong = [fault.rule for fault in faults if fault.severity is Severity.ERROR]
    if any(not rule.startswith(REFERENCE_FAULTS) for rule in wrong):
        return INVALID
    if wrong:
        return UNRESOLVED
    errors = any(mark.failing and mark.weight == WEIGHT[Severity.ERROR] for mark in marks)
    return WITH_ERRORS if errors else PERFECT


def _level(elements: Elements, most: int) -> str:
    if most <= UNRESOLVED:
        return ""
    for level, profile in (("gold", "practices/public"), ("silver", "practices/internal")):
        asked = (r for r, severity in Ruleset.of(profile).chosen() if severity is not Severity.INFO)
        if not any(_failing(rule, elements) for rule in asked):
            return level
    return "bronze" if most == PERFECT else ""


def _fixes(marks: Sequence[Mark], hints: Mapping[str, str]) -> tuple[Fix, ...]:
    """The rules whose faults cost most, best first."""
    weights = {
        category: sum(mark.weight for mark in marks if mark.category is category)
        for category in SHARE
    }
    whole = sum(SHARE[category] for category, weight in weights.items() if weight)
    fixes = [
        Fix(
            mark.rule,
            hints[mark.rule],
            mark.failing,
            round(
                100 * SHARE[mark.category] / whole
                * mark.weight / weights[mark.category] * (1 - mark.passing),
                1,
            ),
        )
        for mark in marks
        if mark.failing
    ]  # fmt: skip
    return tuple(sorted(fixes, key=lambda fix: -fix.gain)[:MOST_FIXES])
