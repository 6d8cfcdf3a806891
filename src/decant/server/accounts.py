"""Administrators and tokens, made from the operator's shell."""

from __future__ import annotations

import getpass
import secrets
import sys
from typing import TYPE_CHECKING

from decant.errors import Invalid
from decant.server.databases import opened
from decant.services import passwords, tokens, users
from decant.services.access import ALL_SCOPES, Actor, ApiName, Scope
from decant.services.tokens import Minted, Wish

if TYPE_CHECKING:
    import argparse

    from sqlalchemy.orm import Session

    from decant.settings import Settings


def create_admin(settings: Settings, arguments: argparse.Namespace) -> int:
    """Make an administrator; the password is asked for, read from a pipe, or made up."""
    password = generate_password() if arguments.generate else _ask_for_password()
    with opened(settings) as database:
        users.create_admin(database, arguments.name, password)
    print(f"made the administrator '{arguments.name}'")
    if arguments.generate:
        print(f"password, shown this once: {password}")
    return 0


def create_token(settings: Settings, arguments: argparse.Namespace) -> int:
    """Make a token for a user; only the secret goes to standard output."""
    wish = Wish(
        name=arguments.name,
        scopes=_scopes(arguments.scopes),
        days=arguments.days,
        org=arguments.org,
        api=_api_name(arguments.api),
    )
    with opened(settings) as database, database.writing() as session:
        minted = mint_for(session, arguments.user, wish)
    print(f"expires {minted.token.expires_at:%Y-%m-%d}; the secret is shown once", file=sys.stderr)
    print(minted.secret)
    return 0


def mint_for(session: Session, name: str, wish: Wish) -> Minted:
    """Make a token as if the user had signed in."""
    return tokens.create(session, acting_as(session, name), wish)


def acting_as(session: Session, name: str) -> Actor:
    """Return an actor with all that the user may do."""
    user = users.get(session, name)
    return Actor(user_id=user.id, name=user.name, is_admin=user.is_admin, scopes=ALL_SCOPES)


def generate_password() -> str:
    """Make up a password that nobody will guess: 120 bits."""
    return secrets.token_urlsafe(15)


def _ask_for_password() -> str:
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise Invalid("the two passwords differ")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        raise Invalid(
            f"a password has between {passwords.SHORTEST} and {passwords.LONGEST} characters"
        )
    return password


def _scopes(raw: str) -> frozenset[Scope]:
    named = {word for word in raw.replace(",", " ").split() if word}
    unknown = named - set(Scope)
    if unknown or not named:
        raise Invalid(f"scopes are some of {', '.join(Scope)}")
    return frozenset(Scope(word) for word in named)


def _api_name(raw: str | None) -> ApiName | None:
    if raw is None:
        return None
    org, slash, api = raw.partition("/")
    if not (org and slash and api):
        raise Invalid("name the API as ORG/API")
    return ApiName(org, api)
