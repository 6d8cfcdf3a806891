"""Look at everything a hub needs to work, and say plainly what is wrong."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from decant.app import make_pool
from decant.errors import Refusal
from decant.pool import Eyes
from decant.server.backups import faults_of
from decant.server.databases import require_current, sqlite_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from decant.settings import Settings

LEAST_FREE: Final = 0.05  # of the disk; below that SQLite soon cannot write
SPECIMEN: Final = (
    b'{"openapi": "3.1.0", "info": {"title": "Self-test", "version": "1"}, "paths": {}}'
)


class Ailment(Exception):  # noqa: N818 - what a doctor finds
    """Something is wrong; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at, whether it is well, and what was seen."""

    subject: str
    is_well: bool
    words: str


def examine(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Print one line for everything looked at; 1 if anything is wrong."""
    diagnoses = [_diagnose(subject, look, settings) for subject, look in EXAMINATIONS.items()]
    for diagnosis in diagnoses:
        mark = "ok " if diagnosis.is_well else "BAD"
        print(f"{mark}  {diagnosis.subject:<10}{diagnosis.words}")
    return 0 if all(diagnosis.is_well for diagnosis in diagnoses) else 1


def _diagnose(subject: str, look: Callable[[Settings], str], settings: Settings) -> Diagnosis:
    try:
        return Diagnosis(subject, True, look(settings))
    except (Ailment, Refusal, OSError, SQLAlchemyError, sqlite3.Error) as error:
        return Diagnosis(subject, False, next(iter(str(error).splitlines()), type(error).__name__))


def _look_at_settings(settings: Settings) -> str:
    where = settings.public_url or f"http://{settings.host}:{settings.port}"
    return f"{settings.env}, {where}, data in {settings.data_dir.resolve()}"


def _look_at_database(settings: Settings) -> str:
    require_current(settings)
    return f"reachable and up to date: {make_url(settings.database_url).render_as_string()}"


def _look_at_integrity(settings: Settings) -> str:
    file = sqlite_file(settings)
    if file is None:
        return "left to PostgreSQL (amcheck)"
    if not file.exists():
        raise Ailment(f"there is no {file} to look into")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        faults = faults_of(connection)
    if faults:
        raise Ailment(f"{len(faults)} faults, the first: {faults[0]}; restore a backup")
    return f"whole, {file.stat().st_size:,} bytes"


def _look_at_disk(settings: Settings) -> str:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    usage = shutil.disk_usage(settings.data_dir)
    if usage.free < LEAST_FREE * usage.total:
        raise Ailment(f"only {usage.free:,} bytes free: make room")
    return f"{usage.free / usage.total:.0%} free ({usage.free:,} bytes)"


def _look_at_engine(settings: Settings) -> str:
    pool = make_pool(settings)
    try:
        eyes = Eyes("wire", "2000-01-01")
        seen = pool.examine({"openapi.json": SPECIMEN}, None, eyes, base=None, supply=_nothing)
    finally:
        pool.close()
    return f"answers, version {seen.engine}, {settings.workers} workers"


def _nothing(_digests: object) -> dict[str, bytes]:
    return {}


EXAMINATIONS: Final[dict[str, Callable[[Settings], str]]] = {
    "settings": _look_at_settings,
    "database": _look_at_database,
    "integrity": _look_at_integrity,
    "disk": _look_at_disk,
    "engine": _look_at_engine,
}
