"""What a worker tells the hub of an examined document, and what of it the hub must store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from decant import contract
from decant.contract.diff.report import as_json
from decant.contract.findings import finding_json
from decant.contract.units import canonical

from .channel import Message
from .operations import operations_of
from .packing import pack, pack_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from decant.contract.diff.change import Comparison
    from decant.contract.document import Document, Manifest
    from decant.contract.findings import Finding


Json: TypeAlias = Any


def answer_of(
    document: Document,
    findings: Sequence[Finding],
    base: Manifest | None = None,
    comparison: Comparison | None = None,
) -> Message:
    """The facts, counts and report, with every blob that the base does not have."""
    manifest = document.manifest
    named = {
        "manifest": pack(manifest.to_bytes()),
        "operations": pack(orjson.dumps(operations_of(document))),
        "report": pack(orjson.dumps(_report(findings, comparison))),
    }
    if len(manifest.files) > 1:
        named["bundled"] = pack(orjson.dumps(document.tree))
    blobs = [*named.values(), *pack_all(_news(document, base))]
    head = {
        "facts": _facts(manifest),
        "engine": contract.ENGINE_VERSION,
        "text": manifest.files[manifest.root],
        **_counts(findings, comparison),
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


def _report(findings: Sequence[Finding], comparison: Comparison | None) -> dict[str, Json]:
    compared = {} if comparison is None else as_json(comparison)
    return {
        "findings": [finding_json(finding) for finding in findings],
        "changes": compared.get("changes", []),
        "not_evaluated": compared.get("not_evaluated", []),
    }


def _counts(findings: Sequence[Finding], comparison: Comparison | None) -> dict[str, Json]:
    severities = dict.fromkeys((severity.value for severity in contract.Severity), 0)
    for finding in findings:
        severities[finding.severity.value] += 1
    levels = dict.fromkeys((level.value for level in contract.Level), 0)
    if comparison is None:
        return {"findings": severities, "changes": levels, "gaps": 0, "required_bump": "none"}
    levels.update((level.value, count) for level, count in comparison.counts.items())
    return {
        "findings": severities,
        "changes": levels,
        "gaps": len(comparison.not_evaluated),
        "required_bump": comparison.bump.value,
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
