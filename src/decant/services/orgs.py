"""Orgs: owners of APIs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from decant.errors import Conflict, Forbidden, NameTaken, PreconditionFailed
from decant.models import Api, Membership, Org, utcnow
from decant.services import access, events, names, pages
from decant.services.access import Right, Role, Scope

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from decant.services.access import Actor
    from decant.services.pages import Page, Window


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """An org as the actor sees it; `role` is theirs, None for strangers.

    A token that was made for something else is a stranger.
    """

    name: str
    title: str
    role: Role | None
    version: int
    created_at: datetime
    updated_at: datetime


def create(session: Session, actor: Actor, name: str, *, title: str = "") -> OrgFacts:
    """Create an org; whoever does becomes its owner. A name once used is never given again."""
    user_id = access.require_user(actor, Scope.ADMIN)
    if actor.is_narrowed:
        raise Forbidden("this token was made for another org or API")
    names.claim(names.require(names.PERSON_OR_ORG, name, "name"))
    org = Org(name=name, title=title)
    try:
        with session.begin_nested():
            session.add(org)
    except IntegrityError:
        raise NameTaken(f"the name '{name}' is, or once was, somebody's") from None
    session.add(Membership(org_id=org.id, user_id=user_id, role=Role.OWNER))
    events.record(session, actor, "org.created", org=org)
    session.flush()
    return _facts(org, Role.OWNER)


def get(session: Session, actor: Actor, name: str) -> OrgFacts:
    """The org, if the actor belongs to it or may see one of its APIs."""
    org = access.get_org(session, actor, name)
    return _facts(org, _role(session, actor, org))


def browse(session: Session, actor: Actor, window: Window) -> Page[OrgFacts]:
    """The orgs that the actor may see, by name."""
    membership = (Membership.org_id == Org.id) & (Membership.user_id == actor.user_id)
    statement = (
        select(Org, Membership.role)
        .outerjoin(Membership, membership)
        .where(access.sees_org(actor))
        .order_by(Org.name)
        .limit(window.limit + 1)
    )
    if window.after is not None:
        statement = statement.where(Org.name > str(window.after))
    page = pages.cut(session.execute(statement).all(), window, lambda row: row[0].name)
    items = tuple(
        _facts(org, Role(role) if role and access.reaches(actor, org) else None)
        for org, role in page.items
    )
    return pages.Page(items, page.next)


def change(
    session: Session, actor: Actor, name: str, *, version: int | None, title: str | None
) -> OrgFacts:
    """Change what an org says of itself; `version` is the one the caller last saw, or any."""
    org = access.get_org(session, actor, name, Right.CONFIGURE)
    access.lock(session, org)
    if version is not None:
        _require_version(org, version)
    if title is not None:
        org.title = title
    org.version += 1
    org.updated_at = utcnow()
    events.record(session, actor, "org.changed", org=org, title=org.title)
    session.flush()
    return _facts(org, _role(session, actor, org))


def delete(session: Session, actor: Actor, name: str, *, version: int | None = None) -> None:
    """Delete an org that holds no APIs."""
    org = access.get_org(session, actor, name, Right.DELETE)
    access.lock(session, org)
    if version is not None:
        _require_version(org, version)
    held = exists().where(Api.org_id == org.id, Api.deleted_at.is_(None))
    if session.scalar(select(held)):
        raise Conflict(f"'{name}' still holds APIs; delete those first")
    org.deleted_at = utcnow()
    org.version += 1
    events.record(session, actor, "org.deleted", org=org)


def _role(session: Session, actor: Actor, org: Org) -> Role | None:
    return access.find_role(session, actor, org.id) if access.reaches(actor, org) else None


def _require_version(org: Org, version: int) -> None:
    if org.version != version:
        raise PreconditionFailed(f"'{org.name}' has changed since you looked")


def _facts(org: Org, role: Role | None) -> OrgFacts:
    return OrgFacts(org.name, org.title, role, org.version, org.created_at, org.updated_at)
