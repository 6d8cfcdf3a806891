"""A report as the entry of a changelog: what users of the API will notice, in their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.diff.change import Level

from .inert import code_for_markdown, for_markdown

if TYPE_CHECKING:
    from .report import Entry, Report

MOST_NAMED: Final = 3
BREAKING, ADDED, CHANGED, DEPRECATED, REMOVED = (
    "Breaking", "Added", "Changed", "Deprecated", "Removed",
)  # fmt: skip
# Things a user has or has not. Where a rule or bound comes or goes, the thing has changed.
_THINGS: Final = (
    "operation", "webhook", "callback", "parameter", "header", "body", "media-type",
    "response-status", "success-status", "response-body", "property", "enum-value",
    "alternative", "discriminator-value", "server", "link", "component", "oauth-scope",
    "oauth-flow", "security-alternative",
)  # fmt: skip
_ENDS: Final = {"added": ADDED, "removed": REMOVED, "deprecated": DEPRECATED}


def render(report: Report) -> str:
    """A Markdown list under each heading that has something to say."""
    sections: dict[str, list[str]] = {
        name: [] for name in (BREAKING, ADDED, CHANGED, DEPRECATED, REMOVED)
    }
    for entry in report.entries:
        if entry.change.severity is not Level.DOCS:
            sections[_section(entry)].append(f"- {_sentence(entry)}")
    parts = [
        "\n".join((f"### {name}", *dict.fromkeys(lines)))
        for name, lines in sections.items()
        if lines
    ]
    return "\n\n".join(parts or [_nothing(report)]) + "\n"


def _section(entry: Entry) -> str:
    change = entry.change
    if change.severity is Level.BREAKING:
        return BREAKING
    thing, _, end = change.kind.rpartition("-")
    if end == "deprecated":
        return DEPRECATED
    return _ENDS.get(end, CHANGED) if thing.removeprefix("required-") in _THINGS else CHANGED


def _sentence(entry: Entry) -> str:
    said = for_markdown(entry.change.message)
    reached = entry.operations
    named = [code_for_markdown(each) for each in reached[:MOST_NAMED]]
    if not named or all(name in entry.change.message for name in reached):
        return said
    more = len(reached) - MOST_NAMED
    return f"{said} ({', '.join(named)}{f' and {more} more' if more > 0 else ''})"


def _nothing(report: Report) -> str:
    return "Only the documentation changed." if report.entries else "Nothing changed."
