"""Waivers: who lets what pass, why, and until when.

What a waiver says never changes; it is approved once and revoked once, and both happen only
if nobody was faster. Only members of the org see them. Pushes ask `in_force`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import and_, func, select, true, update
from sqlalchemy.orm import aliased

from decant.errors import (
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    SecondPersonNeeded,
    WaiverSettled,
)
from decant.models import Api, Org, User, Waiver, utcnow
from decant.pool import WaiverTerms
from decant.services import access, events, pages, policies
from decant.services.access import ApiName, Right, Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from decant.services.access import Actor
    from decant.services.pages import Page, Window

LONGEST: Final = timedelta(days=366)  # a year, and a leap year
MOST: Final = 500  # of an API, that are in force or may come to be
_MAIN: Final = "main"  # whether two must agree does not depend on the label


class State(StrEnum):
    """Where a waiver stands; only an active one lets anything pass."""

    PENDING = "pending"
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Plea:
    """What is asked to pass, why, and until when; it names a rule, a fingerprint, or both.

    `rule` is a rule's id or a kind of change. `pointer` and `label` narrow it; both may have
    wildcards.
    """

    reason: str
    expires_at: datetime
    rule: str | None = None
    fingerprint: str | None = None
    pointer: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """A waiver as it stood at one moment; people are names."""

    id: str
    api: ApiName
    plea: Plea
    state: State
    author: str
    created_at: datetime
    approver: str | None
    approved_at: datetime | None
    revoked_by: str | None
    revoked_at: datetime | None

    @property
    def version(self) -> int:
        """Rises with each decision."""
        return 1 + sum(moment is not None for moment in (self.approved_at, self.revoked_at))


def ask(session: Session, actor: Actor, name: ApiName, plea: Plea) -> WaiverFacts:
    """Ask to let something pass; for writers.

    Who may approve it has done so by asking, unless the policy wants four eyes.
    """
    api = access.get_api(session, actor, name, Right.PUSH)
    access.lock(session, api)
    _require_sense(plea, utcnow())
    _require_room(session, api, utcnow())
    row = _add(session, actor, api, plea)
    _tell(session, actor, api, row, kind="waiver.asked")
    if _may_approve(session, actor, api) and not _needs_four_eyes(session, api):
        row.approved_at, row.approved_by = row.created_at, row.asked_by
        _tell(session, actor, api, row, kind="waiver.approved")
    session.flush()
    return _get(session, api, row.public_id)


def get(session: Session, actor: Actor, name: ApiName, waiver_id: str) -> WaiverFacts:
    """One waiver, for members of the org."""
    return _get(session, _api_of_members(session, actor, name), waiver_id)


def browse(
    session: Session, actor: Actor, name: ApiName, window: Window, *, state: State | None = None
) -> Page[WaiverFacts]:
    """The waivers of an API, or those in one state, newest first; for members of the org."""
    api, now = _api_of_members(session, actor, name), utcnow()
    stands = true() if state is None else _stands(state, now)
    statement = _WAIVERS.where(Waiver.api_id == api.id, stands).order_by(Waiver.id.desc())
    if window.after is not None:
        statement = statement.where(Waiver.id < int(window.after))
    rows = session.execute(statement.limit(window.limit + 1)).all()
    page = pages.cut(rows, window, lambda row: row[0].id)
    return pages.Page(tuple(_facts(row, now) for row in page.items), page.next)


def in_force(session: Session, api_id: int, label: str) -> tuple[WaiverFacts, ...]:
    """The active waivers of an API that hold for a push to this label, oldest first."""
    now = utcnow()
    statement = _WAIVERS.where(Waiver.api_id == api_id, _stands(State.ACTIVE, now))
    return tuple(
        _facts(row, now)
        for row in session.execute(statement.order_by(Waiver.id))
        if row[0].label is None or fnmatchcase(label, row[0].label)
    )


def terms(waivers: Sequence[WaiverFacts]) -> tuple[WaiverTerms, ...]:
    """What the engine needs to know of these, and what reports show of them."""
    return tuple(
        WaiverTerms(
            waiver.id,
            waiver.plea.rule or "",
            waiver.plea.fingerprint or "",
            waiver.plea.pointer or "",
            _shown(waiver),
        )
        for waiver in waivers
    )


def approve(session: Session, actor: Actor, name: ApiName, waiver_id: str) -> WaiverFacts:
    """Let a pending waiver hold from now on; for maintainers.

    Raises SecondPersonNeeded where the policy does not let its author do that, and
    WaiverSettled if it is not pending any more.
    """
    api = _api_of_members(session, actor, name)
    row, now = _row(session, api, waiver_id), utcnow()
    access.require(session, actor, Right.OVERRIDE, api)
    user_id = access.require_user(actor)
    if row.asked_by == user_id and _needs_four_eyes(session, api):
        raise SecondPersonNeeded("the policy wants that somebody else approves your waiver")
    pending = _stands(State.PENDING, now)
    _decide(session, row, pending, {"approved_at": now, "approved_by": user_id})
    _tell(session, actor, api, row, kind="waiver.approved")
    return _get(session, api, waiver_id)


def revoke(session: Session, actor: Actor, name: ApiName, waiver_id: str) -> None:
    """End a waiver before its time, or refuse a pending one; for its author and maintainers.

    Raises WaiverSettled if it has ended already.
    """
    api = _api_of_members(session, actor, name)
    row, now = _row(session, api, waiver_id), utcnow()
    user_id = access.require_user(actor, Scope.WRITE)
    if row.asked_by != user_id:
        access.require(session, actor, Right.OVERRIDE, api)
    _decide(session, row, _lives(now), {"revoked_at": now, "revoked_by": user_id})
    _tell(session, actor, api, row, kind="waiver.revoked")


def _api_of_members(session: Session, actor: Actor, name: ApiName) -> Api:
    """To everybody else there are no waivers, not even where they see the API."""
    api = access.get_api(session, actor, name)
    if access.find_role(session, actor, api.org_id) is None or not access.reaches(actor, api):
        raise NotFound(f"no waivers of '{name}'")
    return api


def _require_sense(plea: Plea, now: datetime) -> None:
    if plea.rule is None and plea.fingerprint is None:
        raise _invalid("rule", "name a rule or a kind of change, a fingerprint, or both")
    if plea.expires_at <= now:
        raise _invalid("expires_at", "this moment is over; a waiver ends some day to come")
    if plea.expires_at > now + LONGEST:
        raise _invalid("expires_at", "a waiver holds for a year at most")


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, [Fault("json", f"/{field}", message)])


def _require_room(session: Session, api: Api, now: datetime) -> None:
    """Every push is held against all of them."""
    living = select(func.count()).where(Waiver.api_id == api.id, _lives(now))
    if (session.scalar(living) or 0) >= MOST:
        raise Conflict(f"'{api.name}' has {MOST} waivers already; revoke some that nothing needs")


def _may_approve(session: Session, actor: Actor, api: Api) -> bool:
    try:
        access.require(session, actor, Right.OVERRIDE, api)
    except Forbidden:
        return False
    return True


def _needs_four_eyes(session: Session, api: Api) -> bool:
    return policies.for_push(session, api.org_id, api.id, _MAIN).four_eyes


def _add(session: Session, actor: Actor, api: Api, plea: Plea) -> Waiver:
    row = Waiver(
        api_id=api.id,
        rule=plea.rule,
        fingerprint=plea.fingerprint,
        pointer=plea.pointer,
        label=plea.label,
        reason=plea.reason,
        asked_by=access.require_user(actor),
        created_at=utcnow(),
        expires_at=plea.expires_at,
    )
    session.add(row)
    session.flush()
    return row


def _decide(
    session: Session, row: Waiver, unsettled: ColumnElement[bool], decided: dict[str, Any]
) -> None:
    """Write a decision if the waiver is still open to it; of many at once, one succeeds."""
    statement = update(Waiver).where(Waiver.id == row.id, unsettled).values(decided)
    written = session.execute(
        statement.returning(Waiver.id), execution_options={"synchronize_session": False}
    ).scalar()
    session.refresh(row)
    if written is None:
        raise WaiverSettled(f"the waiver is {_state(row, utcnow())}; that is settled")


def _tell(session: Session, actor: Actor, api: Api, row: Waiver, *, kind: str) -> None:
    """Record what became of a waiver."""
    told: dict[str, Any] = {
        "rule": row.rule,
        "fingerprint": row.fingerprint,
        "pointer": row.pointer,
        "label": row.label,
        "reason": row.reason,
        "expires_at": _written(row.expires_at),
    }
    said = {name: value for name, value in told.items() if value is not None}
    events.record(session, actor, kind, api=api, waiver=row.public_id, **said)


def _written(moment: datetime) -> str:
    """A moment as JSON, in UTC with milliseconds (RFC 3339)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _stands(state: State, now: datetime) -> ColumnElement[bool]:
    """The predicate whether a waiver is in a state at a moment; at its very end it is over."""
    is_approved, is_revoked = Waiver.approved_at.is_not(None), Waiver.revoked_at.is_not(None)
    # fmt: off
    return {
        State.PENDING: and_(_lives(now), ~is_approved),
        State.ACTIVE:  and_(_lives(now), is_approved),
        State.EXPIRED: and_(Waiver.expires_at <= now, ~is_revoked),
        State.REVOKED: is_revoked,
    }[state]
    # fmt: on


