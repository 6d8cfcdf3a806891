"""Members: who belongs to an org, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from decant.errors import Forbidden, LastOwner, NotFound, PreconditionFailed
from decant.models import Membership, Org, User, utcnow
from decant.services import access, events, pages
from decant.services.access import Right, Role

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from decant.services.access import Actor
    from decant.services.pages import Page, Window


@dataclass(frozen=True, slots=True)
class Member:
    """A person's standing in an org."""

    user: str
    role: Role
    version: int
    created_at: datetime
    updated_at: datetime


def browse(session: Session, actor: Actor, org: str, window: Window) -> Page[Member]:
    """Everybody in an org, by name; for its members."""
    found = access.get_org_of_members(session, actor, org)
    statement = (
        select(User.name, Membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.org_id == found.id)
        .order_by(User.name)
        .limit(window.limit + 1)
    )
    if window.after is not None:
        statement = statement.where(User.name > str(window.after))
    page = pages.cut(session.execute(statement).all(), window, lambda row: row[0])
    return pages.Page(tuple(_member(name, row) for name, row in page.items), page.next)


def get(session: Session, actor: Actor, org: str, user: str) -> Member:
    """One person's standing in an org; for its members."""
    found = access.get_org_of_members(session, actor, org)
    return _member(user, _membership(session, found, user))


def put(
    session: Session,
    actor: Actor,
    org: str,
    user: str,
    *,
    role: Role,
    version: int | None = None,
) -> tuple[Member, bool]:
    """Make somebody a member, or change their role; True if they are new.

    Nobody grants, changes or takes a role above their own. `version` is the one the caller
    last saw; a membership that is new has none.
    """
    found = _locked(session, actor, org)
    person = session.scalar(select(User).where(User.name == user, User.disabled_at.is_(None)))
    if person is None:
        raise NotFound(f"no user '{user}'")
    _require_rank(session, actor, found, role)
    row = session.get(Membership, (found.id, person.id))
    if version is not None and (row is None or row.version != version):
        raise PreconditionFailed(f"the membership of '{user}' has changed since you looked")
    is_new = row is None
    if row is None:
        row = Membership(org_id=found.id, user_id=person.id, role=role)
        session.add(row)
    elif row.role != role:
        _require_rank(session, actor, found, Role(row.role))
        _keep_an_owner(session, found, row)
        row.role, row.version, row.updated_at = role, row.version + 1, utcnow()
    else:
        return _member(user, row), False
    kind = "member.added" if is_new else "member.changed"
    events.record(session, actor, kind, org=found, user=user, role=role.value)
    session.flush()
    return _member(user, row), is_new


def remove(
    session: Session, actor: Actor, org: str, user: str, *, version: int | None = None
) -> None:
    """Remove a member; anybody may leave, the last owner excepted."""
    found = _locked(session, actor, org, leaving=user == actor.name)
    row = _membership(session, found, user)
    if version is not None and row.version != version:
        raise PreconditionFailed(f"the membership of '{user}' has changed since you looked")
    if row.user_id != actor.user_id:
        _require_rank(session, actor, found, Role(row.role))
    _keep_an_owner(session, found, row)
    session.delete(row)
    events.record(session, actor, "member.removed", org=found, user=user)


def _locked(session: Session, actor: Actor, org: str, *, leaving: bool = False) -> Org:
    """The org, with everybody else who changes its members held off until the end."""
    if leaving:
        found = access.get_org_of_members(session, actor, org)
        access.require_user(actor, access.Scope.ADMIN)
    else:
        found = access.get_org(session, actor, org, Right.MANAGE_MEMBERS)
    access.lock(session, found)
    return found


def _membership(session: Session, org: Org, user: str) -> Membership:
    statement = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.org_id == org.id, User.name == user)
    )
    row = session.scalar(statement)
    if row is None:
        raise NotFound(f"'{user}' is no member of '{org.name}'")
    return row


def _require_rank(session: Session, actor: Actor, org: Org, role: Role) -> None:
    own = access.find_role(session, actor, org.id)
    if own is None or not own.includes(role):
        raise Forbidden(f"only somebody with the role '{role}' may grant or change it")


def _keep_an_owner(session: Session, org: Org, row: Membership) -> None:
    if row.role != Role.OWNER:
        return
    owners = select(func.count()).where(Membership.org_id == org.id, Membership.role == Role.OWNER)
    if session.scalar(owners) == 1:
        raise LastOwner(f"'{org.name}' keeps at least one owner; make somebody else one first")


def _member(user: str, row: Membership) -> Member:
    return Member(user, Role(row.role), row.version, row.created_at, row.updated_at)
