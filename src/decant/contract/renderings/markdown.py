"""A report as Markdown, made to be the comment on a pull request.

What breaks comes first and is open to see, the rest is folded away. A comment has an end, at
GitHub after 65,536 characters: what does not fit is counted in its last line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from decant.contract.diff.change import Level
from decant.contract.findings import Severity

from .inert import code_for_markdown, for_markdown
from .report import Outcome, counted
from .rules import help_of, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decant.contract.findings import Location

    from .report import Entry, Fault, Report

LONGEST: Final = 65_000  # characters
_LONGEST_ITEM: Final = 4_000
_KEPT_FOR_THE_END: Final = 1_000
_WORDS: Final = {
    Outcome.PASS: "Nothing stands in the way",
    Outcome.FAIL: "This may not go out",
    Outcome.UNKNOWN: "This could not be judged",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with items under it; `is_folded` hides them until they are asked for."""

    title: str
    items: tuple[str, ...]
    is_folded: bool = False

    @property
    def opening(self) -> str:
        if self.is_folded:
            return f"<details>\n<summary>{self.title}</summary>\n\n"
        return f"#### {self.title}\n\n"

    @property
    def closing(self) -> str:
        return "\n</details>\n\n" if self.is_folded else "\n"


@dataclass(slots=True)
class Sheet:
    """A comment that is being written, as long as there is room."""

    parts: list[str] = field(default_factory=list)
    room: int = LONGEST - _KEPT_FOR_THE_END
    left_out: int = 0

    def add(self, section: Section) -> None:
        """Write the section, or as many of its items as fit."""
        self.room -= len(section.opening) + len(section.closing)
        fitting: list[str] = []
        for item in section.items:
            if self.left_out or len(item) > self.room:
                self.left_out += 1
                continue
            self.room -= len(item)
            fitting.append(item)
        if fitting:
            self.parts += [section.opening, *fitting, section.closing]


def render(report: Report) -> str:
    """The comment; its first line marks it, so that the next run can replace it."""
    sheet = Sheet()
    for section in _sections(report):
        sheet.add(section)
    parts = [*_head(report), *sheet.parts, *_foot(report)]
    if sheet.left_out:
        parts.append(
            f"\n{sheet.left_out} more did not fit here; `--format json` has all of them.\n"
        )
    return "".join(parts)


def _head(report: Report) -> Iterator[str]:
    mark = sha256(report.title.encode(errors="replace")).hexdigest()[:12]
    yield f"<!-- decant:{mark} -->\n"
    yield f"### {_WORDS[report.outcome]}: {code_for_markdown(report.title[:200])}\n\n"
    yield f"{for_markdown(report.summary)}\n\n"


def _foot(report: Report) -> Iterator[str]:
    said = [f"compared with {code_for_markdown(base[:200])}" for base in report.bases]
    if report.profile:
        said.append(f"profile {code_for_markdown(report.profile[:20])}")
    said.append(f"Decant engine {code_for_markdown(report.engine[:60])}")
    if report.link.startswith(("http://", "https://")):
        said.append(f"[the check](<{_address(report.link[:300])}>)")
    yield f"<sub>{' · '.join(said)}</sub>\n"


def _address(link: str) -> str:
    return "".join(sign for sign in link if sign.isprintable() and sign not in " <>\\`")


def _sections(report: Report) -> Iterator[Section]:
    counting = report.deciding
    for level in (Level.BREAKING, Level.RISKY):
        groups: dict[str, list[Entry]] = {}
        for entry in counting:
            if entry.change.severity is level:
                groups.setdefault(entry.heading, []).append(entry)
        for entries in groups.values():
            items = tuple(_item(entry, report) for entry in entries)
            yield Section(_title(entries[0], level), items)
    yield from _faults(report)
    gaps = tuple(
        f"- {for_markdown(gap.reason[:_LONGEST_ITEM])} {code_for_markdown(gap.pointer or '/')}\n"
        for gap in report.gaps
    )
    if gaps:
        yield Section("Not evaluated", gaps)
    yield from _folded(report)


