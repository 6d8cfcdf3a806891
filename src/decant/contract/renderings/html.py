"""A report as a fragment of HTML: elements and class names, no style and no script."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from decant.contract.diff.change import Level

from .inert import for_html
from .rules import help_of, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.findings import Location

    from .report import Entry, Fault, Report


def render(report: Report) -> str:
    """A section with the summary, then the changes under the operations they reach."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f'<section class="decant-report decant-{report.outcome.value}">'
    yield f"<h2>{for_html(report.title)}</h2>"
    yield f'<p class="decant-summary">{for_html(report.summary)}</p>'
    for heading, entries in groupby(_ordered(report), key=lambda entry: entry.heading):
        yield f'<h3 class="decant-operations">{for_html(heading)}</h3>'
        yield '<ul class="decant-changes">'
        for entry in entries:
            yield from _change(entry, report)
        yield "</ul>"
    yield from _listed("decant-findings", "Findings", [_fault(f, report) for f in report.faults])
    gaps = [f"{for_html(gap.reason)} {_code(gap.pointer or '/')}" for gap in report.gaps]
    yield from _listed("decant-gaps", "Not evaluated", gaps)
    idle = [f"{_code(each.suppression.target)} {for_html(each.why)}" for each in report.idle]
    yield from _listed("decant-idle", "Suppressions without use", idle)
    yield "</section>"


def _ordered(report: Report) -> list[Entry]:
    """By operation, in the order of the worst change of each."""
    first: dict[str, int] = {}
    for number, entry in enumerate(report.entries):
        first.setdefault(entry.heading, number)
    return sorted(report.entries, key=lambda entry: first[entry.heading])


def _change(entry: Entry, report: Report) -> Iterator[str]:
    change = entry.change
    state = "" if entry.counts else " decant-not-counted"
    yield f'<li class="decant-change decant-{change.severity.value}{state}">'
    kind = for_html(change.kind)
    yield f'<span class="decant-level">{change.severity.value}</span>'
    yield f'<a class="decant-kind" href="{for_html(report.rules_url)}/{kind}">{kind}</a>'
    yield f'<p class="decant-message">{for_html(change.message)}</p>'
    if change.severity in (Level.BREAKING, Level.RISKY):
        for name, words in (("why", change.why), ("fix", change.fix)):
            if words:
                yield f'<p class="decant-{name}">{for_html(words)}</p>'
    if entry.suppression is not None:
        yield f'<p class="decant-suppressed">Suppressed: {for_html(entry.suppression.reason)}</p>'
    places = (_place(place) for place in (entry.older, entry.newer) if place is not None)
    yield f'<p class="decant-place">{" → ".join(dict.fromkeys(places))}</p>'
    yield "</li>"


def _fault(fault: Fault, report: Report) -> str:
    finding = fault.finding
    said = f'<span class="decant-level">{finding.severity.value}</span> '
    said += f"{_named(finding.rule, report)} {for_html(finding.message)}"
    if fault.aside:
        said += f" ({fault.aside})"
    if fault.suppression is not None:
        said += f" (suppressed: {for_html(fault.suppression.reason)})"
    return f"{said} {_place(fault.place)}"


def _named(rule: str, report: Report) -> str:
    if not help_of(rule).has_page:
        return for_html(rule)
    address = for_html(page_of(rule, report.rules_url))
    return f'<a class="decant-kind" href="{address}">{for_html(rule)}</a>'


def _listed(name: str, title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"<h3>{title}</h3>"
        yield f'<ul class="{name}">'
        yield from (f"<li>{item}</li>" for item in items)
        yield "</ul>"


def _place(place: Location) -> str:
    line = f":{place.line}:{place.column or 1}" if place.line else f"#{place.pointer}"
    return _code(f"{place.file or ''}{line}")


def _code(text: str) -> str:
    return f"<code>{for_html(text.replace('`', chr(39)))}</code>"
