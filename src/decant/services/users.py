"""People: registered, known again, and their passwords changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from decant.errors import BadCredentials, Forbidden, NameTaken, NotFound
from decant.models import User, UserSession
from decant.services import identities, names, passwords
from decant.services.access import Scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.services.access import Actor


def register(database: Database, actor: Actor, name: str, password: str, *, open: bool) -> User:  # noqa: A002 - "is registration open?"
    """Make a user; where registration is not open, only an administrator may."""
    if not open:
        _require_admin(actor)
    names.claim(name)
    hashed = passwords.hash(password)
    with database.writing() as session:
        return _add(session, User(name=name, password_hash=hashed))


def create_admin(database: Database, name: str, password: str) -> User:
    """Make an administrator; for the operator's command line only."""
    hashed = passwords.hash(password)
    with database.writing() as session:
        return _add(session, User(name=name, password_hash=hashed, is_admin=True))


def get(session: Session, name: str) -> User:
    """Return the user of that name who may still sign in."""
    user = session.scalar(select(User).where(User.name == name, User.disabled_at.is_(None)))
    if user is None:
        raise NotFound(f"no user '{name}'")
    return user


def authenticate(database: Database, name: str, password: str) -> User:
    """Return whose name and password these are; the same answer and time for every failure."""
    with database.reading() as session:
        user = session.scalar(select(User).where(User.name == name, User.disabled_at.is_(None)))
    known = None if user is None else user.password_hash
    if not passwords.holds(password, known) or user is None:
        raise BadCredentials("the name or the password is wrong")
    if passwords.is_outdated(user.password_hash):
        _rehash(database, user, password)
    return user


def change_password(database: Database, actor: Actor, old: str, new: str) -> None:
    """Set a new password; every other session ends at once, the present one goes on."""
    if actor.user_id is None or actor.session_id is None:
        raise Forbidden("sign in to change a password; a token may not")
    user = authenticate(database, actor.name, old)
    hashed = passwords.hash(new)
    with database.writing() as session:
        epoch = session.scalar(
            update(User)
            .where(User.id == user.id)
            .values(password_hash=hashed, epoch=User.epoch + 1)
            .returning(User.epoch)
        )
        session.execute(
            update(UserSession).where(UserSession.id == actor.session_id).values(epoch=epoch)
        )
        identities.forget(user_id=user.id)


def _require_admin(actor: Actor) -> None:
    """Let an administrator pass; of their tokens only one that may do all that they may."""
    if not actor.is_admin:
        raise Forbidden("registration is closed here; ask an administrator")
    if Scope.ADMIN not in actor.scopes or actor.is_narrowed:
        raise Forbidden("this takes a token with the scope 'admin' that is not narrowed")


def _add(session: Session, user: User) -> User:
    taken = session.scalar(select(User.id).where(User.name == user.name))
    if taken is not None:
        raise NameTaken(f"the name '{user.name}' is taken")
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise NameTaken(f"the name '{user.name}' is taken") from error
    return user


def _rehash(database: Database, user: User, password: str) -> None:
    hashed = passwords.hash(password)
    with database.writing() as session:
        session.execute(
            update(User)
            .where(User.id == user.id, User.password_hash == user.password_hash)
            .values(password_hash=hashed)
        )
