"""The database as an operator's command finds it: there, and of this version, or not."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from decant import db
from decant.db import Database
from decant.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Open the database for one command; raises `Unavailable` unless it is up to date."""
    require_current(settings)
    database = Database(settings.database_url, pool_size=1)
    try:
        yield database
    finally:
        database.dispose()


def require_current(settings: Settings) -> None:
    """Raise `Unavailable`, with what to do, unless the tables are those of this version."""
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        raise Unavailable(f"there is no {file}: run `decant-server upgrade`")
    if not db.is_current(settings.database_url):
        raise Unavailable(
            "the database's tables are not those of this version: run `decant-server upgrade`"
        )


def sqlite_file(settings: Settings) -> Path | None:
    """Return the file the database is in; None where a server keeps it."""
    if not settings.is_sqlite:
        return None
    return Path(make_url(settings.database_url).database or "")
