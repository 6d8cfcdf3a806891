"""The store of bytes: written once, told apart by content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError

from decant.models import Blob
from decant.pool import pack
from decant.services import blobs

if TYPE_CHECKING:
    from decant.db import Database


def test_what_was_put_is_loaded_by_its_digest(either: Database) -> None:
    kept = [pack(f"text {number}".encode()) for number in range(1200)]

    with either.writing() as session:
        blobs.put(session, kept)

    with either.reading() as session:
        found = blobs.load_all(session, [one.digest for one in kept])
    assert found[kept[700].digest] == b"text 700"
    assert len(found) == 1200


def test_putting_the_same_again_changes_nothing(either: Database) -> None:
    for _ in range(2):
        with either.writing() as session:
            blobs.put(session, [pack(b"twice")])

    with either.reading() as session:
        assert blobs.load(session, pack(b"twice").digest) == b"twice"


def test_nothing_to_put_is_fine(either: Database) -> None:
    with either.writing() as session:
        blobs.put(session, [])


def test_what_is_missing_is_told(either: Database) -> None:
    there, absent = pack(b"there"), pack(b"absent")
    with either.writing() as session:
        blobs.put(session, [there])

    with either.reading() as session:
        missing = blobs.missing(session, [there.digest, absent.digest])
        assert blobs.packed(session, [absent.digest]) == {}

    assert missing == {absent.digest}


def test_a_store_without_the_bytes_that_a_row_names_is_damaged(either: Database) -> None:
    with either.reading() as session, pytest.raises(blobs.DamagedStore):
        blobs.load(session, "0" * 64)


def test_the_database_itself_refuses_to_change_a_blob(either: Database) -> None:
    with either.writing() as session:
        blobs.put(session, [pack(b"for good")])

    with pytest.raises(DBAPIError), either.writing() as session:
        session.query(Blob).update({"size": 0})
