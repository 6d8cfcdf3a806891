"""Transactions: readers see one moment, writers wait their turn, nothing is lost."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError, OperationalError

from decant import db
from decant.errors import Conflict, Unavailable
from decant.models import Blob, Org

if TYPE_CHECKING:
    from decant.db import Database
    from decant.settings import Settings


def test_an_error_undoes_what_was_written(database: Database) -> None:
    def write_and_fail() -> None:
        with database.writing() as session:
            session.execute(update(Org).values(title="undone"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    with database.reading() as session:
        assert session.scalar(select(Org.title)) == "Acme"


def test_what_two_write_at_once_is_a_conflict_not_a_crash(database: Database) -> None:
    with database.writing() as session:
        session.add(Org(name="twins"))

    with pytest.raises(Conflict), database.writing() as session:
        session.add(Org(name="twins"))


def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    with database.reading() as reader:
        before = reader.scalar(select(Org.title))
        with database.writing() as writer:
            writer.execute(update(Org).values(title="Acme, Inc."))

        after = reader.scalar(select(Org.title))

    assert before == after == "Acme"


def test_a_reading_transaction_cannot_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"), database.reading() as session:
        session.execute(update(Org).values(title="no"))


def test_no_update_of_many_threads_is_lost(database: Database) -> None:
    def add_one(_: int) -> None:
        with database.writing() as session:
            version = session.scalar(select(Org.version)) or 0
            session.execute(update(Org).values(version=version + 1))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_one, range(80)))

    with database.reading() as session:
        assert session.scalar(select(Org.version)) == 81


def test_a_locked_database_is_unavailable_not_broken(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "SQLITE_PRAGMAS", ("busy_timeout=10",))
    database = db.Database(settings.database_url)
    with closing(sqlite3.connect(settings.data_dir / "decant.db")) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(Unavailable), database.writing():
            pass
    database.dispose()


def test_a_writer_that_waits_too_long_for_its_turn_is_told_to_try_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.01)

    with database.writing(), pytest.raises(Unavailable), database.writing():
        pass


def test_a_database_that_is_not_there_is_unavailable() -> None:
    database = db.Database("sqlite:////nowhere/at/all.db")

    with pytest.raises(Unavailable), database.reading() as session:
        session.execute(text("SELECT 1"))


def test_every_commit_is_counted_so_that_memory_can_be_doubted(database: Database) -> None:
    before = database.generation

    with database.reading() as session:
        session.execute(text("SELECT 1"))
    unchanged = database.generation
    with database.writing():
        pass

    assert unchanged == before
    assert database.generation == before + 1


@pytest.mark.parametrize("change", ["UPDATE blobs SET size = 2", "DELETE FROM events"])
def test_the_database_itself_refuses_to_rewrite_history(database: Database, change: str) -> None:
    with database.writing() as session:
        session.add(Blob(digest="0" * 64, size=1, data=b""))

    with pytest.raises(DatabaseError, match="only ever added"), database.writing() as session:
        session.execute(text(change))
