"""A rule's explanation as a page: text for a terminal, Markdown for a reader elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from decant.contract.findings import Severity

from .pages import WIDTH

if TYPE_CHECKING:
    from .rules import RuleExplanation

_EVERY: Final = 4  # versions of OpenAPI that are told apart


def as_text(told: RuleExplanation) -> str:
    """The explanation as lines of plain text."""
    lines = [f"{told.rule}: {weights_in_words(told)}", "", f"Why: {told.rationale}"]
    lines += [f"Instead: {told.fix}", "", f"It is {told.origin}."]
    lines += [*relations(told), asked_of(told)]
    (fails, failing), (passes, passing) = samples(told)
    lines += ["", fails, *_indented(failing)]
    lines += [f"  at {place}: {message}" for place, message in said_of(told)]
    lines += ["", passes, *_indented(passing)]
    return "\n".join(lines) + "\n"


def as_markdown(told: RuleExplanation) -> str:
    """The explanation as a Markdown page."""
    lines = [f"# `{told.rule}`", "", told.rationale, "", f"**Instead:** {told.fix}", ""]
    lines += [f"- {weights_in_words(told)}", f"- It is {told.origin}."]
    lines += [f"- {line}" for line in (*relations(told), asked_of(told))]
    (fails, failing), (passes, passing) = samples(told)
    lines += ["", f"## {fails}", "", "```yaml", failing.rstrip(), "```", ""]
    lines += [f"- `{place}`: {message}" for place, message in said_of(told)]
    lines += ["", f"## {passes}", "", "```yaml", passing.rstrip(), "```"]
    return "\n".join(lines) + "\n"


def samples(told: RuleExplanation) -> tuple[tuple[str, str], tuple[str, str]]:
    """What the rule complains of and what contents it, as YAML under a heading."""
    return (
        ("It complains of", _yaml(told.failing.part)),
        ("It is content with", _yaml(told.passing.part)),
    )


def said_of(told: RuleExplanation) -> tuple[tuple[str, str], ...]:
    """What it says of the first example: places, as pointers, and messages."""
    return tuple((each.pointer or "/", each.message) for each in told.found)


def weights_in_words(told: RuleExplanation) -> str:
    """`error in oas and owasp, warning in recommended`; what no pack has says so."""
    packs: dict[Severity, list[str]] = {}
    for weight in told.packs:
        packs.setdefault(weight.severity, []).append(weight.pack)
    if not packs:
        return f"{told.severity.value} where a ruleset asks for it; no pack does"
    return ", ".join(
        f"{severity.value} {_in_words(packs[severity])}"
        for severity in Severity
        if severity in packs
    )


def relations(told: RuleExplanation) -> tuple[str, ...]:
    """Which rules ask the same, and which of them is heard."""
    said = []
    if told.restates:
        said.append(f"It asks what {_listed(told.restates)} asks, and is heard in its stead.")
    if told.restated_by:
        said.append(
            f"Where {_listed(told.restated_by, 'or')} complains as well, that one is heard."
        )
    return tuple(said)


def asked_of(told: RuleExplanation) -> str:
    """Which versions of OpenAPI it is about."""
    if len(told.dialects) == _EVERY:
        return "It is asked of every version of OpenAPI."
    return f"It is asked of OpenAPI {_listed(told.dialects)}."


def _in_words(packs: list[str]) -> str:
    return "always" if packs == ["always"] else f"in {_listed(packs)}"


def _listed(names: Any, last: str = "and") -> str:
    *first, end = names
    return f"{', '.join(first)} {last} {end}" if first else str(end)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]


def _yaml(value: Any) -> str:
    text: str = yaml.safe_dump(value, sort_keys=False, default_flow_style=False, width=WIDTH)
    return text
