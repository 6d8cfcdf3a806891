"""Rulesets on their way to a worker, and what comes back: problems, or what they find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decant.contract.findings import Location, Severity, finding_from_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract.findings import Finding

    from .channel import Message


@dataclass(frozen=True, slots=True)
class StoredRuleset:
    """A ruleset in the store: each path with the digest of its blob, and where it begins.

    `files` has those that it extends, too, as `contract.lint.spectral.stored` lays them out;
    rulesets of one `digest` are the same.
    """

    digest: str
    root: str
    files: tuple[tuple[str, str], ...]

    @property
    def message(self) -> dict[str, object]:
        """This as a worker reads it."""
        return {"digest": self.digest, "root": self.root, "files": self.files}


@dataclass(frozen=True, slots=True)
class Extends:
    """A name that a pushed ruleset extends and only the hub can know, and where it says so."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class Compiled:
    """A ruleset that was read: how many rules are on, what is wrong, and what it extends."""

    rule_count: int
    problems: tuple[Finding, ...]
    extends: tuple[Extends, ...]
    engine: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one rule complains of a document, at one severity."""

    rule: str
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class Linted:
    """What a ruleset finds in a document: counts by severity, and by rule, the worst first."""

    findings: Mapping[str, int]
    rules: tuple[Tally, ...]


def compiled(answer: Message) -> Compiled:
    """What a worker told of a ruleset."""
    head = answer.head
    return Compiled(
        head["rules"],
        tuple(finding_from_json(fields) for fields in head["problems"]),
        tuple(Extends(name, Location(*place)) for name, *place in head["extends"]),
        head["engine"],
    )


def linted(answer: Message) -> Linted:
    """What a worker told of a document before a ruleset."""
    head = answer.head
    rules = (Tally(rule, Severity(severity), count) for rule, severity, count in head["rules"])
    return Linted(head["findings"], tuple(rules))
