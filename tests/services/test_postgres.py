"""PostgreSQL keeps the same promises as the file that a small hub starts with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest
from alembic import command
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, InternalError

import cast
import documents
from decant import db
from decant.app import create_app
from decant.errors import Unavailable
from decant.models import Blob, Org
from decant.services import apis, revisions
from decant.services.access import ApiName, Visibility
from decant.services.uploads import Upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.db import Database
    from decant.pool import Pool
    from decant.settings import Settings
    from decant.web import Hub, Site

PETSTORE = ApiName("acme", "petstore")

pytestmark = pytest.mark.postgres


def test_its_tables_are_what_the_models_say(postgres: Database) -> None:
    command.check(db.alembic_config(postgres.url))

    assert postgres.is_current()


def test_a_reader_sees_one_moment_and_cannot_write(postgres: Database) -> None:
    with postgres.reading() as reader:
        before = reader.scalar(select(Org.title))
        with postgres.writing() as writer:
            writer.execute(update(Org).values(title="Acme, Inc."))
        after = reader.scalar(select(Org.title))

        with pytest.raises(InternalError, match="read-only"):
            reader.execute(update(Org).values(title="no"))

    assert before == after == "Acme"


def test_the_database_itself_refuses_to_rewrite_history(postgres: Database) -> None:
    def rewrite(change: str) -> None:
        with postgres.writing() as session:
            session.add(Blob(digest="0" * 64, size=1, data=b""))
            session.flush()
            session.execute(text(change))

    for change in ("UPDATE blobs SET size = 2", "DELETE FROM events"):
        with pytest.raises(DBAPIError, match="only ever added"):
            rewrite(change)


def test_writers_wait_for_one_another_on_the_row_they_share(postgres: Database) -> None:
    def add_one(_: int) -> None:
        with postgres.writing() as session:
            session.execute(update(Org).values(version=Org.version + 1))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_one, range(40)))

    with postgres.reading() as session:
        assert session.scalar(select(Org.version)) == 41


def test_a_row_that_stays_locked_is_unavailable_not_broken(postgres: Database) -> None:
    def touch() -> None:
        with postgres.writing() as session:
            session.execute(text("SET LOCAL lock_timeout = '20ms'"))
            session.execute(update(Org).values(title="second"))

    with postgres.writing() as first:
        first.execute(update(Org).values(title="first"))
        with pytest.raises(Unavailable):
            touch()


def test_a_server_that_is_gone_is_unavailable() -> None:
    gone = db.Database("postgresql://decant@127.0.0.1:1/decant")

    with pytest.raises(Unavailable), gone.reading() as session:
        session.execute(text("SELECT 1"))
    gone.dispose()


def test_every_migration_can_be_taken_back(postgres: Database) -> None:
    command.downgrade(db.alembic_config(postgres.url), "base")

    assert not postgres.is_current()


@pytest.fixture
def hub_there(postgres: Database, settings: Settings, workers: Pool) -> Iterator[Site]:
    """A hub that keeps its registry there, with a public API that was pushed to."""
    app = create_app(replace(settings, database_url=postgres.url), pool=workers)
    hub: Hub = app.extensions["decant"]
    with hub.database.writing() as session:
        ada = cast.actor_of(session, "ada")
        apis.create(session, ada, PETSTORE, visibility=Visibility.PUBLIC)
    upload = Upload(PETSTORE, {"openapi.json": orjson.dumps(documents.petstore())})
    revisions.publish(hub.database, workers, ada, upload)
    yield app
    hub.identities.close()
    hub.database.dispose()


@pytest.mark.parametrize(
    "path",
    [
        *(f"/api/v1/orgs/acme/apis/petstore/{below}?cursor={'z' * 12}" for below in (
            "checks", "labels/main/history", "revisions", "revisions/1/operations",
        )),
        *(f"/api/v1/{below}?cursor=7e7e" for below in ("apis", "orgs", "orgs/acme/apis")),
        "/api/v1/orgs/acme/apis/petstore/revisions/2147483648",
        "/api/v1/orgs/acme/apis/petstore/revisions/1/document?file=%00",
        "/api/v1/orgs/acme/apis/petstore/comparisons?older=1&newer=99999999999",
        *("/?after=%00", "/a%00", "/acme/a%00", "/acme/petstore?after=999999999"),
        *("/acme/petstore/checks/%00", "/acme/petstore/compare?older=%00&newer=1"),
        "/docs/acme/petstore/99999999999999999999",
    ],
)  # fmt: skip
def test_nothing_in_an_address_can_break_a_query(hub_there: Site, path: str) -> None:
    assert hub_there.test_client().get(path).status_code in {200, 404, 422}
