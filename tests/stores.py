"""What the hub would hold, for an engine that is asked without a hub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import orjson

from decant.pool import Base, Eyes, Terms, unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    import documents
    from decant.pool import Examination, Pool

EYES = Eyes("wire", "2026-01-01")
USUAL = Terms()


def files(document: documents.Json) -> dict[str, bytes]:
    """The document as the one file it is pushed as."""
    return {"openapi.json": json.dumps(document).encode()}


class Store:
    """Blobs by digest, and what was asked for, each time."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.asked: list[list[str]] = []

    def keep(self, examined: Examination) -> Base:
        """Hold what was examined, to compare with."""
        self.blobs.update((blob.digest, blob.data) for blob in examined.blobs)
        return Base(examined.facts.digest, examined.manifest, examined.report)

    def supply(self, digests: Sequence[str]) -> dict[str, bytes]:
        """What the engine may ask for."""
        self.asked.append(list(digests))
        return {digest: self.blobs[digest] for digest in digests if digest in self.blobs}

    def examine(
        self,
        pool: Pool,
        document: documents.Json,
        base: Base | None = None,
        *,
        terms: Terms = USUAL,
    ) -> Examination:
        """Have a document examined."""
        supply = self.supply
        return pool.examine(files(document), None, EYES, base=base, terms=terms, supply=supply)

    def report(self, examined: Examination) -> Any:
        """All that was found, as JSON."""
        self.keep(examined)
        return orjson.loads(unpack(self.blobs[examined.report]))
