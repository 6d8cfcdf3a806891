"""What can be read about a rule or a kind of change where a tool shows its results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .inert import plain

if TYPE_CHECKING:
    from decant.contract.validate.rules import Rule


@dataclass(frozen=True, slots=True)
class Help:
    """A title, what it means, and what to do; `has_page` if there is a page about it."""

    title: str
    full: str = ""
    text: str = ""
    markdown: str = ""
    has_page: bool = False


def help_of(name: str) -> Help:
    """The help for a kind of change, a rule, or a name that only a later version knows."""
    from decant.contract.diff.kinds import KINDS

    if name in KINDS:
        return _of_kind(name)
    rule = _rule(name)
    if rule is None:
        return Help(plain(name))
    return Help(rule.rationale, text=rule.hint, markdown=rule.hint)


def _of_kind(kind: str) -> Help:
    from decant.contract.explanations import explain
    from decant.contract.explanations.pages import as_markdown, as_text

    told = explain(kind)
    sentences = " ".join(side.sentence for side in told.sides)
    return Help(told.title, sentences, as_text(told), as_markdown(told), has_page=True)


def _rule(name: str) -> Rule | None:
    from decant.contract.lint.rule import BUILT_IN
    from decant.contract.lint.ruleset import RECOMMENDED  # noqa: F401 - it registers the rules
    from decant.contract.validate.semantics import SEMANTICS

    return BUILT_IN.get(name) or SEMANTICS.get(name)
