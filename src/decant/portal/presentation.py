"""How values read on a page: ages, sizes, counts, and changes grouped by operation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Json: TypeAlias = Any

LEVELS: Final = ("breaking", "risky", "safe", "docs")
SEVERITIES: Final = ("error", "warning", "info")
MOST_CHANGES: Final = 500  # a page of more helps nobody; the API has them all
MOST_FINDINGS: Final = 200
LONGEST_VALUE: Final = 2000  # characters of one side of a change

CODE_SPAN: Final = re.compile("`([^`]*)`")

# fmt: off
AGES: Final = (
    (60,           1,            "second"),
    (3_600,        60,           "minute"),
    (86_400,       3_600,        "hour"),
    (30 * 86_400,  86_400,       "day"),
    (365 * 86_400, 30 * 86_400,  "month"),
    (None,         365 * 86_400, "year"),
)
BUMPS: Final = {
    "major": "a new major version",
    "minor": "a new minor version",
    "patch": "a patch",
    "none":  "no new version",
}
PROFILES: Final = {
    "wire":   "an HTTP client",
    "strict": "a strict reader",
    "source": "a user of a generated SDK",
}
REVIEWED: Final = {
    "pending":    "waiting for a review",
    "approved":   "let in by a review",
    "rejected":   "turned away by a review",
    "superseded": "overtaken while it waited",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Count:
    """So many of one level, in words that agree with the number."""

    level: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one operation; method and path are empty for the document as a whole."""

    method: str
    path: str
    changes: tuple[Mapping[str, Json], ...]

    @property
    def title(self) -> str:
        """Name the group for people who hear the page."""
        return f"{self.method.upper()} {self.path}" if self.path else "The document as a whole"


def address_of(org: str, api: str) -> str:
    """Return the path of an API's page; names are made of letters that a path may hold."""
    return f"/{org}/{api}"


def ago(time: datetime, now: datetime | None = None) -> str:
    """Say how long ago something was, in the largest unit that fits."""
    seconds = max(0, int(((now or datetime.now(UTC)) - time).total_seconds()))
    if seconds < 10:
        return "just now"
    for limit, size, unit in AGES:
        if limit is None or seconds < limit:
            return f"{counted(seconds // size, unit)} ago"
    raise AssertionError("the last age has no limit")


def rfc3339(time: datetime) -> str:
    """Spell a time as the API does: UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def counted(count: int, noun: str) -> str:
    """Return the number with its noun, in the plural where it must be."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def bytes_in_words(size: int) -> str:
    """Return a size in the unit that people would use."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB"


def as_json(value: Json) -> str:
    """Show a JSON value; a long one is cut, and says so."""
    if isinstance(value, str):
        text = value
    else:
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    if len(text) <= LONGEST_VALUE:
        return text
    return f"{text[:LONGEST_VALUE]}…\n({len(text) - LONGEST_VALUE:,} more characters)"


def prose(text: str) -> Markup:
    """Set what a sentence has in backticks as code; everything is escaped."""
    return Markup(CODE_SPAN.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - just escaped


def outcome(check: Any) -> str:
    """Say in one line what a check was about and how it ended."""
    base = f" against revision {check.base}" if check.base else ""
    if check.kind == "dry_run":
        return f"Dry run{base}"
    if check.revision is None:
        return f"Push{f' to {check.label}' if check.label else ''} refused"
    pushed = f"Push of revision {check.revision}{f' to {check.label}' if check.label else ''}"
    return f"{pushed}, {REVIEWED[check.review_state]}" if check.review_state else pushed


def group_by_operation(changes: Sequence[Mapping[str, Json]]) -> tuple[Group, ...]:
    """Gather changes under the first operation they reach; the worst groups come first.

    `changes` come worst first, so a group stands where its worst change stood.
    """
    gathered: dict[tuple[str, str], list[Mapping[str, Json]]] = {}
    for change in changes[:MOST_CHANGES]:
        first = next(iter(change["operations"]), None)
        key = (first["method"], first["path"]) if first else ("", "")
        gathered.setdefault(key, []).append(change)
    return tuple(Group(*key, tuple(found)) for key, found in gathered.items())


def change_counts(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """Put the counts of changes in words, worst first."""
    return tuple(Count(level, counts.get(level, 0), level) for level in LEVELS)


def finding_counts(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """Put the counts of findings in words, worst first."""
    return tuple(
        Count(level, number, level if number == 1 or level == "info" else f"{level}s")
        for level in SEVERITIES
        for number in [counts.get(level, 0)]
    )


FILTERS: Final[dict[str, Callable[..., str]]] = {
    "ago": ago,
    "rfc3339": rfc3339,
    "counted": counted,
    "bytes": bytes_in_words,
    "json": as_json,
    "outcome": outcome,
    "prose": prose,
    "bump": lambda bump: BUMPS[bump],
    "profile": lambda profile: PROFILES[profile],
}
