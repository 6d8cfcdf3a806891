"""Every rule for one document, explained: what it asks, why, how to satisfy it, examples.

What an explanation says of its examples is what the rule says of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from decant.contract.document import Dialect
from decant.contract.findings import Severity
from decant.contract.lint.packs import (
    JUDGED_BY_VALIDATION,
    OAS,
    OAS_NOT_RECOMMENDED,
    OWASP,
    PACKS,
    RESTATES,
)
from decant.contract.lint.rule import BUILT_IN
from decant.contract.validate.rules import EVERY_DIALECT
from decant.contract.validate.semantics import SEMANTICS

from .cases import Case, cases_of, judged

if TYPE_CHECKING:
    from decant.contract.validate.rules import Rule

_ALWAYS: Final = "always"  # in the place of a pack: validation asks it of every document
_VALIDATION: Final = "Validation"
# fmt: off
# What the official schemas say is one rule for each family of versions: why, and what to do.
_SHAPES: Final = {
    "oas3-schema": ("Tools read what the OpenAPI specification describes; any other shape they refuse, or misread in silence.",
                    "Give the value the shape that the specification of this version asks for.",
                    EVERY_DIALECT - {Dialect.V2_0}),
    "oas2-schema": ("Tools read what the Swagger 2.0 specification describes; any other shape they refuse, or misread in silence.",
                    "Give the value the shape that the specification of Swagger 2.0 asks for.",
                    frozenset({Dialect.V2_0})),
}
# Rules of a pack that have no rule of the same name where the pack comes from.
_OWN_WORDS: Final = {
    "security-scopes-defined": "the half of Spectral's oas3-operation-security-defined that leaves a document valid",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Found:
    """What the rule says of an example, and where."""

    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much the rule matters in one pack."""

    pack: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """One rule, explained.

    `failing` and `passing` are parts of documents. `restates` are rules that ask the same and
    are not heard where this one complains, `restated_by` those that are heard in its stead.
    """

    rule: str
    area: str
    severity: Severity
    rationale: str
    fix: str
    packs: tuple[Weighed, ...]
    dialects: tuple[str, ...]
    origin: str
    restates: tuple[str, ...]
    restated_by: tuple[str, ...]
    failing: Case
    passing: Case
    found: tuple[Found, ...]


def rule_names(pack: str = "") -> tuple[str, ...]:
    """Every rule there is, or those of a pack; raises KeyError if there is no such pack."""
    if pack:
        return tuple(name for name in BUILT_IN if name in PACKS[pack])
    return (*BUILT_IN, *SEMANTICS, *_SHAPES)


def rule_areas() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every rule there is, under what it is about."""
    areas: dict[str, list[str]] = {}
    for name in rule_names():
        areas.setdefault(_area(name), []).append(name)
    return tuple((area, tuple(names)) for area, names in areas.items())


def weights_of(rule: str) -> tuple[Weighed, ...]:
    """How much a rule matters in each pack that has it."""
    if rule not in BUILT_IN:
        return (Weighed(_ALWAYS, _severity(rule)),)
    return tuple(Weighed(name, pack[rule]) for name, pack in PACKS.items() if rule in pack)


@cache
def explain_rule(name: str) -> RuleExplanation:
    """Everything there is to say about a rule; raises KeyError if there is none of that name."""
    rationale, fix = reason_of(name)
    shown = cases_of(name)
    failing, passing = shown.fails[0], shown.passes[0]
    return RuleExplanation(
        rule=name,
        area=_area(name),
        severity=_severity(name),
        rationale=rationale,
        fix=fix,
        packs=weights_of(name),
        dialects=_dialects(name),
        origin=_origin(name),
        restates=RESTATES.get(name, ()),
        restated_by=tuple(rule for rule, others in RESTATES.items() if name in others),
        failing=failing,
        passing=passing,
        found=tuple(Found(each.location.pointer, each.message) for each in judged(name, failing)),
    )


def reason_of(name: str) -> tuple[str, str]:
    """Why there is a rule, and what satisfies it; raises KeyError if there is none."""
    if name in _SHAPES:
        return _SHAPES[name][:2]
    rule = _rule(name)
    return " ".join(rule.rationale.split()), rule.hint


def _rule(name: str) -> Rule:
    return BUILT_IN[name] if name in BUILT_IN else SEMANTICS[name]


def _severity(name: str) -> Severity:
    return Severity.ERROR if name in _SHAPES else _rule(name).severity


def _area(name: str) -> str:
    """The module that a rule is written in is what it is about."""
    if name not in BUILT_IN:
        return _VALIDATION
    words = BUILT_IN[name].check.__module__.rpartition(".")[2].replace("_", " ")
    return words[:1].upper() + words[1:]


def _dialects(name: str) -> tuple[str, ...]:
    asked = _SHAPES[name][2] if name in _SHAPES else _rule(name).dialects
    return tuple(sorted(dialect.value for dialect in asked))


def _origin(name: str) -> str:
    if name in _OWN_WORDS:
        return _OWN_WORDS[name]
    if name in OAS or name in OAS_NOT_RECOMMENDED or name in JUDGED_BY_VALIDATION:
        return "the rule of the same name in Spectral's oas ruleset"
    if name in OWASP:
        return "the rule of the same name in Spectral's OWASP ruleset (API Security Top 10, 2023)"
    return "a rule of Decant"
