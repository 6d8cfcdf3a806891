"""The cast: *ada* owns acme, *max* maintains it, *grace* writes, *linus* reads, *mallory* is a
stranger, *root* administers the hub. Everybody's password is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decant.models import User, UserSession, utcnow
from decant.services import access, members, orgs, passwords, sessions
from decant.services.access import ALL_SCOPES, Actor, Role

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from decant.db import Database

PASSWORD = "correct horse battery"
SECRET_KEY = "a key for tests, and for tests only: 0123456789"
ROLES = {
    "ada": Role.OWNER,
    "max": Role.MAINTAINER,
    "grace": Role.WRITER,
    "linus": Role.READER,
    "mallory": None,
    "root": None,
}
SESSION_IDS = {
    name: f"00000000-0000-4000-8000-{number:012}" for number, name in enumerate(ROLES, 1)
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the API: `ada.get("/orgs/acme")`; nobody has no actor and no bearer."""

    name: str
    actor: Actor
    bearer: str | None
    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        """Read."""
        return self.open("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Create or do."""
        return self.open("POST", path, json=json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Put in place."""
        return self.open("PUT", path, json=json, **options)

    def patch(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Change."""
        return self.open("PATCH", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        """Remove."""
        return self.open("DELETE", path, **options)

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        """Send any request; paths are below `/api/v1` unless they say otherwise."""
        headers = dict(options.pop("headers", {}))
        if self.bearer is not None:
            headers.setdefault("Authorization", f"Bearer {self.bearer}")
        if options.get("json") is None:
            options.pop("json", None)
        full = path if path.startswith(("/api/", "/health/")) else f"/api/v1{path}"
        return self.client.open(full, method=method, headers=headers, **options)

    def holding(self, bearer: str | None) -> Person:
        """Return the same person with another token."""
        return Person(self.name, self.actor, bearer, self.client)


def assemble(database: Database) -> None:
    """Write everybody, their sessions and the org acme into an empty database."""
    hashed = passwords.hash(PASSWORD)
    with database.writing() as session:
        for name in ROLES:
            session.add(User(name=name, password_hash=hashed, is_admin=name == "root"))
        session.flush()
        for name in ROLES:
            session.add(_sign_in(session, name))
        session.flush()
        ada = actor_of(session, "ada")
        orgs.create(session, ada, "acme", title="Acme")
        for name, role in ROLES.items():
            if role is not None and name != "ada":
                members.put(session, ada, "acme", name, role=role)


def actor_of(session: Session, name: str) -> Actor:
    """Say who somebody is to the services, signed in."""
    user = session.query(User).filter_by(name=name).one()
    return Actor(
        user_id=user.id,
        name=name,
        is_admin=user.is_admin,
        scopes=ALL_SCOPES,
        session_id=SESSION_IDS[name],
    )


def nobody(client: FlaskClient) -> Person:
    """Somebody who did not sign in."""
    return Person("", access.ANONYMOUS, None, client)


def _sign_in(session: Session, name: str) -> UserSession:
    user = session.query(User).filter_by(name=name).one()
    return UserSession(
        id=SESSION_IDS[name],
        user_id=user.id,
        kind="refresh",
        secret_digest=name.encode().ljust(32, b"."),
        epoch=0,
        expires_at=utcnow() + sessions.LIFETIME,
    )
