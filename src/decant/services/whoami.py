"""Whom the hub takes a caller for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from decant.models import Token
from decant.services import access, tokens

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from decant.services.access import Actor, Scope
    from decant.services.tokens import TokenView


@dataclass(frozen=True, slots=True)
class Self:
    """A caller, and how far they reach; `token` is None for a signed-in session."""

    name: str
    is_admin: bool
    scopes: tuple[Scope, ...]
    token: TokenView | None
    org: str | None
    api: str | None


def describe(session: Session, actor: Actor) -> Self:
    """Describe the caller to themselves."""
    token = _token(session, actor)
    return Self(
        name=actor.name,
        is_admin=actor.is_admin,
        scopes=tuple(scope for scope in access.Scope if scope in actor.scopes),
        token=token,
        org=token.org if token else None,
        api=token.api if token else None,
    )


def _token(session: Session, actor: Actor) -> TokenView | None:
    if actor.token_id is None:
        return None
    public_id = session.scalars(select(Token.public_id).where(Token.id == actor.token_id)).one()
    return tokens.get(session, actor, public_id)
