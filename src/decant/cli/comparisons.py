"""`decant diff` and `decant breaking`: documents, compared on this machine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from . import changes, config, reports, sources
from .exits import Exit, Misused
from .output import severity
from .progress import telling

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from decant.contract import Comparison, Document, Profile
    from decant.contract.diff.baselines import Charge
    from decant.contract.renderings import Entry, Report

    from .config import Config
    from .output import Terminal
    from .reports import Desk
    from .sources import Given

_HOW: Final = "write: decant breaking OLD NEW, or: decant breaking FILE --against REF"
_EXITS: Final = {"pass": Exit.OK, "fail": Exit.REFUSED, "unknown": Exit.CANNOT_TELL}


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared with what; `head` is where the change starts, if that is asked about."""

    newer: Given
    base: Given
    head: Given | None = None
    is_new_only: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """Documents, compared: every change with its base, and the comparison with the first."""

    charges: tuple[Charge, ...]
    to_base: Comparison
    to_head: Comparison | None = None


def diff(options: Namespace, terminal: Terminal) -> Exit:
    """What changed, and what does it mean to clients?"""
    settings = config.load()
    older, newer = (sources.find(name, options.root) for name in (options.old, options.new))
    _report(Sides(newer, older), options, settings, terminal)
    return Exit.OK


def breaking(options: Namespace, terminal: Terminal) -> Exit:
    """May this go out?"""
    settings = config.load()
    report = _report(_sides(options, settings), options, settings, terminal)
    return _EXITS[report.outcome.value]


def _sides(options: Namespace, settings: Config) -> Sides:
    if options.new_only and options.also_against is None:
        raise Misused("--new-only needs --also-against", "what is new is new to that")
    if options.against is None:
        if options.old is None or options.new is None or options.also_against is not None:
            raise Misused("which documents?", _HOW)
        older, newer = (sources.find(name, options.root) for name in (options.old, options.new))
        return Sides(newer, older)
    file = options.old or settings.file
    if file is None or options.new is not None:
        raise Misused("which document must not break --against?", _HOW)
    root = options.root or (None if options.old else settings.root)
    head = options.also_against
    return Sides(
        sources.find(file, root),
        sources.find(sources.reference(options.against, file), root),
        None if head is None else sources.find(sources.reference(head, file), root),
        is_new_only=options.new_only,
    )


def _report(sides: Sides, options: Namespace, settings: Config, terminal: Terminal) -> Report:
    from decant import contract

    profile = contract.Profile(options.profile or settings.profile or "wire")
    desk = reports.Desk.of(options, settings)
    report = _told(sides, _judged(sides, profile, desk.today), desk)
    if options.format == "json":
        from decant.contract.renderings.json import comparison

        terminal.json(comparison(report))
    elif options.format == "text":
        _tell(report, terminal)
    else:
        reports.emit(report, options.format, terminal)
    return report


def _judged(sides: Sides, profile: Profile, day: str) -> Judged:
    from decant import contract
    from decant.contract.diff.baselines import Charge, charges

    new, old = sides.newer.read(), sides.base.read()

    def compared(older: Document, newer: Document) -> Comparison:
        return contract.compare(older, newer, profile, today=day)

    with telling(f"comparing {sides.base.name} with {sides.newer.name}"):
        to_base = compared(old, new)
    if sides.head is None:
        return Judged(tuple(map(Charge, to_base.changes)), to_base)
    middle = sides.head.read()
    with telling(f"comparing {sides.head.name} with {sides.newer.name}"):
        to_head, of_head = compared(middle, new), compared(old, middle)
    return Judged(charges(to_base, to_head, of_head), to_base, to_head)


def _told(sides: Sides, judged: Judged, desk: Desk) -> Report:
    from decant.contract import ENGINE_VERSION
    from decant.contract.renderings import Report

    entries = tuple(_entries(sides, judged, desk))
    gaps = list(judged.to_base.not_evaluated)
    gaps += judged.to_head.not_evaluated if judged.to_head else ()
    given = [sides.base] if sides.head is None else [sides.base, sides.head]
    return Report(
        title=sides.newer.name,
        file=desk.shown(sides.newer)(None),
        outcome=reports.outcome(entries, gaps=len(gaps)),
        engine=ENGINE_VERSION,
        entries=entries,
        gaps=tuple(dict.fromkeys(gaps)),
        idle=desk.idle(entries, (), reports.is_about_changes),
        bases=tuple(each.name for each in given),
        bump=judged.to_base.bump.value,
        profile=judged.to_base.profile.value,
        rules_url=desk.rules_url,
    )


def _entries(sides: Sides, judged: Judged, desk: Desk) -> Iterator[Entry]:
    newer = desk.shown(sides.newer)
    for charge in judged.charges:
        older = sides.head if charge.is_against_head and sides.head else sides.base
        entry = desk.entry(charge.change, older=older.shown, newer=newer, base=older.name)
        is_excused = charge.is_known and sides.is_new_only
        yield replace(entry, is_known=charge.is_known, counts=entry.counts and not is_excused)


def _tell(report: Report, terminal: Terminal) -> None:
    from decant.contract.renderings.json import verdict_of

    changes.tell(terminal, report.entries)
    changes.tell_gaps(terminal, report.gaps)
    changes.tell_idle(terminal, report.idle)
    terminal.line(severity(verdict_of(report)), ": ", report.summary)
