"""What the hub said about a document, as people and tools read it: check and publication.

The hub judges by its own policy. Here decant.yaml is held against what it found, so that a
check on this machine may pass what the team lives with; a push is let in by the hub alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from . import changes, findings, verdicts
from .exits import ServiceDown
from .output import bold, cyan, dim, severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decant.contract import Change
    from decant.contract.renderings import Entry, Fault, Report

    from .output import Painted, Terminal
    from .reports import Desk
    from .sources import Given


# What a check has at least.
CHECK: Final = (
    "verdict", "reasons", "counts", "base", "required_bump", "findings", "changes", "not_evaluated",
)  # fmt: skip
# fmt: off
_OUTCOMES: Final = {"pass": "pass", "warn": "pass", "fail": "fail"}
# fmt: on
# Stances under which a push does not go in at once.
_HOLDS: Final = ("review", "block")


@dataclass(frozen=True, slots=True)
class View:
    """What is spoken of: the document given, its API, the hub, and how it is told."""

    given: Given
    api: str
    hub_url: str
    desk: Desk

    def report(self, said: Mapping[str, Any], *, judges_here: bool = False) -> Report:
        """A check as a report; `judges_here` lets suppressions move the outcome."""
        from decant.contract import NotEvaluated
        from decant.contract.renderings import Outcome, Report

        shown = self.desk.shown(self.given)
        entries = tuple(self._entries(said))
        faults = tuple(self._faults(said))
        gaps = tuple(
            NotEvaluated(each["pointer"], each["reason"]) for each in said["not_evaluated"]
        )
        policy = said.get("policy") or {}
        report = Report(
            title=self.given.name,
            file=shown(None),
            outcome=Outcome(_OUTCOMES.get(said["verdict"], "unknown")),
            engine=str(said.get("engine", "")),
            entries=entries,
            faults=faults,
            gaps=gaps,
            idle=self.desk.idle(entries, faults, lambda _: True),
            bases=() if said["base"] is None else (f"{self.api}@{said['base']}",),
            bump=str(said["required_bump"]),
            profile=str(policy.get("profile", "")),
            rules_url=f"{self.hub_url}/docs/rules",
            link=self._link(said.get("html_url")),
        )
        if judges_here and report.suppressed:
            return replace(report, outcome=_judged_here(report, said))
        return report

    def _faults(self, said: Mapping[str, Any]) -> Iterator[Fault]:
        waived = verdicts.excuses(said)
        is_new_only = (said.get("policy") or {}).get("new_only", False)
        found = map(findings.from_json, said["findings"])
        placed = self.desk.faults(found, self.desk.shown(self.given))
        for fault, each in zip(placed, said["findings"], strict=True):
            is_tried = bool(each.get("report_only"))
            is_known = is_new_only and not is_tried and not each.get("is_new", True)
            yield replace(
                fault,
                suppression=fault.suppression or waived.get(each.get("waiver")),
                is_known=is_known,
                counts=not (is_known or is_tried),
            )

    def _entries(self, said: Mapping[str, Any]) -> Iterator[Entry]:
        waived = verdicts.excuses(said)
        base = f"{self.api}@{said['base']}"
        newer = self.desk.shown(self.given)
        for change, each in zip(_changes(said), said["changes"], strict=True):
            entry = self.desk.entry(
                change, older=lambda file: f"{base}:{file or ''}", newer=newer, base=base
            )
            if each.get("waiver"):
                excuse = entry.suppression or waived.get(each["waiver"])
                entry = replace(entry, counts=False, suppression=excuse)
            yield entry

    def _link(self, url: str | None) -> str:
        """A link that can be followed from here; the hub's own are relative to it."""
        return f"{self.hub_url}{url}" if url and url.startswith("/") else url or ""

    def tell_publication(self, said: Mapping[str, Any], report: Report, terminal: Terminal) -> None:
        """Print what became of a push; the last line is the outcome."""
        revision = said["revision"]
        self.tell_check(said["check"], report, terminal)
        if revision is None:
            terminal.line(dim("instead   "), "push --review 'why' asks a maintainer to let it in")
            terminal.line(bold(f"{self.api} stays as it is"))
            return
        _fact(terminal, "digest", str(revision["digest"]))
        _fact(terminal, "docs", cyan(self._link(revision.get("docs_url"))))
        if said.get("review"):
            for line in verdicts.review_lines(said, self.api):
                terminal.line(*line)
            return
        outcome = "is new" if said["created"] else "is unchanged"
        names = ", ".join(revision["labels"])
        terminal.line(
            bold(f"{self.api} revision {revision['number']} {outcome}"), f" · {names}" * bool(names)
        )

    def tell_check(self, said: Mapping[str, Any], report: Report, terminal: Terminal) -> None:
        """Print a check: findings, changes, what was not compared, and the verdict."""
        findings.tell(terminal, report.faults)
        changes.tell(terminal, report.entries)
        changes.tell_gaps(terminal, report.gaps)
        changes.tell_idle(terminal, report.idle)
        verdicts.tell_unused(said, terminal)
        reasons = ", ".join(verdicts.reasons(said))
        terminal.line(severity(said["verdict"]), f": {reasons}" * bool(reasons))
        if said.get("override_reason"):
            _fact(terminal, "because", str(said["override_reason"]))
        _fact(terminal, "changes", _compared(said))
        debt = verdicts.debt_in_words(said)
        found = findings.summary(said["counts"]["findings"])
        _fact(terminal, "findings", f"{found} · {debt}" if debt else found)
        for line in verdicts.score_lines(said):
            terminal.line(*line)
        if report.link:
            _fact(terminal, "check", cyan(report.link))
        if report.suppressed:
            here = "passes" if report.outcome.value == "pass" else "does not pass"
            words = f"{report.suppressed} suppressed by decant.yaml"
            terminal.line(
                bold(f"it {here} here"),
                f": {words}; the hub itself said ",
                severity(said["verdict"]),
            )


