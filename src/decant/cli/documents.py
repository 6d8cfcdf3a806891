"""`decant validate` and `decant lint`: one document, judged on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from . import config, findings, sources
from .exits import Exit, Misused, Unreadable
from .output import bold, green, red
from .progress import telling

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from decant.contract import Document, Finding

    from .output import Terminal
    from .sources import Given

    Judge = Callable[[Document], Sequence[Finding]]


_WORDS: Final = {
    "validate": ("is valid", "is not valid"),
    "lint": ("passes", "does not pass"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one document; `document` is None if it cannot be read."""

    name: str
    found: tuple[Finding, ...]
    shown: findings.Shown
    document: Document | None = None

    @property
    def is_good(self) -> bool:
        """Nothing found is an error."""
        return not findings.counts(self.found)["error"]


def validate(options: Namespace, terminal: Terminal) -> Exit:
    """Is this a valid OpenAPI document?"""
    from decant import contract

    return _judge(options, terminal, contract.validate)


def lint(options: Namespace, terminal: Terminal) -> Exit:
    """Is it as good as its readers deserve?"""
    from decant import contract

    return _judge(options, terminal, contract.lint)


def chosen(options: Namespace, settings: config.Config) -> Given:
    """The document that FILE, or else decant.yaml, names."""
    if options.file is not None:
        return sources.find(options.file, options.root)
    if settings.file is None:
        raise Misused("which file?", "name one, or write file: into decant.yaml")
    return sources.find(settings.file, options.root or settings.root)


def _judge(options: Namespace, terminal: Terminal, judge: Judge) -> Exit:
    report = _report(options, judge)
    if options.format == "json":
        terminal.json(_as_json(report))
    else:
        _tell(report, options.command, terminal)
    return Exit.OK if report.is_good else Exit.REFUSED


def _report(options: Namespace, judge: Judge) -> Report:
    try:
        given = chosen(options, config.load())
        document = given.read()
    except Unreadable as refusal:
        return Report(refusal.name, refusal.found, refusal.shown)
    with telling(f"judging {given.name}"):
        return Report(given.name, tuple(judge(document)), given.shown, document)


def _tell(report: Report, command: str, terminal: Terminal) -> None:
    findings.tell(terminal, report.found, report.shown)
    counted = findings.summary(findings.counts(report.found))
    if report.document is None:
        terminal.line(bold(report.name), " ", red("cannot be read"), f": {counted}")
        return
    about = report.document.manifest
    good, bad = _WORDS[command]
    verdict = green(good) if report.is_good else red(bad)
    what = f"{about.title} {about.version}".strip() or "untitled"
    terminal.line(
        bold(report.name), " ", verdict, f": {counted} · {what} · OpenAPI {about.dialect.value}"
    )


def _as_json(report: Report) -> dict[str, Any]:
    from decant.contract import ENGINE_VERSION

    value: dict[str, Any] = {
        "document": report.name,
        "readable": report.document is not None,
        "passes": report.is_good,
        "counts": findings.counts(report.found),
        "findings": [findings.as_json(finding) for finding in report.found],
        "engine_version": ENGINE_VERSION,
    }
    if report.document is not None:
        about = report.document.manifest
        value |= {
            "root": about.root,
            "dialect": about.dialect.value,
            "title": about.title,
            "version": about.version,
            "digest": about.digest,
        }
    return value