def _title(entry: Entry, level: Level) -> str:
    reached = entry.operations
    if not reached:
        return f"{level.value.capitalize()} for the document as a whole"
    more = f" and {len(reached) - 1} more" if len(reached) > 1 else ""
    return f"{level.value.capitalize()} for {code_for_markdown(reached[0][:300])}{more}"


def _item(entry: Entry, report: Report, *, is_short: bool = False) -> str:
    change = entry.change
    lines = [f"- {for_markdown(change.message[:_LONGEST_ITEM])}"]
    if not is_short:
        lines += [f"  {for_markdown(words[:_LONGEST_ITEM])}" for words in (change.why,) if words]
        if change.fix:
            lines.append(f"  **Instead:** {for_markdown(change.fix[:_LONGEST_ITEM])}")
    if entry.suppression is not None:
        lines.append(f"  **Suppressed:** {for_markdown(entry.suppression.reason)}")
    places = [_place(place) for place in (entry.older, entry.newer) if place is not None]
    where = " → ".join(dict.fromkeys(places))
    lines.append(f"  {where} {_kind(change.kind, report)}".rstrip())
    return "  \n".join(lines) + "\n"


def _kind(kind: str, report: Report) -> str:
    shown = code_for_markdown(kind)
    is_reachable = report.rules_url.startswith(("http://", "https://"))
    is_explained = is_reachable and help_of(kind).has_page
    return f"[{shown}](<{_address(page_of(kind, report.rules_url))}>)" if is_explained else shown


def _faults(report: Report) -> Iterator[Section]:
    for severity, is_folded in (
        (Severity.ERROR, False),
        (Severity.WARNING, True),
        (Severity.INFO, True),
    ):
        found = [
            fault for fault in report.faults if fault.finding.severity is severity and fault.is_open
        ]
        noun = {Severity.INFO: "remark"}.get(severity, severity.value)
        if found:
            yield Section(
                counted(len(found), noun), tuple(_fault(f, report) for f in found), is_folded
            )


def _fault(fault: Fault, report: Report) -> str:
    finding = fault.finding
    lines = [f"- {for_markdown(finding.message[:_LONGEST_ITEM])}"]
    if finding.hint:
        lines.append(f"  **Instead:** {for_markdown(finding.hint[:_LONGEST_ITEM])}")
    if fault.suppression is not None:
        lines.append(f"  **Suppressed:** {for_markdown(fault.suppression.reason)}")
    lines.append(f"  {_place(fault.place)} {_kind(finding.rule, report)}")
    return "  \n".join(lines) + "\n"


def _folded(report: Report) -> Iterator[Section]:
    """What decides nothing, each kind of it under its own fold."""
    entries = report.entries
    suppressed = [_item(entry, report) for entry in entries if entry.suppression is not None]
    suppressed += [_fault(each, report) for each in report.faults if each.suppression is not None]
    idle = [
        f"- {code_for_markdown(each.suppression.target)} {for_markdown(each.why)}\n"
        for each in report.idle
    ]
    known = (e for e in entries if not e.counts and e.suppression is None)
    yield from _fold(f"{len(suppressed)} suppressed", suppressed)
    yield from _fold("Suppressions without use", idle)
    there = [*_short(known, report), *_aside("already there", report)]
    yield from _fold("Already there before this change", there)
    yield from _fold("Found by rulesets on trial", _aside("on trial", report))
    for level, words in ((Level.SAFE, "safe for every client"), (Level.DOCS, "in the docs only")):
        found = [entry for entry in report.deciding if entry.change.severity is level]
        yield from _fold(f"{counted(len(found), 'change')} {words}", _short(found, report))


def _short(entries: Iterable[Entry], report: Report) -> list[str]:
    return [_item(entry, report, is_short=True) for entry in entries]


def _aside(why: str, report: Report) -> list[str]:
    return [_fault(fault, report) for fault in report.faults if fault.aside == why]


def _fold(title: str, items: list[str]) -> Iterator[Section]:
    if items:
        yield Section(title, tuple(items), is_folded=True)


def _place(place: Location) -> str:
    line = f":{place.line}:{place.column or 1}" if place.line else f"#{place.pointer}"
    return code_for_markdown(f"{place.file or ''}{line}"[:500])
