"""`decant diff` and `decant breaking`: two documents, compared on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import changes, config, sources
from .exits import Exit
from .output import severity
from .progress import telling

if TYPE_CHECKING:
    from argparse import Namespace

    from decant.contract import Comparison

    from .output import Terminal
    from .sources import Given


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents, compared."""

    older: Given
    newer: Given
    comparison: Comparison


def diff(options: Namespace, terminal: Terminal) -> Exit:
    """What changed, and what does it mean to clients?"""
    _compare(options, terminal)
    return Exit.OK


def breaking(options: Namespace, terminal: Terminal) -> Exit:
    """May this go out?"""
    from decant.contract import Verdict

    comparison = _compare(options, terminal)
    if comparison.verdict is Verdict.BREAKING:
        return Exit.REFUSED
    return Exit.CANNOT_TELL if comparison.not_evaluated else Exit.OK


def _compare(options: Namespace, terminal: Terminal) -> Comparison:
    pair = _pair(options)
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
    older, newer = (sources.find(name, options.root) for name in (options.old, options.new))
    old, new = older.read(), newer.read()
    today = datetime.now(UTC).date().isoformat()
    with telling(f"comparing {older.name} with {newer.name}"):
        return Pair(older, newer, contract.compare(old, new, profile, today=today))


def _tell(pair: Pair, terminal: Terminal) -> None:
    from decant.contract.diff.report import as_json

    report = as_json(pair.comparison)
    changes.tell(terminal, report["changes"], older=pair.older.shown, newer=pair.newer.shown)
    changes.tell_gaps(terminal, report["not_evaluated"])
    gaps = len(pair.comparison.not_evaluated)
    words = changes.summary(report["counts"], report["required_bump"], gaps)
    terminal.line(severity(report["verdict"]), ": ", words)
