"""What happened, recorded in the transaction that did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import select

from decant.models import Api, Event, Org, User
from decant.services import access, pages
from decant.services.access import Right

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from decant.services.access import Actor
    from decant.services.pages import Page, Window

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as people read it. `facts` are a few JSON values that depend on the kind."""

    id: str
    kind: str
    org: str
    api: str | None
    actor: str | None
    facts: dict[str, Json]
    created_at: datetime


def record(
    session: Session,
    actor: Actor,
    kind: str,
    *,
    org: Org | None = None,
    api: Api | None = None,
    **facts: Json,
) -> None:
    """Note that something happened; it counts only if the transaction does."""
    org_id = org.id if org is not None else (api.org_id if api is not None else None)
    session.add(
        Event(
            kind=kind,
            org_id=org_id,
            api_id=None if api is None else api.id,
            user_id=actor.user_id,
            facts=facts,
        )
    )


def browse(session: Session, actor: Actor, org: str, window: Window) -> Page[Happening]:
    """What happened in an org, newest first; for its maintainers."""
    found = access.get_org(session, actor, org, Right.AUDIT)
    statement = (
        select(Event.id, Event.public_id, Event.kind, Api.name, User.name, Event.facts,
               Event.created_at)
        .outerjoin(Api, Api.id == Event.api_id)
        .outerjoin(User, User.id == Event.user_id)
        .where(Event.org_id == found.id)
        .order_by(Event.id.desc())
        .limit(window.limit + 1)
    )  # fmt: skip
    if window.after is not None:
        statement = statement.where(Event.id < int(window.after))
    page = pages.cut(session.execute(statement).all(), window, lambda row: row[0])
    items = tuple(
        Happening(public_id, kind, found.name, api, by, facts, at)
        for _, public_id, kind, api, by, facts, at in page.items
    )
    return pages.Page(items, page.next)
