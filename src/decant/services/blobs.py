"""Bytes named by their content, written once and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from decant.models import Blob
from decant.pool import unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.pool import Packed
    from decant.pool.process import Supply

# Both databases take longer lists (SQLite 32,766); compiling those gains nothing.
_BATCH: Final = 500


class DamagedStore(Exception):  # noqa: N818 - not the caller's doing: nobody can answer it
    """A row names bytes that the store does not have."""


def put(session: Session, blobs: Iterable[Packed]) -> None:
    """Write those that are not there yet, whoever else writes the same at the same time."""
    # In one order, so that two writers of the same blobs never wait for each other in a ring.
    rows = [
        {"digest": blob.digest, "size": blob.size, "data": blob.data}
        for blob in sorted(blobs, key=lambda blob: blob.digest)
    ]
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    session.connection().execute(insert(Blob).on_conflict_do_nothing(), rows)


def missing(session: Session, digests: Iterable[str]) -> set[str]:
    """Which of these are not there. What is there now stays there."""
    wanted = set(digests)
    found: set[str] = set()
    for some in _batches(sorted(wanted)):
        found.update(session.scalars(select(Blob.digest).where(Blob.digest.in_(some))))
    return wanted - found


def packed(session: Session, digests: Sequence[str]) -> dict[str, bytes]:
    """The compressed bytes of those that are there."""
    found: dict[str, bytes] = {}
    for some in _batches(digests):
        rows = session.execute(select(Blob.digest, Blob.data).where(Blob.digest.in_(some)))
        found.update((digest, data) for digest, data in rows)
    return found


def load(session: Session, digest: str) -> bytes:
    """The bytes of one digest that a row names."""
    return load_all(session, [digest])[digest]


def load_all(session: Session, digests: Sequence[str]) -> dict[str, bytes]:
    """The bytes of several digests that rows or manifests name."""
    found = packed(session, digests)
    lost = [digest for digest in digests if digest not in found]
    if lost:
        raise DamagedStore(f"no bytes for {lost[0]}")
    return {digest: unpack(data) for digest, data in found.items()}


def supply_from(database: Database) -> Supply:
    """What the engine's workers are given stored bytes by: compressed, in short transactions."""

    def supply(digests: Sequence[str]) -> dict[str, bytes]:
        with database.reading() as session:
            return packed(session, digests)

    return supply


def _batches(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), _BATCH):
        yield digests[start : start + _BATCH]
