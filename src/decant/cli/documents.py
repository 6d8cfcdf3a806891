"""`decant validate` and `decant lint`: one document, judged on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from . import changes, config, findings, reports, sources
from .exits import Exit, Misused, Unreadable
from .output import bold, green, red
from .progress import telling

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from decant.contract import Document, Finding
    from decant.contract.renderings import Report

    from .output import Terminal
    from .reports import Desk
    from .sources import Given

    Judge = Callable[[Document], Sequence[Finding]]


_WORDS: Final = {
    "validate": ("is valid", "is not valid"),
    "lint": ("passes", "does not pass"),
}


_ASKED: Final = {"validate": reports.is_about_validity, "lint": reports.is_about_style}


@dataclass(frozen=True, slots=True)
class Judged:
    """A document with what is said against it; None if it cannot be read."""

    report: Report
    document: Document | None = None

    @property
    def is_good(self) -> bool:
        """Nothing found, and not lived with, is an error."""
        return self.report.outcome.value == "pass"


def validate(options: Namespace, terminal: Terminal) -> Exit:
    """Is this a valid OpenAPI document?"""
    from decant import contract

    return _judge(options, terminal, lambda *_: contract.validate)


def lint(options: Namespace, terminal: Terminal) -> Exit:
    """Is it as good as its readers deserve?"""
    from .judging import judge_of

    return _judge(options, terminal, lambda given, settings: judge_of(options, settings, given))


def chosen(options: Namespace, settings: config.Config) -> Given:
    """The document that FILE, or else decant.yaml, names."""
    if options.file is not None:
        return sources.find(options.file, options.root)
    if settings.file is None:
        raise Misused("which file?", "name one, or write file: into decant.yaml")
    return sources.find(settings.file, options.root or settings.root)


def _judge(
    options: Namespace, terminal: Terminal, judge_of: Callable[[Given, config.Config], Judge]
) -> Exit:
    settings = config.load()
    desk = reports.Desk.of(options, settings)
    try:
        given = chosen(options, settings)
        judge = judge_of(given, settings)
        document = given.read()
    except Unreadable as refusal:
        judged = Judged(reports.of_unreadable(refusal))
    else:
        with telling(f"judging {given.name}"):
            found = judge(document)
        judged = Judged(_report(given, found, desk, options.command), document)
    _write(judged, options, terminal)
    return Exit.OK if judged.is_good else Exit.REFUSED


def _report(given: Given, found: Sequence[Finding], desk: Desk, command: str) -> Report:
    from decant.contract import ENGINE_VERSION
    from decant.contract.renderings import Report

    shown = desk.shown(given)
    faults = desk.faults(found, shown)
    return Report(
        title=given.name,
        file=shown(None),
        outcome=reports.outcome(faults=faults),
        engine=ENGINE_VERSION,
        faults=faults,
        idle=desk.idle((), faults, _ASKED[command]),
        rules_url=desk.rules_url,
    )


def _write(judged: Judged, options: Namespace, terminal: Terminal) -> None:
    if options.format == "json":
        terminal.json(_as_json(judged))
    elif options.format == "text":
        _tell(judged, options, terminal)
    else:
        reports.emit(judged.report, options.format, terminal)


def _tell(judged: Judged, options: Namespace, terminal: Terminal) -> None:
    report = judged.report
    _tell_faults(judged, options, terminal)
    changes.tell_idle(terminal, report.idle)
    if judged.document is None:
        terminal.line(bold(report.title), " ", red("cannot be read"), f": {report.summary}")
        return
    about = judged.document
    good, bad = _WORDS[options.command]
    verdict = green(good) if judged.is_good else red(bad)
    what = f"{about.title} {about.version}".strip() or "untitled"
    dialect = f"OpenAPI {about.dialect.value}"
    terminal.line(bold(report.title), " ", verdict, f": {report.summary} · {what} · {dialect}")


def _tell_faults(judged: Judged, options: Namespace, terminal: Terminal) -> None:
    """A document that is not valid is read from top to bottom, one with bad habits by habit."""
    report = judged.report
    if options.command != "lint" or judged.document is None:
        findings.tell(terminal, report.faults)
        return
    from . import rule_groups

    counting = [fault for fault in report.faults if fault.suppression is None]
    most = None if options.all else rule_groups.MOST_PLACES
    rule_groups.tell(terminal, counting, most=most)
    findings.tell_suppressed(terminal, report.faults)


def _as_json(judged: Judged) -> dict[str, Any]:
    from decant.contract.document import digest_of
    from decant.contract.renderings.json import document

    value = {
        **document(judged.report),
        "readable": judged.document is not None,
        "passes": judged.is_good,
    }
    if judged.document is not None:
        about = judged.document
        value |= {
            "root": about.root,
            "dialect": about.dialect.value,
            "title": about.title,
            "version": about.version,
            "digest": digest_of(about.root, about.files),
        }
    return value
