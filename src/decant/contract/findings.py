"""What can be said against one document: a rule, how much it matters, and where.

Faults in a document are values, returned; only a document that cannot be read at
all raises (`errors.UnreadableDocument`), and that exception carries findings too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
