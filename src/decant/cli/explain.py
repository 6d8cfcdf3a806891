"""`decant explain`: what a kind of change or a rule means, from the same tables as every verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .exits import Exit, Misused
from .output import bold, dim

if TYPE_CHECKING:
    from argparse import Namespace

    from decant.contract.explanations import Explanation

    from .output import Terminal


def explain(options: Namespace, terminal: Terminal) -> Exit:
    """What does a kind of change or a rule mean, and how is it avoided?"""
    from decant.contract import explanations

    from . import rules

    name: str | None = options.name
    if options.list == (name is not None):
        raise Misused("which kind?", "name one, or ask for all of them with --list")
    if name is None:
        _tell_all([explanations.explain(kind) for kind in explanations.kinds()], options, terminal)
    elif name in explanations.kinds():
        _tell(explanations.explain(name), options, terminal)
    elif rules.is_rule(name):
        rules.tell(name, options, terminal)
    else:
        raise Misused(f"there is no kind of change and no rule '{name}'", _near(name))
    return Exit.OK


def _tell(told: Explanation, options: Namespace, terminal: Terminal) -> None:
    from decant.contract.explanations import pages

    if options.format == "json":
        terminal.json(_as_json(told))
    elif options.format == "markdown":
        terminal.text(pages.as_markdown(told))
    else:
        terminal.text(pages.as_text(told))


def _tell_all(every: list[Explanation], options: Namespace, terminal: Terminal) -> None:
    if options.format == "json":
        terminal.json([_as_json(told) for told in every])
        return
    kinds, levels = (max(len(getattr(told, name)) for told in every) for name in ("kind", "levels"))
    for told in every:
        sentence = told.sides[0].sentence if told.sides else told.why
        if options.format == "markdown":
            terminal.line(f"- `{told.kind}` ({told.levels}): {sentence}")
            continue
        terminal.line(
            bold(told.kind.ljust(kinds)), "  ", told.levels.ljust(levels), "  ", dim(sentence)
        )


def _as_json(told: Explanation) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(told), "levels": told.levels}


def _near(name: str) -> str:
    """Kinds and rules that are spelled alike, or where to find them all."""
    from difflib import get_close_matches

    from decant.contract.explanations import kinds
    from decant.contract.explanations.rules import rule_names

    near = get_close_matches(name, (*kinds(), *rule_names()), n=3)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return "decant explain --list and decant rules list have them all"
