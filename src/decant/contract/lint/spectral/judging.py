"""Runs a ruleset over a document; a rule that fails is a finding on the ruleset itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from decant.contract.lint.jsonpath import Budget, BudgetExceeded, Place, matches
from decant.contract.lint.jsonpath.budget import MOST_STEPS
from decant.contract.lint.jsonpath.patterns import PatternGaveUp
from decant.contract.lint.jsonpath.values import UNDEFINED
from decant.contract.references import unescaped

from .functions.printing import dotted, encoded
from .messages import Words, filled
from .targets import targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.findings import Severity
    from decant.contract.lint.jsonpath import Path, Tree
    from decant.contract.lint.jsonpath.tree import Key

    from .functions import Remark, Target
    from .overrides import Overrides
    from .rules import SpectralRule, Then
    from .views import View


@dataclass(frozen=True, slots=True)
class Complaint:
    """What one rule says of one place of a document."""

    rule: SpectralRule
    severity: Severity
    message: str
    file: str
    pointer: str


# All rules of a ruleset together may take so many steps, ten times what a single one may.
MOST_IN_ALL: Final = 10 * MOST_STEPS


class Failure(Exception):  # noqa: N818 - it says what happened to a rule
    """A rule that could not be asked to the end, with the reason."""


class Judging:
    """One document before the rules of one ruleset."""

    def __init__(self, view: View, overrides: Overrides, file: str) -> None:
        self._view = view
        self._overrides = overrides
        self._file = file
        self._left = MOST_IN_ALL

    def complaints(self, rule: SpectralRule, paths: tuple[Path, ...]) -> Iterator[Complaint]:
        """What a rule finds, each once. Raises Failure."""
        budget, told = Budget(min(MOST_STEPS, self._left)), set[tuple[str, str, str]]()
        try:
            for complaint in self._complaints(rule, paths, budget):
                mark = (complaint.file, complaint.pointer, complaint.message)
                if mark not in told:
                    told.add(mark)
                    yield complaint
        except (BudgetExceeded, PatternGaveUp) as reason:
            raise Failure(str(reason)) from None
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception as reason:
            raise Failure(f"fails with {type(reason).__name__}") from reason
        finally:
            self._left = max(0, self._left - budget.allowed + max(0, budget.left))

    def _complaints(
        self, rule: SpectralRule, paths: tuple[Path, ...], budget: Budget
    ) -> Iterator[Complaint]:
        tree = self._view.tree(resolved=rule.is_resolved)
        seen = (self._view, tree, budget)
        for path in paths:
            for place in matches(path, tree, budget):
                for then in rule.then:
                    for target in targets(place, then.field, keyed=path.keyed, seen=seen):
                        yield from self._asked(rule, then, target)

    def _asked(self, rule: SpectralRule, then: Then, target: Target) -> Iterator[Complaint]:
        target.budget.spend()
        for remark in then.ask(target):
            place, missing = self._place(target, remark)
            severity = self._severity(rule, place)
            if severity is not None:
                words = _words(rule, place, missing)
                if missing and target.value is not UNDEFINED and not remark.way:
                    words = replace(words, value=target.value)
                message = _message(rule, remark.message, words)
                yield Complaint(rule, severity, message, place.file, place.pointer)

    def _severity(self, rule: SpectralRule, place: Place) -> Severity | None:
        return self._overrides.severity(rule.name, (self._file, place.pointer), rule.severity)

    def _place(self, target: Target, remark: Remark) -> tuple[Place, tuple[Key, ...]]:
        """The place nearest to what is wrong, and the way from there that does not exist."""
        place, way = target.place, (*target.tail, *remark.way)
        if remark.pointer is not None:
            place = self._view.written.root
            way = tuple(unescaped(token) for token in remark.pointer.split("/")[1:])
        place, way = _closest(target.tree, place, way)
        reference = place.reference
        if reference is None or reference.parent is not place.parent:
            return place, way
        # As Spectral tells it: a reference with something beside it is told by its own place,
        # and what is missing right behind one that stands alone is not named.
        return (
            _closest(self._view.written, reference, way)
            if len(reference.value) > 1
            else (place, ())
        )


def _closest(tree: Tree, place: Place, way: tuple[Key, ...]) -> tuple[Place, tuple[Key, ...]]:
    """The place that a way reaches, and what is left of the way."""
    while way:
        below = tree.find(place, way[0])
        if below is None:
            break
        place, way = below, way[1:]
    return place, way


def _words(rule: SpectralRule, place: Place, missing: tuple[Key, ...]) -> Words:
    pointer = place.pointer
    last = unescaped(pointer.rsplit("/", 1)[1]) if pointer else None
    name = dotted((last, *missing) if last is not None else missing[-1:]) if missing else last
    return Words(name or "", encoded(pointer), place.source.value, rule.description)


def _message(rule: SpectralRule, said: str, words: Words) -> str:
    result = filled(said, words.with_error(said))
    if rule.message is None:
        return (rule.description if rule.description is not None else result).strip()
    return filled(rule.message, words.with_error(result)).strip()
