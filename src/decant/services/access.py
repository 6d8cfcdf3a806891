"""Who may see and do what. Every query over APIs or orgs goes through the predicates here.

What an actor may not see does not exist for them (`NotFound`); what they may see but not
do is `Forbidden`; an anonymous caller who wants to act is asked to sign in first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    bindparam,
    exists,
    false,
    literal,
    or_,
    select,
)

from decant.errors import Forbidden, NotFound, NotSignedIn
from decant.models import Api, LabelMove, Membership, Org, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


class Role(StrEnum):
    """A person's standing in an org, weakest first."""

    READER = "reader"
    WRITER = "writer"
    MAINTAINER = "maintainer"
    OWNER = "owner"

    def includes(self, other: Role) -> bool:
        """Say whether this role may do all that `other` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


class Scope(StrEnum):
    """How far a token reaches, narrowest first; each includes those before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    def includes(self, other: Scope) -> bool:
        """Say whether a token of this scope may do all that one of `other` may."""
        ranks = list(Scope)
        return ranks.index(self) >= ranks.index(other)


class Visibility(StrEnum):
    """Who sees an API: its org, everybody signed in, or everybody."""

    PRIVATE = "private"
    INTERNAL = "internal"
    PUBLIC = "public"


class Right(Enum):
    """Something one may do to an org or to its APIs."""

    READ = "read"
    PUSH = "push"
    CHECK = "check"
    LABEL = "label"
    OVERRIDE = "override"
    CREATE_API = "create an API"
    CONFIGURE = "configure"
    AUDIT = "see what happened"
    MANAGE_MEMBERS = "manage members"
    DELETE = "delete"


# fmt: off
DEMANDS: Final[dict[Right, tuple[Role, Scope]]] = {
    Right.READ:           (Role.READER,     Scope.READ),
    Right.CHECK:          (Role.WRITER,     Scope.WRITE),
    Right.PUSH:           (Role.WRITER,     Scope.WRITE),
    Right.LABEL:          (Role.WRITER,     Scope.WRITE),
    Right.OVERRIDE:       (Role.MAINTAINER, Scope.WRITE),
    Right.CREATE_API:     (Role.MAINTAINER, Scope.WRITE),
    Right.CONFIGURE:      (Role.MAINTAINER, Scope.ADMIN),
    Right.AUDIT:          (Role.MAINTAINER, Scope.READ),
    Right.MANAGE_MEMBERS: (Role.MAINTAINER, Scope.ADMIN),
    Right.DELETE:         (Role.OWNER,      Scope.ADMIN),
}
# fmt: on

ALL_SCOPES: Final = frozenset(Scope)


