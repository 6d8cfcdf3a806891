"""What a command found, as a report in the form that was asked for.

Here findings and changes meet decant.yaml: what the team lives with is marked, never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from . import config

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

    from decant.contract import Change, Finding, Location
    from decant.contract.renderings import Entry, Fault, Outcome, Report
    from decant.contract.suppressions import Idle, Suppression

    from .config import Config
    from .exits import Unreadable
    from .output import Terminal
    from .sources import Given

    Shown = Callable[[str | None], str]

# Forms that tools read, which want paths from the top of the repository.
_FOR_TOOLS: Final = ("sarif", "junit", "github", "gitlab")
# Every form but text and JSON, which are written here.
FORMS: Final = (*_FOR_TOOLS, "markdown", "html", "changelog")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a report is made with: the form, what decant.yaml lets pass, and the day it is."""

    form: str
    suppressions: tuple[Suppression, ...]
    today: str
    rules_url: str

    @classmethod
    def of(cls, options: Namespace, settings: Config) -> Desk:
        """The desk for one command."""
        hub = config.named_hub(getattr(options, "url", None), settings)
        return cls(options.format, settings.suppressions, today(), f"{hub}/docs/rules")

    def shown(self, given: Given) -> Shown:
        """How files of a document are named in this form."""
        return given.in_repository() if self.form in _FOR_TOOLS else given.shown

    def entry(self, change: Change, *, older: Shown, newer: Shown, base: str) -> Entry:
        """A change, placed, with why the team lives with it."""
        from decant.contract.renderings import Entry
        from decant.contract.suppressions import Suspect, find

        suspect = Suspect(change.kind, change.fingerprint, (change.newer, change.older))
        suppression = find(self.suppressions, suspect, today=self.today)
        return Entry(
            change,
            _placed(change.older, older),
            _placed(change.newer, newer),
            base,
            suppression=suppression,
            counts=suppression is None,
        )

    def faults(self, found: Iterable[Finding], shown: Shown) -> tuple[Fault, ...]:
        """Findings, placed, each with why the team lives with it."""
        return tuple(self._fault(finding, shown) for finding in found)

    def _fault(self, finding: Finding, shown: Shown) -> Fault:
        from decant.contract.renderings import Fault
        from decant.contract.suppressions import Suspect, find, fingerprint_of

        place, mark = finding.location, fingerprint_of(finding)
        suspect = Suspect(finding.rule, mark, (place,))
        suppression = find(self.suppressions, suspect, today=self.today)
        return Fault(finding, replace(place, file=shown(place.file)), mark, suppression)

    def idle(
        self, entries: Sequence[Entry], faults: Sequence[Fault], is_asked: Callable[[str], bool]
    ) -> tuple[Idle, ...]:
        """Suppressions that did nothing, of those whose rule `is_asked` about ("" for none)."""
        from decant.contract.suppressions import idle

        found = [*(e.suppression for e in entries), *(f.suppression for f in faults)]
        used = {suppression for suppression in found if suppression is not None}
        return idle(self.suppressions, used, lambda each: is_asked(each.rule), today=self.today)


def of_unreadable(refusal: Unreadable) -> Report:
    """What can be said of a document that cannot be read; no suppression covers that."""
    from decant.contract import ENGINE_VERSION
    from decant.contract.renderings import Outcome, Report

    desk = Desk("text", (), today(), "")
    faults = desk.faults(refusal.found, refusal.shown)
    return Report(refusal.name, refusal.shown(None), Outcome.FAIL, ENGINE_VERSION, faults=faults)


def emit(report: Report, form: str, terminal: Terminal) -> None:
    """Write the report in a form that is neither text nor JSON."""
    from decant.contract.renderings import render

    terminal.text(render(report, form))


def outcome(
    entries: Sequence[Entry] = (), faults: Sequence[Fault] = (), *, gaps: int = 0
) -> Outcome:
    """What the gate makes of it: a break or an error is a no, a gap leaves it open."""
    from decant.contract import Level, Severity
    from decant.contract.renderings import Outcome

    breaks = any(each.counts and each.change.severity is Level.BREAKING for each in entries)
    wrong = any(
        each.suppression is None and each.finding.severity is Severity.ERROR for each in faults
    )
    if breaks or wrong:
        return Outcome.FAIL
    return Outcome.UNKNOWN if gaps else Outcome.PASS


def today() -> str:
    """Today's date in UTC, as ISO 8601 spells it."""
    from datetime import UTC, datetime

    return datetime.now(UTC).date().isoformat()


def is_about_changes(rule: str) -> bool:
    """Whether a suppression with this rule can cover a change; one without a rule can."""
    from decant.contract.diff.kinds import KINDS

    return not rule or rule in KINDS


def is_about_validity(rule: str) -> bool:
    """Whether a suppression with this rule can cover a fault in a document's shape."""
    from decant.contract.validate.semantics import SEMANTICS

    return rule in SEMANTICS or rule in ("oas2-schema", "oas3-schema")


def is_about_style(rule: str) -> bool:
    """Whether a suppression with this rule can cover what lint finds."""
    return not is_about_changes(rule) and not is_about_validity(rule)


def _placed(place: Location | None, shown: Shown) -> Location | None:
    return None if place is None else replace(place, file=shown(place.file))
