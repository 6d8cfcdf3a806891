"""Both databases, for what must hold on either; and a desk where waivers are decided."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person
    from decant.db import Database
    from decant.pool import Pool
    from decant.services.access import ApiName
    from desks import Desk
    from maintainers import Maintainer


def _programs() -> Path | None:
    """Where a PostgreSQL server's programs are; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return None if initdb is None else Path(initdb).parent


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of our own, on a socket in a folder of its own."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here")
    folder = Path(tempfile.mkdtemp(prefix="decant-pg-", dir="/tmp"))
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder)

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "decant", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://decant@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    """An empty database with every table and the cast."""
    from sqlalchemy import create_engine, text

    import cast
    from decant import db

    server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS decant WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE decant"))
    server.dispose()
    url = postgres_url.replace("/postgres?", "/decant?")
    db.upgrade(url)
    database = db.Database(url, pool_size=16)
    cast.assemble(database)
    yield database
    database.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest) -> Database:
    """Each of the two databases in turn."""
    name = "database" if request.param == "sqlite" else "postgres"
    database: Database = request.getfixturevalue(name)
    return database


@pytest.fixture
def maintainer(request: pytest.FixtureRequest) -> Person:
    """Max, under a name that is not a builtin's."""
    person: Person = request.getfixturevalue("max")
    return person


@pytest.fixture
def desk(database: Database, petstore: ApiName, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Where waivers of the petstore are decided; its clock says noon until it is set."""
    from decant.services import waivers
    from desks import Desk

    opened = Desk(database, petstore)
    monkeypatch.setattr(waivers, "utcnow", lambda: opened.now)
    return opened


@pytest.fixture
def keeper(database: Database, workers: Pool, maintainer: Person) -> Maintainer:
    """Max, who keeps the rulesets of acme."""
    from maintainers import Maintainer

    return Maintainer(database, workers, maintainer)