def reached(scopes: Iterable[Scope]) -> frozenset[Scope]:
    """All scopes that these include: who may write may read what they wrote."""
    given = tuple(scopes)
    return frozenset(scope for scope in Scope if any(one.includes(scope) for one in given))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, and with what. A signed-in person has all scopes, a token only its own.

    `org_id` and `api_id` narrow a token to one org or one API; beyond that it sees what
    is public and nothing else.
    """

    user_id: int | None = None
    name: str = ""
    is_admin: bool = False
    scopes: frozenset[Scope] = frozenset()
    org_id: int | None = None
    api_id: int | None = None
    token_id: int | None = None
    session_id: str | None = None

    @property
    def is_anonymous(self) -> bool:
        """Nobody in particular."""
        return self.user_id is None

    @property
    def is_narrowed(self) -> bool:
        """A token for one org or one API only."""
        return self.org_id is not None or self.api_id is not None


ANONYMOUS: Final = Actor()


@dataclass(frozen=True, slots=True)
class ApiName:
    """`org/api`, as people write it."""

    org: str
    api: str

    def __str__(self) -> str:
        return f"{self.org}/{self.api}"


class Viewer(Enum):
    """The kinds of actor that see different things; which one exactly is a parameter."""

    ANYBODY = "anybody"
    PERSON = "person"
    ORG_TOKEN = "token of an org"  # noqa: S105 - says what it is
    API_TOKEN = "token of an API"  # noqa: S105 - says what it is


def viewer_of(actor: Actor) -> Viewer:
    """Tell which kind of viewer an actor is."""
    if actor.is_anonymous:
        return Viewer.ANYBODY
    if actor.api_id is not None:
        return Viewer.API_TOKEN
    return Viewer.PERSON if actor.org_id is None else Viewer.ORG_TOKEN


def viewing(actor: Actor) -> dict[str, int | None]:
    """The parameters of statements made with `sees_api_as(viewer_of(actor))`."""
    within = actor.org_id if actor.api_id is None else actor.api_id
    return {"viewer_id": actor.user_id, "viewer_within": within}


def sees_api(actor: Actor) -> ColumnElement[bool]:
    """Build the visibility predicate over `Api` joined to `Org`; every query of APIs uses it."""
    given = viewing(actor)
    return _sees_api(
        viewer_of(actor),
        literal(given["viewer_id"], Integer),
        literal(given["viewer_within"], Integer),
    )


def sees_api_as(viewer: Viewer) -> ColumnElement[bool]:
    """The same predicate for statements that are built once and run with `viewing(actor)`."""
    return _sees_api(viewer, bindparam("viewer_id", Integer), bindparam("viewer_within", Integer))


def is_member(actor: Actor) -> ColumnElement[bool]:
    """Build the predicate whether the actor belongs to the org of `Api`, within their token."""
    given = viewing(actor)
    return _is_member(
        viewer_of(actor),
        literal(given["viewer_id"], Integer),
        literal(given["viewer_within"], Integer),
    )


def sees_revision(actor: Actor) -> ColumnElement[bool]:
    """Build the visibility predicate over `Revision` joined to a visible `Api` and its `Org`.

    What waits for a review, or was turned away by one, is its org's own business.
    """
    return or_(is_let_in(), is_member(actor))


def sees_revision_as(viewer: Viewer) -> ColumnElement[bool]:
    """The same predicate for statements that are built once and run with `viewing(actor)`."""
    return or_(
        is_let_in(),
        _is_member(viewer, bindparam("viewer_id", Integer), bindparam("viewer_within", Integer)),
    )


def is_let_in() -> ColumnElement[bool]:
    """Build the predicate whether a `Revision` was let in: some label is, or once was, on it."""
    return exists().where(LabelMove.newer_id == Revision.id).correlate(Revision)


def was_let_in(session: Session, revision_id: int) -> bool:
    """Say whether a revision was let in."""
    moved = select(exists().where(LabelMove.newer_id == revision_id))
    return bool(session.scalar(moved))


def _sees_api(
    viewer: Viewer, user_id: ColumnElement[int], within: ColumnElement[int]
) -> ColumnElement[bool]:
    alive = and_(Api.deleted_at.is_(None), Org.deleted_at.is_(None))
    public = Api.visibility == Visibility.PUBLIC
    if viewer is Viewer.ANYBODY:
        return and_(alive, public)
    member = _is_member(viewer, user_id, within)
    if viewer is Viewer.PERSON:
        return and_(alive, or_(public, Api.visibility == Visibility.INTERNAL, member))
    return and_(alive, or_(public, member))


def _is_member(
    viewer: Viewer, user_id: ColumnElement[int], within: ColumnElement[int]
) -> ColumnElement[bool]:
    if viewer is Viewer.ANYBODY:
        return false()
    member = exists().where(Membership.org_id == Api.org_id, Membership.user_id == user_id)
    if viewer is Viewer.PERSON:
        return member
    return and_(member, (Api.id if viewer is Viewer.API_TOKEN else Api.org_id) == within)


def sees_org(actor: Actor) -> ColumnElement[bool]:
    """Build the predicate over `Org`: one's own orgs, and those with an API one may see."""
    shows_api = exists().where(Api.org_id == Org.id, sees_api(actor)).correlate(Org)
    if actor.is_anonymous:
        return and_(Org.deleted_at.is_(None), shows_api)
    mine = exists().where(Membership.org_id == Org.id, Membership.user_id == actor.user_id)
    member: ColumnElement[bool] = mine.correlate(Org)
    if actor.org_id is not None:
        member = and_(member, Org.id == actor.org_id)
    elif actor.api_id is not None:
        member = false()
    return and_(Org.deleted_at.is_(None), or_(member, shows_api))


