"""Sign-ins: a family of rotating refresh tokens, or a browser's cookie.

A refresh token works once. Seeing a spent one means that two parties hold the family,
and one of them stole it: the whole family ends.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from decant.errors import BadCredentials, NotFound
from decant.models import SpentSecret, User, UserSession, utcnow
from decant.services import identities, users
from decant.services.access import ALL_SCOPES, Actor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.services.access_tokens import AccessTokens

LIFETIME: Final = timedelta(days=30)
BROWSER_LIFETIME: Final = timedelta(days=14)
BROWSER_IDLE: Final = timedelta(hours=12)
PREFIX: Final = "dcnr_"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a client gets for a name and a password, or for a refresh token."""

    access_token: str
    expires_in: int  # seconds
    refresh_token: str
    refresh_expires_at: datetime


def sign_in(database: Database, keys: AccessTokens, name: str, password: str) -> SignedIn:
    """Begin a session for an API client; raise `BadCredentials`."""
    user = users.authenticate(database, name, password)
    secret = PREFIX + secrets.token_urlsafe(32)
    with database.writing() as session:
        begun = _begin(session, user, "refresh", secret)
    return _signed_in(keys, begun, secret)


def refresh(database: Database, keys: AccessTokens, secret: str) -> SignedIn:
    """Exchange a refresh token for a new pair; a spent one ends its family."""
    following = PREFIX + secrets.token_urlsafe(32)
    with database.writing() as session:
        found = _find(session, "refresh", secret)
        if found is None:
            _end_family_of(session, secret)
        else:
            session.add(SpentSecret(digest=_digest(secret), session_id=found.id))
            found.secret_digest = _digest(following)
            found.last_used_at = utcnow()
    if found is None:
        raise BadCredentials("the refresh token is unknown, expired or was used before")
    return _signed_in(keys, found, following)


def sign_out(session: Session, actor: Actor) -> None:
    """End the session the actor came with."""
    if actor.session_id is None:
        raise NotFound("there is no session to end: you came with a token; revoke it instead")
    _end(session, actor.session_id)


def open_browser(database: Database, name: str, password: str) -> str:
    """Begin a browser's session; return the secret for its cookie."""
    user = users.authenticate(database, name, password)
    secret = secrets.token_urlsafe(32)
    with database.writing() as session:
        _begin(session, user, "browser", secret)
    return secret


def find_browser(session: Session, secret: str) -> Actor | None:
    """Say whose cookie this is; None if its session has ended."""
    found = _find(session, "browser", secret)
    if found is None or found.last_used_at < utcnow() - BROWSER_IDLE:
        return None
    user = session.get_one(User, found.user_id)
    return Actor(
        user_id=user.id,
        name=user.name,
        is_admin=user.is_admin,
        scopes=ALL_SCOPES,
        session_id=found.id,
    )


def touch(session: Session, session_id: str) -> None:
    """Note that a session is in use; browsers' sessions end when idle."""
    session.execute(
        update(UserSession).where(UserSession.id == session_id).values(last_used_at=utcnow())
    )


def _begin(session: Session, user: User, kind: str, secret: str) -> UserSession:
    lifetime = LIFETIME if kind == "refresh" else BROWSER_LIFETIME
    begun = UserSession(
        user_id=user.id,
        kind=kind,
        secret_digest=_digest(secret),
        epoch=user.epoch,
        expires_at=utcnow() + lifetime,
    )
    session.add(begun)
    session.flush()
    return begun


def _find(session: Session, kind: str, secret: str) -> UserSession | None:
    return session.scalar(
        select(UserSession)
        .join(User, User.id == UserSession.user_id)
        .where(
            UserSession.secret_digest == _digest(secret),
            UserSession.kind == kind,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > utcnow(),
            UserSession.epoch == User.epoch,
            User.disabled_at.is_(None),
        )
    )


def _end_family_of(session: Session, secret: str) -> None:
    spent = session.get(SpentSecret, _digest(secret))
    if spent is not None:
        _end(session, spent.session_id)


def _end(session: Session, session_id: str) -> None:
    session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=utcnow())
    )
    identities.forget(session_id=session_id)


def _signed_in(keys: AccessTokens, begun: UserSession, secret: str) -> SignedIn:
    issued = keys.issue(begun.user_id, begun.id)
    return SignedIn(issued.token, issued.expires_in, secret, begun.expires_at)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
