"""What a worker tells the hub of an examined document, and what of it the hub must store."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from decant import contract
from decant.contract.units import canonical

from .channel import Message
from .operations import operations_of
from .packing import pack, pack_all
from .reports import report_of, score_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from decant.contract.diff.change import Comparison
    from decant.contract.document import Document, Manifest
    from decant.contract.gating import Passage
    from decant.contract.lint.score import Score

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Seen:
    """A document with all that was made of it."""

    document: Document
    standard: str
    passage: Passage
    score: Score
    older: Document | None
    comparison: Comparison | None


def answer_of(seen: Seen, waivers: Sequence[Json], *, new_only: bool) -> Message:
    """The facts, counts and report, with every blob that the base does not have."""
    document, manifest = seen.document, seen.document.manifest
    named = {
        "manifest": pack(manifest.to_bytes()),
        "operations": pack(orjson.dumps(operations_of(document))),
        "report": pack(orjson.dumps(report_of(seen, waivers))),
    }
    if len(manifest.files) > 1:
        named["bundled"] = pack(orjson.dumps(document.tree))
    base = None if seen.older is None else seen.older.manifest
    blobs = [*named.values(), *pack_all(_news(document, base))]
    head = {
        "facts": _facts(manifest),
        "engine": contract.ENGINE_VERSION,
        "text": manifest.files[manifest.root],
        **_counts(seen),
        "counted": _counted(seen, new_only=new_only),
        "score": score_json(seen.score),
        **{name: blob.digest for name, blob in named.items()},
        "blobs": [[blob.digest, blob.size] for blob in blobs],
    }
    return Message(head, tuple(blob.data for blob in blobs))


def _facts(manifest: Manifest) -> dict[str, Json]:
    return {
        "digest": manifest.digest,
        "canonical": manifest.canonical,
        "dialect": manifest.dialect.value,
        "root": manifest.root,
        "title": manifest.title,
        "version": manifest.version,
        "file_count": len(manifest.files),
        "size": manifest.size,
        "operation_count": manifest.operation_count,
    }


def _counts(seen: Seen) -> dict[str, Json]:
    severities = dict.fromkeys((severity.value for severity in contract.Severity), 0)
    for gated in seen.passage.findings:
        severities[gated.fault.finding.severity.value] += 1
    levels = dict.fromkeys((level.value for level in contract.Level), 0)
    if seen.comparison is None:
        return {"findings": severities, "changes": levels, "gaps": 0, "required_bump": "none"}
    levels.update((level.value, count) for level, count in seen.comparison.counts.items())
    return {
        "findings": severities,
        "changes": levels,
        "gaps": len(seen.comparison.not_evaluated),
        "required_bump": seen.comparison.bump.value,
    }


def _counted(seen: Seen, *, new_only: bool) -> dict[str, int]:
    """How much has a say, and how much was set aside."""
    findings, waived = seen.passage.findings, seen.passage.waived
    changes = () if seen.comparison is None else seen.comparison.changes
    errors = [gated for gated in findings if gated.counts(new_only=new_only)]
    levels = Counter(
        change.severity.value
        for change, waiver in zip(changes, waived, strict=True)
        if waiver is None
    )
    lint = sum(gated.fault.is_lint for gated in errors)
    return {
        "invalid": len(errors) - lint,
        "lint": lint,
        "breaking": levels["breaking"],
        "risky": levels["risky"],
        "waived": sum(gated.waiver is not None for gated in findings)
        + sum(waiver is not None for waiver in waived),
        "debt": sum(not gated.is_new for gated in findings),
    }


def _news(document: Document, base: Manifest | None) -> Iterator[tuple[str, bytes]]:
    """Each text and unit that the base lacks, once, by digest."""
    told = set() if base is None else {unit.raw for unit in base.units.values()}
    told.update(() if base is None else base.files.values())
    for path, digest in document.manifest.files.items():
        if digest not in told:
            told.add(digest)
            yield digest, document.files[path]
    for name, unit in document.manifest.units.items():
        if unit.raw not in told:
            told.add(unit.raw)
            yield unit.raw, canonical(document.unit(name))
