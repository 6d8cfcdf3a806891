"""What the engine found in one upload, before any policy judges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .packing import Packed


@dataclass(frozen=True, slots=True)
class Base:
    """The stored document to compare with: its digest and the blob that holds its manifest."""

    digest: str
    manifest: str


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
class Examination:
    """A document that was read, validated, linted and compared.

    `findings` counts by severity, `changes` by level, `gaps` what could not be compared.
    `manifest`, `text` (of the root file), `operations`, `report` and, for a tree of files, `bundled` name blobs.
    `blobs` holds those, and of the texts and units at least what the base lacks.
    """

    facts: Facts
    engine: str
    findings: Mapping[str, int]
    changes: Mapping[str, int]
    gaps: int
    required_bump: str
    manifest: str
    text: str
    operations: str
    report: str
    bundled: str | None
    blobs: tuple[Packed, ...]
