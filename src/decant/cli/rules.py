"""`decant rules`: which rules there are, and what each asks for, from the tables that judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .exits import Exit, Misused
from .output import bold, dim, severity

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from decant.contract.explanations.rules import RuleExplanation

    from .output import Terminal


def browse(options: Namespace, terminal: Terminal) -> Exit:
    """Which rules there are, and how much each matters."""
    from decant.contract.explanations.rules import explain_rule, rule_names
    from decant.contract.lint.packs import PACKS

    from .judging import unknown_pack

    if options.pack is not None and options.pack not in PACKS:
        raise unknown_pack(options.pack)
    every = [explain_rule(name) for name in rule_names(options.pack or "")]
    if options.format == "json":
        terminal.json([_in_short(told) for told in every])
    elif options.pack is None:
        _tell_all(every, options, terminal)
    else:
        _tell_pack(every, options, terminal)
    return Exit.OK


def explain(options: Namespace, terminal: Terminal) -> Exit:
    """What a rule asks for, why, and how to satisfy it."""
    if not is_rule(options.name):
        raise Misused(f"there is no rule '{options.name}'", near(options.name))
    tell(options.name, options, terminal)
    return Exit.OK


def is_rule(name: str) -> bool:
    """Whether there is a rule of that name."""
    from decant.contract.explanations.rules import rule_names

    return name in rule_names()


def tell(name: str, options: Namespace, terminal: Terminal) -> None:
    """Print the explanation of a rule in the form that was asked for."""
    from decant.contract.explanations import rule_pages
    from decant.contract.explanations.rules import explain_rule

    told = explain_rule(name)
    if options.format == "json":
        terminal.json(_in_full(told))
    elif options.format == "markdown":
        terminal.text(rule_pages.as_markdown(told))
    else:
        terminal.text(rule_pages.as_text(told))


def near(name: str) -> str:
    """Rules that are spelled alike, or where to find them all."""
    from difflib import get_close_matches

    from decant.contract.explanations.rules import rule_names

    every = rule_names()
    close = get_close_matches(name, every, n=3) or [rule for rule in every if name in rule][:3]
    return f"did you mean {' or '.join(close)}?" if close else "decant rules list has them all"


def _tell_all(every: Sequence[RuleExplanation], options: Namespace, terminal: Terminal) -> None:
    from decant.contract.explanations.rule_pages import weights_in_words

    for told in every:
        weights = weights_in_words(told)
        if options.format == "markdown":
            terminal.line(f"- `{told.rule}` ({weights}): {told.rationale}")
            continue
        terminal.line(bold(told.rule), "  ", weights)
        terminal.line("  ", dim(told.rationale))


def _tell_pack(every: Sequence[RuleExplanation], options: Namespace, terminal: Terminal) -> None:
    width = max(len(told.rule) for told in every)
    for told in every:
        word = _weight_in(options.pack, told)
        if options.format == "markdown":
            terminal.line(f"- `{told.rule}` ({word}): {told.rationale}")
            continue
        terminal.line(
            severity(word, 7), "  ", bold(told.rule.ljust(width)), "  ", dim(told.rationale)
        )


def _weight_in(pack: str, told: RuleExplanation) -> str:
    return next(weight.severity.value for weight in told.packs if weight.pack == pack)


def _in_short(told: RuleExplanation) -> dict[str, Any]:
    return {
        "rule": told.rule,
        "area": told.area,
        "packs": {weight.pack: weight.severity.value for weight in told.packs},
        "rationale": told.rationale,
        "fix": told.fix,
        "openapi": told.dialects,
        "origin": told.origin,
        "restates": told.restates,
        "restated_by": told.restated_by,
    }


def _in_full(told: RuleExplanation) -> dict[str, Any]:
    found = [{"pointer": each.pointer, "message": each.message} for each in told.found]
    return {
        **_in_short(told),
        "failing": {"document": told.failing.part, "findings": found},
        "passing": {"document": told.passing.part},
    }
