"""What a team has decided to live with: which fault or change, why, and until when.

A suppression never makes anything disappear: it moves it to where it does not decide, with
its reason. One that is past its day, or that nothing matches, is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from decant.contract.places import covers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from decant.contract.findings import Finding, Location

    Claim: TypeAlias = Callable[["Suppression"], bool]


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry: a rule or kind with a place, or a fingerprint; always with a reason.

    `pointer` covers what is at or below it, in any file, or in one if it is written as
    `file#/pointer`; in it `*` is any one step and `**` any number. `expires` is the last day it
    holds (ISO 8601), empty for no end. `written` says where it stands, as `decant.yaml:7:5`;
    `waiver` is the id of the hub's own, which is not written in any file.
    """

    reason: str
    rule: str = ""
    pointer: str = ""
    fingerprint: str = ""
    expires: str = ""
    written: str = ""
    waiver: str = ""

    @property
    def target(self) -> str:
        """What it is about, in the words of its author."""
        return " ".join(filter(None, (self.rule, self.pointer, self.fingerprint)))

    def is_past(self, today: str) -> bool:
        """Whether it has ended by `today` (ISO 8601)."""
        return bool(self.expires) and self.expires < today


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a suppression may cover: a rule or kind, its places, and its fingerprint."""

    rule: str
    fingerprint: str
    places: tuple[Location | None, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """A suppression that did nothing: past its day, or matched by nothing."""

    suppression: Suppression
    is_past: bool

    @property
    def why(self) -> str:
        """Why it did nothing."""
        if self.is_past:
            return f"ended on {self.suppression.expires}, and does not hold any more"
        return "nothing matches it any more; it may go"


def find(listed: Iterable[Suppression], suspect: Suspect, *, today: str) -> Suppression | None:
    """The first suppression that covers `suspect` and has not ended."""
    return next(
        (each for each in listed if not each.is_past(today) and _covers(each, suspect)), None
    )


def idle(
    listed: Iterable[Suppression], used: AbstractSet[Suppression], is_asked: Claim, *, today: str
) -> tuple[Idle, ...]:
    """Those that did nothing, of those that could have (`is_asked`)."""
    return tuple(
        Idle(each, each.is_past(today)) for each in listed if each not in used and is_asked(each)
    )


def fingerprint_of(finding: Finding) -> str:
    """16 hex digits over what a finding is about; they survive rewording and moved lines."""
    place = finding.location
    return sha256(f"{finding.rule}\n{place.file}\n{place.pointer}".encode()).hexdigest()[:16]


def _covers(each: Suppression, suspect: Suspect) -> bool:
    if each.rule and each.rule != suspect.rule:
        return False
    if each.fingerprint and each.fingerprint != suspect.fingerprint:
        return False
    return not each.pointer or any(covers(each.pointer, at, below=True) for at in _at(suspect))


def _at(suspect: Suspect) -> Iterator[Location]:
    return (place for place in suspect.places if place is not None)
