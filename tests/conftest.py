"""One hub per test, on a real SQLite file that was migrated once and copied, and its cast."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from cast import Person
    from decant.db import Database
    from decant.pool import Pool
    from decant.services.access import ApiName
    from decant.settings import Settings
    from decant.web import Hub, Site
    from worlds import Origin

# The hub is imported inside fixtures: tests of the engine and the command line need none of it.


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table and the cast, to be copied."""
    import cast
    from decant import db

    file = tmp_path_factory.mktemp("migrated") / "decant.db"
    db.upgrade(f"sqlite:///{file}")
    database = db.Database(f"sqlite:///{file}")
    cast.assemble(database)
    database.dispose()
    return file


@pytest.fixture(scope="session")
def workers() -> Iterator[Pool]:
    """One engine worker for all tests."""
    from decant.pool import Pool

    pool = Pool(workers=1)
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def origin(migrated: Path, tmp_path_factory: pytest.TempPathFactory, workers: Pool) -> Origin:
    """A database with an acme that everybody asks about, to be copied."""
    import worlds
    from decant.db import Database

    file = tmp_path_factory.mktemp("origin") / "decant.db"
    shutil.copyfile(migrated, file)
    database = Database(f"sqlite:///{file}")
    made = worlds.create(file, database, workers)
    database.dispose()
    return made


@pytest.fixture
def settings(migrated: Path, tmp_path: Path) -> Settings:
    """The settings of a hub on a database of its own."""
    import cast
    from decant.settings import load

    folder = tmp_path / "hub"
    folder.mkdir()
    shutil.copyfile(migrated, folder / "decant.db")
    return load(
        {
            "DECANT_ENV": "testing",
            "DECANT_DATA_DIR": str(folder),
            "DECANT_SECRET_KEY": cast.SECRET_KEY,
        }
    )


@pytest.fixture
def app(settings: Settings, workers: Pool) -> Iterator[Site]:
    """A hub."""
    from decant.app import create_app

    app = create_app(settings, pool=workers)
    yield app
    hub = app.extensions["decant"]
    hub.identities.close()
    hub.database.dispose()


@pytest.fixture
def hub(app: Site) -> Hub:
    """What the hub serves with."""
    known: Hub = app.extensions["decant"]
    return known


@pytest.fixture
def database(hub: Hub) -> Database:
    """The hub's database."""
    return hub.database


@pytest.fixture
def client(app: Site) -> FlaskClient:
    """A client that keeps no cookies."""
    return app.test_client(use_cookies=False)


def _person(name: str, hub: Hub, client: FlaskClient) -> Person:
    import cast

    with hub.database.reading() as session:
        actor = cast.actor_of(session, name)
    assert actor.user_id is not None
    issued = hub.identities.access_tokens.issue(actor.user_id, cast.SESSION_IDS[name])
    return cast.Person(name, replace(actor), issued.token, client)


@pytest.fixture
def ada(hub: Hub, client: FlaskClient) -> Person:
    """The owner of acme."""
    return _person("ada", hub, client)


@pytest.fixture
def max(hub: Hub, client: FlaskClient) -> Person:  # noqa: A001 - it is a name here
    """A maintainer of acme."""
    return _person("max", hub, client)


@pytest.fixture
def grace(hub: Hub, client: FlaskClient) -> Person:
    """A writer in acme."""
    return _person("grace", hub, client)


@pytest.fixture
def linus(hub: Hub, client: FlaskClient) -> Person:
    """A reader in acme."""
    return _person("linus", hub, client)


@pytest.fixture
def mallory(hub: Hub, client: FlaskClient) -> Person:
    """A stranger, signed in."""
    return _person("mallory", hub, client)


@pytest.fixture
def root(hub: Hub, client: FlaskClient) -> Person:
    """An administrator of the hub, a stranger to acme."""
    return _person("root", hub, client)


@pytest.fixture
def nobody(client: FlaskClient) -> Person:
    """Somebody who did not sign in."""
    import cast

    return cast.nobody(client)


@pytest.fixture
def petstore(ada: Person, database: Database) -> ApiName:
    """A private API of acme, with nothing pushed."""
    from decant.services import apis
    from decant.services.access import ApiName

    name = ApiName("acme", "petstore")
    with database.writing() as session:
        apis.create(session, ada.actor, name)
    return name
