"""Who is behind a bearer token, remembered for seconds.

A right that ends stops working at once in the process that ended it (`forget`), and in
any other process within `MEMORY` seconds. When a token was last used is noted in memory
and written later, so that reading never waits for the write lock.
"""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

from sqlalchemy import bindparam, select, update

from decant.errors import BadToken, Refusal
from decant.models import Token, User, UserSession, utcnow
from decant.services import token_secrets
from decant.services.access import ALL_SCOPES, Actor, Scope, reached

if TYPE_CHECKING:
    from decant.db import Database
    from decant.services.access_tokens import AccessTokens

MEMORY: Final = 5.0  # seconds an identity is believed without asking the database
BAR: Final = 60.0  # seconds an ended right is not believed again; longer than any transaction
MOST_KNOWN: Final = 10_000
USE_EVERY: Final = 60.0  # seconds between two notes of one token's use
WRITE_AFTER: Final = 2.0  # seconds a note waits for others

BY_TOKEN: Final = (
    select(
        Token.id, Token.user_id, Token.scopes, Token.org_id, Token.api_id, Token.expires_at,
        User.name, User.is_admin,
    )
    .join(User, User.id == Token.user_id)
    .where(
        Token.digest == bindparam("digest"),
        Token.revoked_at.is_(None),
        User.disabled_at.is_(None),
    )
)  # fmt: skip
BY_SESSION: Final = (
    select(User.id, User.name, User.is_admin, UserSession.expires_at)
    .join(UserSession, UserSession.user_id == User.id)
    .where(
        UserSession.id == bindparam("session_id"),
        User.id == bindparam("user_id"),
        UserSession.revoked_at.is_(None),
        UserSession.epoch == User.epoch,
        User.disabled_at.is_(None),
    )
)

_remembering: Final[WeakSet[Identities]] = WeakSet()


@dataclass(frozen=True, slots=True)
class _Known:
    actor: Actor
    until: float  # on the monotonic clock


class Identities:
    """The identities one process knows. `close` writes what is still to be noted."""

    def __init__(self, database: Database, access_tokens: AccessTokens) -> None:
        self.access_tokens = access_tokens
        self._database = database
        self._known: dict[bytes, _Known] = {}
        self._barred: dict[tuple[str, Any], float] = {}
        self._noted: dict[int, float] = {}
        self._to_write: dict[int, datetime] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        _remembering.add(self)

    def of(self, bearer: str) -> Actor:
        """Say who holds this token; raise `BadToken` if nobody may."""
        key = hashlib.sha256(bearer.encode("utf-8", "replace")).digest()
        now = time.monotonic()
        known = self._known.get(key)
        if known is None or known.until <= now:
            known = self._ask(bearer, key, now)
        token_id = known.actor.token_id
        if token_id is not None and self._noted.get(token_id, 0.0) <= now - USE_EVERY:
            self._note(token_id, now)
        return known.actor

    def bar(self, kind: str, which: int | str) -> None:
        """Believe nothing that rests on this token, session or user for a while."""
        now = time.monotonic()
        with self._lock:
            self._barred = {key: until for key, until in self._barred.items() if until > now}
            self._barred[kind, which] = now + BAR
            for key, known in list(self._known.items()):
                if (kind, which) in _rests_on(known.actor):
                    del self._known[key]

    def close(self) -> None:
        """Stop the clock and write the notes that are left."""
        with self._lock:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        self.write()

    def write(self) -> None:
        """Write when tokens were last used; a busy database gets it another time."""
        with self._lock:
            notes, self._to_write = self._to_write, {}
            self._timer = None
        if not notes:
            return
        with suppress(Refusal), self._database.writing() as session:
            for token_id, used_at in notes.items():
                session.execute(
                    update(Token).where(Token.id == token_id).values(last_used_at=used_at)
                )

    def _ask(self, bearer: str, key: bytes, now: float) -> _Known:
        if bearer.startswith(token_secrets.PREFIX):
            if not token_secrets.is_well_formed(bearer):
                raise BadToken("the token is incomplete or mistyped")
            actor, expires_at = self._by_token(key)
        else:
            actor, expires_at = self._by_session(bearer)
        left = (expires_at - utcnow()).total_seconds()
        if left <= 0:
            raise BadToken("the token has expired")
        known = _Known(actor, now + min(MEMORY, left))
        self._remember(key, known, now)
        return known

    def _by_token(self, digest: bytes) -> tuple[Actor, datetime]:
        with self._database.reading() as session:
            row = session.execute(BY_TOKEN, {"digest": digest}).first()
        if row is None:
            raise BadToken("the token is unknown or was revoked")
        actor = Actor(
            user_id=row.user_id,
            name=row.name,
            is_admin=row.is_admin,
            scopes=reached(map(Scope, row.scopes.split())),
            org_id=row.org_id,
            api_id=row.api_id,
            token_id=row.id,
        )
        return actor, row.expires_at

    def _by_session(self, bearer: str) -> tuple[Actor, datetime]:
        proof = self.access_tokens.read(bearer)
        wanted = {"session_id": proof.session_id, "user_id": proof.user_id}
        with self._database.reading() as session:
            row = session.execute(BY_SESSION, wanted).first()
        if row is None:
            raise BadToken("the session has ended; sign in again")
        actor = Actor(
            user_id=row.id,
            name=row.name,
            is_admin=row.is_admin,
            scopes=ALL_SCOPES,
            session_id=proof.session_id,
        )
        return actor, min(row.expires_at, datetime.fromtimestamp(proof.expires_at, UTC))

    def _remember(self, key: bytes, known: _Known, now: float) -> None:
        with self._lock:
            if any(self._barred.get(thing, 0.0) > now for thing in _rests_on(known.actor)):
                return
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = known

    def _note(self, token_id: int, now: float) -> None:
        with self._lock:
            self._noted[token_id] = now
            self._to_write[token_id] = utcnow()
            if self._timer is None:
                self._timer = threading.Timer(WRITE_AFTER, self.write)
                self._timer.daemon = True
                self._timer.start()


def forget(
    *,
    token_id: int | None = None,
    session_id: str | None = None,
    user_id: int | None = None,
) -> None:
    """Stop believing a right that is ending, everywhere in this process."""
    ending = {"token": token_id, "session": session_id, "user": user_id}
    for remembering in tuple(_remembering):
        for kind, which in ending.items():
            if which is not None:
                remembering.bar(kind, which)


def _rests_on(actor: Actor) -> tuple[tuple[str, int | str | None], ...]:
    return ("token", actor.token_id), ("session", actor.session_id), ("user", actor.user_id)
