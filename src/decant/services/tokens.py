"""Tokens: made once, shown once, revocable; never stronger than who made them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, true

from decant.errors import Forbidden, NotFound, NotSignedIn
from decant.models import Api, Org, Token, utcnow
from decant.services import access, identities, token_secrets
from decant.services.access import ApiName, Scope
from decant.services.pages import Page, Window, cut

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from decant.services.access import Actor

DEFAULT_DAYS: Final = 90
MOST_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Wish:
    """What a token is asked to be; `org` or `api` narrow it."""

    name: str
    scopes: frozenset[Scope]
    days: int = DEFAULT_DAYS
    org: str | None = None
    api: ApiName | None = None


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as its owner sees it; `org` and `api` are names."""

    id: str
    name: str
    hint: str
    scopes: tuple[Scope, ...]
    org: str | None
    api: str | None
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Minted:
    """A new token, and its secret for the only time."""

    token: TokenView
    secret: str


def create(session: Session, actor: Actor, wish: Wish) -> Minted:
    """Make a token for the actor, who must have signed in: a token cannot mint tokens."""
    if actor.user_id is None:
        raise NotSignedIn("sign in to make a token")
    if actor.token_id is not None:
        raise Forbidden("a token cannot make tokens; sign in instead")
    secret = token_secrets.mint()
    token = Token(
        user_id=actor.user_id,
        name=wish.name,
        hint=token_secrets.hint(secret),
        digest=token_secrets.digest(secret),
        scopes=" ".join(scope for scope in Scope if scope in wish.scopes),
        expires_at=utcnow() + timedelta(days=wish.days),
        **_narrowing(session, actor, wish),
    )
    session.add(token)
    session.flush()
    return Minted(get(session, actor, token.public_id), secret)


def get(session: Session, actor: Actor, public_id: str) -> TokenView:
    """Return one of the actor's own live tokens; anybody else's does not exist for them.

    A narrowed token sees itself only: the others name orgs and APIs that it must not know of.
    """
    row = session.execute(_mine(actor).where(Token.public_id == public_id)).first()
    if row is None:
        raise NotFound("no such token of yours")
    return _view(*row)


def browse(session: Session, actor: Actor, window: Window) -> Page[TokenView]:
    """List the actor's live tokens, newest first."""
    statement = _mine(actor).order_by(Token.id.desc()).limit(window.limit + 1)
    if window.after is not None:
        statement = statement.where(Token.id < window.after)
    page = cut(session.execute(statement).all(), window, lambda row: row[0].id)
    return Page(tuple(_view(*row) for row in page.items), page.next)


def revoke(session: Session, actor: Actor, public_id: str) -> None:
    """End one of the actor's tokens at once."""
    get(session, actor, public_id)
    token = session.scalars(select(Token).where(Token.public_id == public_id)).one()
    if actor.token_id is not None and actor.token_id != token.id:
        raise Forbidden("a token may revoke itself only; sign in to revoke others")
    token.revoked_at = utcnow()
    identities.forget(token_id=token.id)


def _narrowing(session: Session, actor: Actor, wish: Wish) -> dict[str, int]:
    if wish.api is not None:
        api = access.get_api(session, actor, wish.api)
        _require_member(session, actor, api.org_id)
        return {"api_id": api.id}
    if wish.org is not None:
        org = access.get_org(session, actor, wish.org)
        _require_member(session, actor, org.id)
        return {"org_id": org.id}
    return {}


def _require_member(session: Session, actor: Actor, org_id: int) -> None:
    if access.find_role(session, actor, org_id) is None:
        raise Forbidden("a token can be narrowed only to an org you are a member of")


def _mine(actor: Actor) -> Select[Token, str | None, str | None, str | None]:
    api_org = Org.__table__.alias("api_org")
    shown = Token.id == actor.token_id if actor.is_narrowed else true()
    return (
        select(Token, Org.name, Api.name, api_org.c.name)
        .outerjoin(Org, Org.id == Token.org_id)
        .outerjoin(Api, Api.id == Token.api_id)
        .outerjoin(api_org, api_org.c.id == Api.org_id)
        .where(
            Token.user_id == access.require_user(actor),
            Token.revoked_at.is_(None),
            Token.expires_at > utcnow(),
            shown,
        )
    )


def _view(token: Token, org: str | None, api: str | None, api_org: str | None) -> TokenView:
    return TokenView(
        id=token.public_id,
        name=token.name,
        hint=token.hint,
        scopes=tuple(Scope(scope) for scope in token.scopes.split()),
        org=org,
        api=None if api is None else f"{api_org}/{api}",
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )
