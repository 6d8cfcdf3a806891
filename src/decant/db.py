"""Transactions: the only place that opens, commits or rolls back one.

Two kinds: a reading one never takes the write lock and sees one moment throughout; a
writing one is alone. SQLite's own default loses updates under load, so every BEGIN here
is ours, and a writer's is IMMEDIATE.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from decant.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from types import TracebackType

    from alembic.config import Config
    from sqlalchemy import Connection

BUSY_SECONDS: Final = 10
SQLITE_PRAGMAS: Final = (
    "journal_mode=WAL",
    f"busy_timeout={BUSY_SECONDS * 1000}",
    # An acknowledged push must survive a power cut; NORMAL only survives a crash.
    "synchronous=FULL",
    "temp_store=MEMORY",
    "mmap_size=268435456",
)
POSTGRES_OPTIONS: Final = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
)
# Words of SQLite that mean "not now" rather than "never"; it has no finer codes on 3.11.
BUSY_WORDS: Final = ("locked", "busy", "disk is full", "disk i/o error", "unable to open")
# SQLSTATE classes: connection, resources, object state, operator intervention, rollback.
UNIQUE_VIOLATION: Final = "23505"  # SQLSTATE; SQLite says it in words
BUSY_STATES: Final = frozenset({"08", "53", "55", "57", "40"})


class Database:
    """The registry's database. `pool_size` should be the number of web threads."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = url
        # Rises after every commit of this process: whoever remembers what a query said can
        # tell, for the price of comparing two numbers, that it may no longer be so.
        self.generation = 0
        self.turn: threading.Lock | None = None
        if make_url(url).get_backend_name() == "sqlite":
            self._readers = sqlite_engine(url, pool_size=pool_size, begin="DEFERRED")
            self._writers = sqlite_engine(url, pool_size=pool_size, begin="IMMEDIATE")
            # SQLite lets one writer in and has the others poll; queueing here is fair.
            self.turn = threading.Lock()
        else:
            self._writers = _server_engine(url, pool_size)
            self._readers = self._writers.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    def reading(self) -> Transaction:
        """Open a reading transaction: `with database.reading() as session`."""
        return Transaction(self._readers)

    def writing(self) -> Transaction:
        """Open a writing transaction; it commits at the end of the block unless that raises."""
        return Transaction(self._writers, writes_to=self)

    def dispose(self) -> None:
        """Close every connection."""
        self._readers.dispose()
        self._writers.dispose()

    def is_current(self) -> bool:
        """Say whether the database answers and its tables are those of this version."""
        with self.reading() as session:
            return _applied(session.connection()) == _newest()


class Transaction:
    """One transaction as a context manager; the only commit in the code base."""

    __slots__ = ("_database", "_engine", "_session", "_turn")

    def __init__(self, engine: Engine, *, writes_to: Database | None = None) -> None:
        self._engine = engine
        self._database = writes_to
        self._turn = None if writes_to is None else writes_to.turn
        self._session: Session | None = None

    def __enter__(self) -> Session:
        if self._turn is not None and not self._turn.acquire(timeout=BUSY_SECONDS):
            raise Unavailable("the database is busy writing; try again")
        try:
            self._session = Session(self._engine, expire_on_commit=False)
            if self._database is not None:
                self._session.connection()  # BEGIN now, so that waiting happens here
        except BaseException as error:
            self._leave()
            _refuse(error)
            raise
        return self._session

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None and self._database is not None and self._session is not None:
                self._session.commit()
                self._database.generation += 1  # after its own commit, so a lost count is harmless
        except DBAPIError as failure:
            _refuse(failure)
            raise
        finally:
            self._leave()
        if error is not None:
            _refuse(error)

    def _leave(self) -> None:
        try:
            if self._session is not None:
                self._session.close()
        finally:
            if self._turn is not None:
                self._turn.release()


def sqlite_engine(url: str, *, pool_size: int, begin: str, foreign_keys: bool = True) -> Engine:
    """Make an engine whose BEGIN is ours; `begin` is DEFERRED (reads only) or IMMEDIATE."""
    reads = begin == "DEFERRED"
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=BUSY_SECONDS,
        pool_reset_on_return=None if reads else "rollback",
        hide_parameters=True,  # what an error repeats ends in the log
        connect_args={"check_same_thread": False, "cached_statements": 512},
    )
    pragmas = (*SQLITE_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        if reads:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin_ours(connection: Connection) -> None:
        try:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"BEGIN {begin}")
        except engine.dialect.loaded_dbapi.OperationalError as error:
            raise OperationalError(f"BEGIN {begin}", None, error) from error

    return engine


def _server_engine(url: str, pool_size: int) -> Engine:
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=2,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,  # what an error repeats ends in the log
        connect_args={"options": POSTGRES_OPTIONS},
    )


def _refuse(error: BaseException) -> None:
    """Raise what the caller can act on, if it is one of the few things that anybody can."""
    if isinstance(error, IntegrityError) and _is_duplicate(error):
        # Services look before they write; what still clashes was written in between.
        raise Conflict("somebody else wrote this at the same moment; try again") from error
    if isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and _is_busy(error)):
        raise Unavailable("the database is busy; try again") from error


def _is_duplicate(error: IntegrityError) -> bool:
    return getattr(error.orig, "sqlstate", None) == UNIQUE_VIOLATION or (
        "UNIQUE constraint failed" in str(error.orig)
    )


def _is_busy(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(state, str):
        return state[:2] in BUSY_STATES
    said = str(error.orig).lower()
    return any(words in said for words in BUSY_WORDS) or "connection" in said


def migration_engine(url: str) -> Engine:
    """Make the engine migrations run on.

    On SQLite with foreign keys off: altering a table copies it, and with them on, dropping
    the old copy deletes every child row by cascade.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return sqlite_engine(url, pool_size=1, begin="IMMEDIATE", foreign_keys=False)
    return create_engine(url)


def upgrade(url: str) -> None:
    """Bring the tables at `url` to this version, making an SQLite file where there is none."""
    from alembic import command

    file = make_url(url).database
    if url.startswith("sqlite") and file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(url), "head")


def is_current(url: str) -> bool:
    """Say whether the tables at `url` are those of this version."""
    database = Database(url, pool_size=1)
    try:
        return database.is_current()
    finally:
        database.dispose()


def alembic_config(url: str) -> Config:
    """Build Alembic's configuration in code, so that a wheel needs no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_location()))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def _location() -> Path:
    packed = Path(__file__).with_name("_alembic")
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2] / "alembic"


def _newest() -> str | None:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(_location())).get_current_head()


def _applied(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext

    connection.execute(text("SELECT 1"))
    return MigrationContext.configure(connection).get_current_revision()
