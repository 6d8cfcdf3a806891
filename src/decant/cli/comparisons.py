"""`decant diff` and `decant breaking`: two documents, compared on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decant.contract.errors import UnreadableDocument

from . import changes, config, findings, sources
from .exits import Exit
from .output import severity
from .progress import telling

if TYPE_CHECKING:
    from argparse import Namespace

    from decant.contract import Comparison, Document, Finding

    from .output import Terminal
    from .sources import Given


class OneSideUnreadable(Exception):  # noqa: N818 - it says what is the matter
    """One of the documents cannot be read, so there is nothing to compare."""

    def __init__(self, name: str, found: tuple[Finding, ...], given: Given | None) -> None:
        super().__init__(f"{name} cannot be read")
        self.name, self.found, self.given = name, found, given


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents, compared."""

    older: Given
    newer: Given
    comparison: Comparison


def diff(options: Namespace, terminal: Terminal) -> Exit:
    """What changed, and what does it mean to clients?"""
    return Exit.OK if _compare(options, terminal) else Exit.CANNOT_TELL


def breaking(options: Namespace, terminal: Terminal) -> Exit:
    """May this go out?"""
    from decant.contract import Verdict

    comparison = _compare(options, terminal)
    if comparison is None:
        return Exit.CANNOT_TELL
    if comparison.verdict is Verdict.BREAKING:
        return Exit.REFUSED
    return Exit.CANNOT_TELL if comparison.not_evaluated else Exit.OK


def _compare(options: Namespace, terminal: Terminal) -> Comparison | None:
    """Compare and print; None if a side cannot be read."""
    try:
        pair = _pair(options)
    except OneSideUnreadable as refusal:
        _tell_unreadable(refusal, options, terminal)
        return None
    if options.format == "json":
        from decant.contract import ENGINE_VERSION
        from decant.contract.diff.report import as_json

        terminal.json(as_json(pair.comparison, engine_version=ENGINE_VERSION))
    else:
        _tell(pair, terminal)
    return pair.comparison


def _pair(options: Namespace) -> Pair:
    from datetime import UTC, datetime

    from decant import contract

    profile = contract.Profile(options.profile or config.load().profile or "wire")
    older, old = _read(options.old, options.root)
    newer, new = _read(options.new, options.root)
    today = datetime.now(UTC).date().isoformat()
    with telling(f"comparing {older.name} with {newer.name}"):
        return Pair(older, newer, contract.compare(old, new, profile, today=today))


def _read(name: str, root: str | None) -> tuple[Given, Document]:
    given: Given | None = None
    try:
        given = sources.find(name, root)
        return given, given.read()
    except UnreadableDocument as refusal:
        raise OneSideUnreadable(name, refusal.findings, given) from None


def _tell(pair: Pair, terminal: Terminal) -> None:
    from decant.contract.diff.report import as_json

    report = as_json(pair.comparison)
    changes.tell(terminal, report["changes"], older=pair.older.shown, newer=pair.newer.shown)
    changes.tell_gaps(terminal, report["not_evaluated"])
    gaps = len(pair.comparison.not_evaluated)
    words = changes.summary(report["counts"], report["required_bump"], gaps)
    terminal.line(severity(report["verdict"]), ": ", words)


def _tell_unreadable(refusal: OneSideUnreadable, options: Namespace, terminal: Terminal) -> None:
    if options.format == "json":
        found = [findings.as_json(finding) for finding in refusal.found]
        said = {"code": "unreadable_document", "message": str(refusal), "document": refusal.name}
        terminal.json({"error": {**said, "findings": found}})
        return
    shown = refusal.given.shown if refusal.given else lambda file: file or refusal.name
    findings.tell(terminal, refusal.found, shown)
    terminal.line(f"{refusal}: there is nothing to compare")
