"""What counts of all that was found: what is new, and what nobody has agreed to let pass.

A finding that the base has, too, is debt; where a document has the same fault more often
than its base, the rest of them are new. A waiver lets one named fault or change pass. Both
are shown where they were found, with the reason why they do not decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from decant.contract.findings import Severity
from decant.contract.places import covers
from decant.contract.suppressions import Suspect, fingerprint_of
from decant.contract.validate.rules import left_out

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from decant.contract.diff.change import Change
    from decant.contract.findings import Finding


@dataclass(frozen=True, slots=True)
class Waiver:
    """An agreement to let something pass: a rule or kind, a fingerprint, or both; somewhere.

    `pointer` is exact, unless it has wildcards (`places`).
    """

    id: str
    rule: str = ""
    fingerprint: str = ""
    pointer: str = ""

    def covers(self, suspect: Suspect) -> bool:
        """Whether this lets it pass."""
        if self.rule and self.rule != suspect.rule:
            return False
        if self.fingerprint and self.fingerprint != suspect.fingerprint:
            return False
        places = (place for place in suspect.places if place is not None)
        return not self.pointer or any(covers(self.pointer, place) for place in places)


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding on its way through the gate: by lint or by validation, and by which rulesets."""

    finding: Finding
    is_lint: bool = False
    is_report_only: bool = False


@dataclass(frozen=True, slots=True)
class Gated:
    """A finding with all that decides whether it counts. `waiver` is the id of one."""

    fault: Fault
    fingerprint: str
    is_new: bool = True
    waiver: str | None = None

    def counts(self, *, new_only: bool) -> bool:
        """Whether it has a say: an error, meant in earnest, not waived and, if asked, new."""
        return (
            self.fault.finding.severity is Severity.ERROR
            and not self.fault.is_report_only
            and self.waiver is None
            and (self.is_new or not new_only)
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """What came through the gate: findings in their order, and the waiver of each change."""

    findings: tuple[Gated, ...]
    waived: tuple[str | None, ...]
    unused: tuple[str, ...]

    @property
    def used(self) -> frozenset[str]:
        """The waivers that let something pass."""
        named = (*(gated.waiver for gated in self.findings), *self.waived)
        return frozenset(waiver for waiver in named if waiver is not None)


def gate(
    faults: Sequence[Fault],
    changes: Sequence[Change] = (),
    *,
    base: Sequence[Finding] = (),
    waivers: Sequence[Waiver] = (),
) -> Passage:
    """Tell what is new against the base's findings, and what the waivers let pass.

    Where several cover the same, the first is used.
    """
    new = news([fault.finding for fault in faults], base)
    findings = tuple(
        _gated(fault, is_new, waivers) for fault, is_new in zip(faults, new, strict=True)
    )
    waived = tuple(_waiver_of(_suspect(change), waivers) for change in changes)
    used = {*(gated.waiver for gated in findings), *waived}
    unused = tuple(waiver.id for waiver in waivers if waiver.id not in used)
    return Passage(findings, waived, unused)


def news(found: Sequence[Finding], base: Sequence[Finding]) -> list[bool]:
    """For each finding whether it is one more than the base has.

    Told apart by rule, place and message, then with less and less of that. What a rule has
    not listed of the base could be anything, so it makes up for as many.
    """
    new = {number for number, finding in enumerate(found) if not left_out(finding)}
    counting = [number for number, finding in enumerate(found) if left_out(finding)]
    left = [finding for finding in base if not left_out(finding)]
    for key in (_exactly, _at_the_same_place, _moved_in_a_list):
        debt, left = _paired([(number, key(found[number])) for number in sorted(new)], left, key)
        new -= debt
    unlisted = Counter[str]()
    for finding in base:
        unlisted[finding.rule] += left_out(finding)
    for number in (*sorted(new), *counting):
        rule, count = found[number].rule, left_out(found[number]) or 1
        if unlisted[rule] >= count:
            unlisted[rule] -= count
            new.discard(number)
        else:
            new.add(number)
    return [number in new for number in range(len(found))]


def _paired(
    found: Sequence[tuple[int, Hashable]],
    base: Sequence[Finding],
    key: Callable[[Finding], Hashable],
) -> tuple[set[int], list[Finding]]:
    """Which of those found pair with one of the base each, and what of the base is left."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, name in reversed(found):
        waiting[name].append(number)
    pairs: set[int] = set()
    left: list[Finding] = []
    for finding in base:
        numbers = waiting.get(key(finding))
        if numbers:
            pairs.add(numbers.pop())
        else:
            left.append(finding)
    return pairs, left


def in_file_of(base: Sequence[Finding], older: str, newer: str) -> Sequence[Finding]:
    """The base's findings as if its root file were called as the newer one's is."""
    if older == newer:
        return base
    return [
        replace(finding, location=replace(finding.location, file=newer))
        if finding.location.file == older
        else finding
        for finding in base
    ]


# Keywords whose members are told apart by their position, which moves.
_LISTS: Final = (
    "allOf|anyOf|oneOf|prefixItems|enum|required|type|examples|parameters|tags|security|servers"
    "|schemes|consumes|produces"
)
_POSITION: Final = re.compile(rf"(?<=/)({_LISTS})/[0-9]+(?=/|$)")


def _exactly(finding: Finding) -> Hashable:
    return (*_at_the_same_place(finding), finding.message)


def _at_the_same_place(finding: Finding) -> tuple[Hashable, ...]:
    return finding.rule, finding.location.file, finding.location.pointer


def _moved_in_a_list(finding: Finding) -> Hashable:
    pointer = _POSITION.sub(r"\1/*", finding.location.pointer)
    return finding.rule, finding.location.file, pointer, finding.message


def _gated(fault: Fault, is_new: bool, waivers: Sequence[Waiver]) -> Gated:  # noqa: FBT001 - from a zip
    finding = fault.finding
    suspect = Suspect(finding.rule, fingerprint_of(finding), (finding.location,))
    return Gated(fault, suspect.fingerprint, is_new, _waiver_of(suspect, waivers))


def _suspect(change: Change) -> Suspect:
    return Suspect(change.kind, change.fingerprint, (change.newer, change.older))


def _waiver_of(suspect: Suspect, waivers: Sequence[Waiver]) -> str | None:
    return next((waiver.id for waiver in waivers if waiver.covers(suspect)), None)
