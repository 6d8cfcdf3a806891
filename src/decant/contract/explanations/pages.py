"""An explanation as a page: text for a terminal, Markdown for a reader elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from decant.contract.diff.change import Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import Explanation, Side, Weight

Json: TypeAlias = Any

WIDTH: Final = 80
# fmt: off
SIDES: Final = {
    Polarity.INPUT:   "Where the API receives",
    Polarity.OUTPUT:  "Where the API sends",
    Polarity.UNKNOWN: "Where either may send",
}
EFFECTS: Final = {
    "none":         "changes no message",
    "narrows":      "allows fewer messages",
    "widens":       "allows more messages",
    "incomparable": "allows other messages",
    "unknown":      "allows what cannot be told from the contract",
}
BUMPS: Final = {
    "major": "asks for a major version",
    "minor": "asks for a minor version",
    "patch": "asks for a patch",
    "none":  "asks for no version",
}
PARTS: Final = {
    "schema":    "a schema, in a request body (input) and in a response (output)",
    "operation": "an operation of the API (input), and of a webhook, where sides are swapped",
    "secured":   "the security of an operation, and the schemes it names",
    "document":  "a document",
}
# fmt: on


def as_text(told: Explanation) -> str:
    """The explanation as lines of plain text."""
    lines = [f"{told.kind}: {told.levels}", ""]
    for side in told.sides:
        lines += [f"{SIDES[side.polarity]}: {side.sentence}", f"  It {EFFECTS[side.effect]}."]
        lines += [f"  {name}: {words}" for name, words in _weights(side)]
    lines += ["", f"Why: {told.why}", f"Instead: {told.fix}"]
    lines += ["", f"Example, {part_of(told)}:"] if told.example else []
    for name, sample in samples(told):
        lines += [f"  {name}", *(f"    {line}" for line in sample.splitlines())]
    return "\n".join(lines) + "\n"


def as_markdown(told: Explanation) -> str:
    """The explanation as a Markdown page."""
    lines = [f"# {told.title}", "", f"`{told.kind}` is **{told.levels}**.", ""]
    for side in told.sides:
        lines += [f"## {SIDES[side.polarity]}", "", side.sentence, ""]
        lines += [f"It {EFFECTS[side.effect]}.", ""]
        lines += [f"- {name}: {words}" for name, words in _weights(side)]
        lines.append("")
    lines += ["## Why", "", told.why, "", "## Instead", "", told.fix, ""]
    lines += ["## Example", "", f"In {part_of(told)}.", ""] if told.example else []
    for name, sample in samples(told):
        lines += [f"{name}:", "", "```yaml", sample.rstrip(), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def samples(told: Explanation) -> tuple[tuple[str, str], ...]:
    """Before and after, as YAML; nothing if there is no example."""
    if told.example is None:
        return ()
    return (("before", _yaml(told.example.older)), ("after", _yaml(told.example.newer)))


def weight_in_words(weight: Weight) -> str:
    """`breaking, asks for a major version`, with the guards that held it down."""
    if weight.level is None:
        return "not looked at"
    said = f"{weight.level.value}, {BUMPS[weight.bump]}"
    return said + (f" ({', '.join(weight.guards)})" if weight.guards else "")


def _weights(side: Side) -> Iterator[tuple[str, str]]:
    for weight in side.weights:
        yield weight.profile.value, weight_in_words(weight)


def part_of(told: Explanation) -> str:
    """What the example is a part of."""
    return PARTS[told.example.part] if told.example else ""


def _yaml(value: Json) -> str:
    text: str = yaml.safe_dump(value, sort_keys=False, default_flow_style=False, width=WIDTH)
    return text