def find_role(session: Session, actor: Actor, org_id: int) -> Role | None:
    """Look up the actor's role in an org; None for strangers."""
    if actor.is_anonymous:
        return None
    role = session.scalar(
        select(Membership.role).where(
            Membership.org_id == org_id, Membership.user_id == actor.user_id
        )
    )
    return None if role is None else Role(role)


def require(session: Session, actor: Actor, right: Right, thing: Org | Api) -> None:
    """Let the actor pass or raise; `thing` must already be visible to them."""
    if right is Right.READ:
        return
    if actor.is_anonymous:
        raise NotSignedIn("sign in, or send a token, to do this")
    least_role, scope = DEMANDS[right]
    if scope not in actor.scopes:
        raise Forbidden(f"this token lacks the scope '{scope}'")
    if not reaches(actor, thing):
        raise Forbidden("this token was made for another org or API")
    org_id = thing.id if isinstance(thing, Org) else thing.org_id
    role = find_role(session, actor, org_id)
    if role is None or not role.includes(least_role):
        raise Forbidden(f"this takes the role '{least_role}' or more")


def may(session: Session, actor: Actor, right: Right, thing: Org | Api) -> bool:
    """Say whether the actor may do this to what they see."""
    try:
        require(session, actor, right, thing)
    except (Forbidden, NotSignedIn):
        return False
    return True


def require_user(actor: Actor, scope: Scope = Scope.READ) -> int:
    """Return the id of the signed-in user, or refuse."""
    if actor.user_id is None:
        raise NotSignedIn("sign in, or send a token, to do this")
    if scope not in actor.scopes:
        raise Forbidden(f"this token lacks the scope '{scope}'")
    return actor.user_id


def get_api(session: Session, actor: Actor, name: ApiName, right: Right = Right.READ) -> Api:
    """Return the API if the actor may see it and has the right; else refuse."""
    statement = (
        select(Api)
        .join(Org, Org.id == Api.org_id)
        .where(Org.name == name.org, Api.name == name.api, sees_api(actor))
    )
    api = session.scalar(statement)
    if api is None:
        raise _missing(actor, right, f"no API '{name}'")
    require(session, actor, right, api)
    return api


def get_api_of_members(session: Session, actor: Actor, name: ApiName) -> Api:
    """Return the API if the actor belongs to its org, within their token; else NotFound."""
    api = get_api(session, actor, name)
    if find_role(session, actor, api.org_id) is None or not reaches(actor, api):
        raise NotFound(f"nothing of '{name}' that you may see")
    return api


def get_org(session: Session, actor: Actor, name: str, right: Right = Right.READ) -> Org:
    """Return the org if the actor may see it and has the right; else refuse."""
    org = session.scalar(select(Org).where(Org.name == name, sees_org(actor)))
    if org is None:
        raise _missing(actor, right, f"no org '{name}'")
    require(session, actor, right, org)
    return org


def get_org_of_members(session: Session, actor: Actor, name: str) -> Org:
    """Return the org if the actor belongs to it, within their token; else refuse."""
    org = get_org(session, actor, name)
    if find_role(session, actor, org.id) is None or not reaches(actor, org):
        raise Forbidden("this is for members of the org")
    return org


def lock(session: Session, thing: Org | Api) -> None:
    """Hold off everybody else who changes it, until the transaction ends, and read it again."""
    session.refresh(thing, with_for_update=True)
    if thing.deleted_at is not None:
        raise NotFound(f"'{thing.name}' was just deleted")


def reaches(actor: Actor, thing: Org | Api) -> bool:
    """Say whether a token was made for this, or for anything."""
    if actor.api_id is not None:
        return isinstance(thing, Api) and thing.id == actor.api_id
    if actor.org_id is not None:
        return actor.org_id == (thing.id if isinstance(thing, Org) else thing.org_id)
    return True


def _missing(actor: Actor, right: Right, message: str) -> NotFound | NotSignedIn:
    # An anonymous writer learns to sign in, whether the thing exists or not: no oracle.
    if actor.is_anonymous and right is not Right.READ:
        return NotSignedIn("sign in, or send a token, to do this")
    return NotFound(message)
