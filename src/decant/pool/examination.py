"""What the engine found in one upload, before any policy judges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .packing import Packed


@dataclass(frozen=True, slots=True)
class Base:
    """The stored document to compare with: its digest, and blobs with its manifest and report.

    What it was found to have wrong is read from the report, if it was judged alike.
    """

    digest: str
    manifest: str
    report: str | None = None

    @property
    def message(self) -> dict[str, str | None]:
        """This as a worker reads it."""
        return {"digest": self.digest, "manifest": self.manifest, "report": self.report}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a revision says about its document."""

    digest: str
    canonical: str
    dialect: str
    root: str
    title: str
    version: str
    file_count: int
    size: int
    operation_count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How much has a say: errors that are new, if asked, and meant in earnest; breaks and risks.

    What a waiver covers has none; `waived` and `debt` say how much that is, of everything.
    """

    invalid: int = 0
    lint: int = 0
    breaking: int = 0
    risky: int = 0
    waived: int = 0
    debt: int = 0


@dataclass(frozen=True, slots=True)
class Examination:
    """A document that was read, validated, linted and compared.

    `findings` counts by severity, `changes` by level, `gaps` what could not be compared;
    `counted` what of that has a say. `score` is JSON, as the report has it.
    `manifest`, `text` (of the root file), `operations`, `report` and, for a tree of files, `bundled` name blobs.
    `blobs` holds those, and of the texts and units at least what the base lacks.
    """

    facts: Facts
    engine: str
    findings: Mapping[str, int]
    changes: Mapping[str, int]
    gaps: int
    counted: Counted
    score: Mapping[str, Any]
    required_bump: str
    manifest: str
    text: str
    operations: str
    report: str
    bundled: str | None
    blobs: tuple[Packed, ...]
