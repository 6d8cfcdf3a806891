"""What can be read about a rule or a kind of change where a tool shows its results."""

from __future__ import annotations

from dataclasses import dataclass

from .inert import for_path, plain


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
    try:
        rationale, fix = _reason_of(name)
    except KeyError:
        return Help(plain(name))
    return Help(rationale, text=fix, markdown=fix, has_page=True)


def page_of(name: str, rules_url: str) -> str:
    """The address of the page about a kind or a rule."""
    return f"{rules_url}/{for_path(name)}"


def _of_kind(kind: str) -> Help:
    from decant.contract.explanations import explain
    from decant.contract.explanations.pages import as_markdown, as_text

    told = explain(kind)
    sentences = " ".join(side.sentence for side in told.sides)
    return Help(told.title, sentences, as_text(told), as_markdown(told), has_page=True)


def _reason_of(name: str) -> tuple[str, str]:
    from decant.contract.explanations.rules import reason_of

    return reason_of(name)
