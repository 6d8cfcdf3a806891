"""Two revisions of one API, compared from their units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from decant.contract import ENGINE_VERSION
from decant.models import utcnow
from decant.pool import Eyes, Recent
from decant.services import access, blobs, refs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract import Profile
    from decant.db import Database
    from decant.pool import Pool
    from decant.services.access import Actor, ApiName
    from decant.services.refs import Held

Json: TypeAlias = Any

_KEPT_BYTES: Final = 32 << 20
# Nothing in a key ever changes its meaning, so neither does what is kept under it.
_kept: Recent[bytes] = Recent(_KEPT_BYTES)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `newer` changes over `older`, by revision numbers.

    `report` is JSON as `contract.diff.report.as_json` spells it.
    """

    api: ApiName
    older: int
    newer: int
    report: bytes = field(repr=False)

    @property
    def says(self) -> dict[str, Json]:
        """The report as values."""
        said: dict[str, Json] = orjson.loads(self.report)
        return said


@dataclass(frozen=True, slots=True)
class Sides:
    """Two refs and whose eyes compare them."""

    older: str
    newer: str
    profile: Profile


def between(
    database: Database, pool: Pool, actor: Actor, name: ApiName, *, sides: Sides
) -> Comparison:
    """Compare two revisions of a visible API; no transaction may be open."""
    with database.reading() as session:
        api = access.get_api(session, actor, name)
        older = refs.get(session, actor, api.id, sides.older)
        newer = refs.get(session, actor, api.id, sides.newer)
    report = _report(database, pool, (older, newer), sides.profile)
    return Comparison(name, older.number, newer.number, report)


def _report(database: Database, pool: Pool, held: tuple[Held, Held], profile: Profile) -> bytes:
    def supply(digests: Sequence[str]) -> dict[str, bytes]:
        with database.reading() as session:
            return blobs.packed(session, digests)

    eyes = Eyes(profile.value, utcnow().date().isoformat())
    older, newer = held
    key = (older.digest, newer.digest, eyes, ENGINE_VERSION)
    report = _kept.get(key)
    if report is None:
        report = pool.compare((older.manifest, newer.manifest), eyes, supply)
        _kept.put(key, report, len(report))
    return report
