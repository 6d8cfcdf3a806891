"""One acme in front of many askers: petstore private, internal or public, and every kind of
token. A write is undone by putting the database's file back."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import select, update

import cast
import documents
from decant.models import Api, Token, User, UserSession, utcnow
from decant.services import (
    apis,
    checks,
    labels,
    members,
    orgs,
    revisions,
    rulesets,
    sessions,
    tokens,
    waivers,
)
from decant.services.access import ALL_SCOPES, ApiName, Role, Scope, Visibility
from decant.services.labels import Seen
from decant.services.rulesets import RulesetName
from decant.services.tokens import Wish
from decant.services.uploads import Upload
from decant.services.waivers import Plea
from decant.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from decant.db import Database
    from decant.pool import Pool
    from decant.services.access import Actor
    from decant.services.waivers import WaiverFacts
    from decant.web import Hub, Site

PETSTORE: Final = ApiName("acme", "petstore")
REFRESH_TOKEN: Final = "dcnr_ninas-refresh-token"
GONE: Final = "00000000-0000-4000-8000-00000000dead"

# fmt: off
WISHES: Final = {
    "spare":    Wish("spare", ALL_SCOPES),
    "all":      Wish("all", ALL_SCOPES),
    "acme":     Wish("acme", ALL_SCOPES, org="acme"),
    "petstore": Wish("petstore", ALL_SCOPES, api=PETSTORE),
    "other":    Wish("other", ALL_SCOPES, api=ApiName("acme", "other")),
    "umbrella": Wish("umbrella", ALL_SCOPES, org="umbrella"),
    "read":     Wish("read", frozenset({Scope.READ})),
    "write":    Wish("write", frozenset({Scope.WRITE})),
    "expired":  Wish("expired", ALL_SCOPES),
    "revoked":  Wish("revoked", ALL_SCOPES),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that worlds are copied from, and what a request may need to know of it."""

    file: Path
    secrets: dict[str, str]
    things: dict[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """A hub on a copy of the file, and what everybody sends to be known."""

    app: Site
    origin: Origin
    file: Path
    visibility: Visibility
    bearers: dict[str, str | None]

    @property
    def hub(self) -> Hub:
        """What it serves with."""
        known: Hub = self.app.extensions["decant"]
        return known

    def ask(self, who: str, method: str, path: str, **options: Any) -> TestResponse:
        """Send a request as somebody."""
        headers = dict(options.pop("headers", {}))
        if self.bearers[who] is not None:
            headers["Authorization"] = f"Bearer {self.bearers[who]}"
        client = self.app.test_client(use_cookies=False)
        return client.open(path, method=method, headers=headers, **options)

    def restore(self) -> None:
        """Put everything back as it was."""
        hub = self.hub
        hub.identities.close()
        hub.database.dispose()
        for beside in ("-wal", "-shm"):
            self.file.with_name(self.file.name + beside).unlink(missing_ok=True)
        shutil.copyfile(self.origin.file, self.file)
        hub.database.generation += 1
        hub.identities._known.clear()
        hub.identities._barred.clear()
        self._show()

    def empty(self) -> None:
        """Delete every API."""
        with self.hub.database.writing() as session:
            session.execute(update(Api).values(deleted_at=utcnow()))

    def _show(self) -> None:
        with self.hub.database.writing() as session:
            here = update(Api).where(Api.name == PETSTORE.api)
            session.execute(here.values(visibility=self.visibility))


def open_at(visibility: Visibility, origin: Origin, folder: Path, pool: Pool) -> World:
    """Open a world in a folder."""
    from decant.app import create_app

    settings = load(
        {
            "DECANT_ENV": "testing",
            "DECANT_DATA_DIR": str(folder),
            "DECANT_SECRET_KEY": cast.SECRET_KEY,
            "DECANT_SIGN_IN_LIMIT": "100000",
        }
    )
    app = create_app(settings, pool=pool)
    world = World(app, origin, folder / "decant.db", visibility, {})
    world.restore()
    world.bearers.update({"nobody": None, **origin.secrets, **_people(world.hub)})
    return world


@contextmanager
def world_at(visibility: Visibility, origin: Origin, folder: Path, pool: Pool) -> Iterator[World]:
    """A world for as long as it is needed."""
    world = open_at(visibility, origin, folder, pool)
    yield world
    world.hub.identities.close()
    world.hub.database.dispose()


def create(file: Path, database: Database, pool: Pool) -> Origin:
    """Fill a database that has the cast already."""
    with database.writing() as session:
        ada = cast.actor_of(session, "ada")
        _found(session, ada)
    first = _push(database, pool, ada, documents.petstore())
    second = _push(database, pool, ada, documents.safer_petstore())
    with database.writing() as session:
        labels.move(session, ada, PETSTORE, "stable", to=1, expected=Seen.NOTHING)
        minted = {name: tokens.create(session, ada, wish) for name, wish in WISHES.items()}
        session.flush()
        _end(session)
    rulesets.push(
        database,
        pool,
        ada,
        RulesetName("acme", "style"),
        files={".spectral.yaml": b"extends: spectral:oas"},
    )
    asked = _ask(database, "grace")
    active = _ask(database, "ada")
    dry_run = checks.run(database, pool, ada, _upload(documents.petstore()))
    waiting = revisions.publish(
        database,
        pool,
        ada,
        replace(_upload(_breaking()), label="next", review="The next one breaks."),
    )
    assert first.revision is not None
    assert waiting.review is not None
    things = {
        "check": second.check.facts.id,
        "review": waiting.review.id,
        "waiting_check": waiting.check.facts.id,
        "dry_run": dry_run.facts.id,
        "waiver": asked.id,
        "active_waiver": active.id,
        "tomorrow": (utcnow() + timedelta(days=1)).isoformat(),
        "digest": first.revision.digest,
        "token": minted["spare"].token.id,
        "document": orjson.dumps(_next()).decode(),
        "breaking": orjson.dumps(documents.breaking_petstore()).decode(),
        "password": cast.PASSWORD,
        "refresh_token": REFRESH_TOKEN,
    }
    return Origin(file, {name: one.secret for name, one in minted.items()}, things)


def _found(session: Session, ada: Actor) -> None:
    known = session.scalar(select(User.password_hash).where(User.name == "ada"))
    session.add(nina := User(name="nina", password_hash=known or ""))
    session.flush()
    members.put(session, ada, "acme", "nina", role=Role.READER)
    orgs.create(session, ada, "umbrella")
    for name in (PETSTORE, ApiName("acme", "other"), ApiName("umbrella", "lamp")):
        apis.create(session, ada, name)
    for session_id, kind, owner in (
        ("00000000-0000-4000-8000-00000000beef", "refresh", nina.id),
        (GONE, "refresh", ada.user_id),
    ):
        session.add(
            UserSession(
                id=session_id,
                user_id=owner,
                kind=kind,
                secret_digest=sessions._digest(REFRESH_TOKEN if owner == nina.id else GONE),
                epoch=0,
                expires_at=utcnow() + sessions.LIFETIME,
            )
        )


def _ask(database: Database, name: str) -> WaiverFacts:
    plea = Plea("later", utcnow() + timedelta(days=1), rule="info-contact")
    with database.writing() as session:
        return waivers.ask(session, cast.actor_of(session, name), PETSTORE, plea)


def _end(session: Session) -> None:
    past = utcnow() - timedelta(minutes=1)
    session.execute(update(Token).where(Token.name == "expired").values(expires_at=past))
    session.execute(update(Token).where(Token.name == "revoked").values(revoked_at=past))
    session.execute(update(UserSession).where(UserSession.id == GONE).values(revoked_at=past))


def _people(hub: Hub) -> dict[str, str]:
    keys = hub.identities.access_tokens
    with hub.database.reading() as session:
        ids = {user.name: user.id for user in session.scalars(select(User))}
    people = {
        name: keys.issue(ids[name], session_id).token
        for name, session_id in cast.SESSION_IDS.items()
    }
    return {**people, "gone": keys.issue(ids["ada"], GONE).token}


def _next() -> dict[str, Any]:
    document = documents.safer_petstore()
    document["info"]["description"] = "Pets of every kind."
    return document


def _breaking() -> dict[str, Any]:
    document = documents.breaking_petstore()
    document["info"]["version"] = "9.0.0"
    return document


def _upload(document: dict[str, Any]) -> Upload:
    return Upload(PETSTORE, {"openapi.json": orjson.dumps(document)})


def _push(
    database: Database, pool: Pool, ada: Actor, document: dict[str, Any]
) -> revisions.Publication:
    return revisions.publish(database, pool, ada, replace(_upload(document)))