def _lives(now: datetime) -> ColumnElement[bool]:
    return and_(Waiver.revoked_at.is_(None), Waiver.expires_at > now)


def _state(row: Waiver, now: datetime) -> State:
    """The same as `_stands`, for a row that is at hand."""
    if row.revoked_at is not None:
        return State.REVOKED
    if row.expires_at <= now:
        return State.EXPIRED
    return State.PENDING if row.approved_at is None else State.ACTIVE


_AUTHOR, _APPROVER, _REVOKER = aliased(User), aliased(User), aliased(User)
_WAIVERS: Final = (
    select(Waiver, Org.name, Api.name, _AUTHOR.name, _APPROVER.name, _REVOKER.name)
    .join(Api, Api.id == Waiver.api_id)
    .join(Org, Org.id == Api.org_id)
    .join(_AUTHOR, _AUTHOR.id == Waiver.asked_by)
    .outerjoin(_APPROVER, _APPROVER.id == Waiver.approved_by)
    .outerjoin(_REVOKER, _REVOKER.id == Waiver.revoked_by)
)
_Found: TypeAlias = "Row[Waiver, str, str, str, str | None, str | None]"


def _row(session: Session, api: Api, waiver_id: str) -> Waiver:
    found = select(Waiver).where(Waiver.api_id == api.id, Waiver.public_id == waiver_id)
    row = session.scalar(found)
    if row is None:
        raise NotFound(f"'{api.name}' has no waiver '{waiver_id[:100]}'")
    return row


def _get(session: Session, api: Api, waiver_id: str) -> WaiverFacts:
    """A waiver of an API as it stands now."""
    row = _row(session, api, waiver_id)
    return _facts(session.execute(_WAIVERS.where(Waiver.id == row.id)).one(), utcnow())


def _facts(found: _Found, now: datetime) -> WaiverFacts:
    row, org, api, author, approver, revoker = found
    return WaiverFacts(
        id=row.public_id,
        api=ApiName(org, api),
        plea=Plea(row.reason, row.expires_at, row.rule, row.fingerprint, row.pointer, row.label),
        state=_state(row, now),
        author=author,
        created_at=row.created_at,
        approver=approver,
        approved_at=row.approved_at,
        revoked_by=revoker,
        revoked_at=row.revoked_at,
    )


def _shown(waiver: WaiverFacts) -> dict[str, str | None]:
    """A waiver as a report tells of it, as JSON values."""
    plea = waiver.plea
    return {
        "id": waiver.id,
        "rule": plea.rule,
        "fingerprint": plea.fingerprint,
        "pointer": plea.pointer,
        "label": plea.label,
        "reason": plea.reason,
        "author": waiver.author,
        "approver": waiver.approver,
        "expires_at": _written(plea.expires_at),
    }
