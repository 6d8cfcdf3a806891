"""What can be said against one document: a rule, how much it matters, and where.

Faults in a document are values, returned; only a document that cannot be read at
all raises (`errors.UnreadableDocument`), and that exception carries findings too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How much a finding matters; a ruleset may change it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a document as it was pushed.

    `pointer` is a JSON pointer (RFC 6901) into `file`; `line` and `column` count
    from 1, columns in characters. They are None where the text is not at hand.
    """

    pointer: str
    file: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in one document: which rule, where, and what to do about it."""

    rule: str
    severity: Severity
    message: str
    location: Location
    hint: str | None = None


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as JSON values, the shape of reports, checks and problems."""
    place = finding.location
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "pointer": place.pointer,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }


def finding_from_json(fields: Mapping[str, Any]) -> Finding:
    """The finding that `finding_json` spelled; raises KeyError or ValueError for anything else."""
    place = Location(fields["pointer"], fields["file"], fields["line"], fields["column"])
    severity = Severity(fields["severity"])
    return Finding(fields["rule"], severity, fields["message"], place, fields["hint"])
