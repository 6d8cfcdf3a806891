"""Copy the database while it is in use, and make sure that the copy is whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from decant.errors import Conflict, Invalid, NotFound, Unavailable
from decant.server.databases import sqlite_file

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from decant.settings import Settings


def back_up(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write a consistent copy of the SQLite database to a new file."""
    source = sqlite_file(settings)
    if source is None:
        raise Invalid(
            "this copies SQLite files; for PostgreSQL use its own tool: "
            "pg_dump --format=custom --file=FILE DATABASE"
        )
    if not source.exists():
        raise NotFound(f"there is no {source} to copy")
    target: Path = arguments.file
    if target.exists():
        raise Conflict(f"{target} is already there; a backup never replaces a file")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        copy_database(source, unfinished)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    print(f"copied {target.stat().st_size:,} bytes to {target}; the copy is whole")
    return 0


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite file in use; raises `Unavailable` if the copy is not whole."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(descriptor)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(target)) as copy,
    ):
        # In one pass: copying some pages at a time starts over after every write.
        original.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        faults = faults_of(copy)
    if faults:
        raise Unavailable(f"the copy is damaged: {faults[0]}")
    with target.open("rb") as written:
        os.fsync(written.fileno())


def faults_of(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with a database; empty when it is whole."""
    broken = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    faults = [] if broken == ["ok"] else broken
    return faults + [
        f"row {row[1]} of {row[0]} refers to nothing in {row[2]}"
        for row in connection.execute("PRAGMA foreign_key_check")
    ]