def _judged_here(report: Report, said: Mapping[str, Any]) -> Any:
    """What the hub's policy makes of what is left when the suppressed is set aside."""
    from decant.contract import Level
    from decant.contract.renderings import Outcome
    from decant.contract.renderings.report import weight

    policy = said.get("policy") or {}
    left = {
        "breaking": weight(report.deciding, Level.BREAKING),
        **dict.fromkeys(("invalid", "lint"), 0),
    }
    for fault, each in zip(report.faults, said["findings"], strict=True):
        if fault.suppression is None and _has_a_say(each, policy):
            left["lint" if each.get("found_by") == "lint" else "invalid"] += 1
    # A hub that does not tell its policy is taken to block.
    if any(count and policy.get(stance, "block") in _HOLDS for stance, count in left.items()):
        return Outcome.FAIL
    is_open = report.gaps and policy.get("breaking", "block") in _HOLDS
    return Outcome.UNKNOWN if is_open else Outcome.PASS


def _has_a_say(finding: Mapping[str, Any], policy: Mapping[str, Any]) -> bool:
    """Whether the hub counts a finding: an error, not waived or on trial, new if it asks that."""
    is_debt = policy.get("new_only", False) and not finding.get("is_new", True)
    is_aside = finding.get("waiver") or finding.get("report_only") or is_debt
    return finding["severity"] == "error" and not is_aside


def _changes(said: Mapping[str, Any]) -> Iterator[Change]:
    from decant.contract.diff.report import change_from_json

    try:
        for each in said["changes"]:
            yield change_from_json(each)
    except (KeyError, ValueError) as trouble:
        words = f"the hub tells of a change that this version does not understand: {trouble}"
        raise ServiceDown(words, "is this decant older than the hub?") from None


def _fact(terminal: Terminal, label: str, words: str | Painted) -> None:
    terminal.line(dim(f"{label:<10}"), words)


def _compared(said: Mapping[str, Any]) -> str:
    if said["base"] is None:
        return "nothing to compare with"
    gaps = len(said["not_evaluated"])
    words = changes.summary(said["counts"]["changes"], said["required_bump"], gaps)
    return f"compared with revision {said['base']}: {words}"
