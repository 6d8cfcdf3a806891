"""What one run has to say, whatever form it is said in: changes, faults, gaps, a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from decant.contract.diff.change import Bump, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decant.contract.diff.change import Change, NotEvaluated
    from decant.contract.findings import Finding, Location
    from decant.contract.suppressions import Idle, Suppression

MOST_NAMED: Final = 3
_BUMPS: Final = tuple(bump.value for bump in Bump)


class Outcome(StrEnum):
    """What the gate makes of it."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """A change, where people and tools find it, and whether it decides anything.

    `older` and `newer` name files as seen from outside the document. `is_known` says that
    the head has it already, `suppression` why the team lives with it; what does not `count`
    is told and does not decide.
    """

    change: Change
    older: Location | None = None
    newer: Location | None = None
    base: str = ""
    is_known: bool = False
    suppression: Suppression | None = None
    counts: bool = True

    @property
    def operations(self) -> tuple[str, ...]:
        """Each operation it reaches, once, as `GET /pets`."""
        named = ((use.method.upper(), use.path) for use in self.change.uses if use.path)
        return tuple(dict.fromkeys(f"{method} {path}".strip() for method, path in named))

    @property
    def heading(self) -> str:
        """The operations in a few words, or that it is about the document as a whole."""
        reached = self.operations
        if not reached:
            return "The document as a whole"
        more = len(reached) - MOST_NAMED
        return ", ".join(reached[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding, where people and tools find it, and why the team lives with it, if it does.

    `is_known` says that the base has it already. What does not `count` is told and does not
    decide: known, or of a ruleset that is on trial.
    """

    finding: Finding
    place: Location
    fingerprint: str
    suppression: Suppression | None = None
    is_known: bool = False
    counts: bool = True

    @property
    def is_open(self) -> bool:
        """It counts, and nobody lives with it."""
        return self.counts and self.suppression is None

    @property
    def aside(self) -> str:
        """Why it does not count, if that is for no suppression; empty if it does."""
        if self.counts or self.suppression is not None:
            return ""
        return "already there" if self.is_known else "on trial"


@dataclass(frozen=True, slots=True)
class Report:
    """A run, told; made by whoever ran it.

    `title` is what was judged, `file` the root file a tool should open, `bases` what it was
    compared with. `rules_url` is where the pages about kinds are, without a trailing slash.
    """

    title: str
    file: str
    outcome: Outcome
    engine: str
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    gaps: tuple[NotEvaluated, ...] = ()
    idle: tuple[Idle, ...] = ()
    bases: tuple[str, ...] = ()
    bump: str = Bump.NONE.value
    profile: str = ""
    rules_url: str = "/docs/rules"
    link: str = ""

    @property
    def deciding(self) -> tuple[Entry, ...]:
        """The changes that count."""
        return tuple(entry for entry in self.entries if entry.counts)

    @property
    def suppressed(self) -> int:
        """How many changes and faults the team lives with."""
        return sum(not each.waiver for each in self._excuses)

    @property
    def waived(self) -> int:
        """How many changes and faults the hub lets pass."""
        return sum(bool(each.waiver) for each in self._excuses)

    @property
    def _excuses(self) -> Iterator[Suppression]:
        both: tuple[Entry | Fault, ...] = (*self.entries, *self.faults)
        return (each.suppression for each in both if each.suppression is not None)

    @property
    def known(self) -> int:
        """How many changes and faults are there already."""
        faults = sum(fault.aside == "already there" for fault in self.faults)
        return faults + sum(entry.is_known for entry in self.entries)

    @property
    def tried(self) -> int:
        """How many faults only rulesets on trial find."""
        return sum(fault.aside == "on trial" for fault in self.faults)

    @property
    def summary(self) -> str:
        """`3 breaking, 1 risky · asks for a major release · 2 suppressed`, all in one line."""
        said = [self._changes_in_words] if self.bases else []
        said += [_faults_in_words(self.faults)] if self.faults or not self.bases else []
        if self.bump != Bump.NONE.value:
            # The word goes into a sentence, so one of a later version must not be any text.
            said.append(f"asks for a {self.bump if self.bump in _BUMPS else 'new'} release")
        for count, words in (
            (len(self.gaps), "not evaluated"),
            (self.known, "already there"),
            (self.tried, "on trial"),
            (self.suppressed, "suppressed"),
            (self.waived, "waived"),
        ):
            if count:
                said.append(f"{count} {words}")
        return " · ".join(said)

    @property
    def _changes_in_words(self) -> str:
        counts = {level: weight(self.deciding, level) for level in Level}
        said = ", ".join(f"{counts[level]} {level.value}" for level in Level if counts[level])
        return said or ("no changes that count" if self.entries else "no changes")


def weight(entries: Iterable[Entry], level: Level) -> int:
    """How many changes of a level there are."""
    return sum(entry.change.severity is level for entry in entries)


def counted(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _faults_in_words(faults: tuple[Fault, ...]) -> str:
    found = [fault.finding.severity.value for fault in faults if fault.is_open]
    nouns = {"error": "error", "warning": "warning", "info": "remark"}
    said = [counted(found.count(word), noun) for word, noun in nouns.items() if word in found]
    return ", ".join(said) or "no findings"
