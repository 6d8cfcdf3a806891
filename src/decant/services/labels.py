"""Labels: names for revisions that move, each move kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from decant.errors import NotFound, NotLetIn, PreconditionFailed, SecondPersonNeeded
from decant.models import Label, LabelMove, Revision, User, utcnow
from decant.services import access, checks, events, names, pages, policies, refs, reviews
from decant.services.access import Right

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from decant.models import Api
    from decant.services.access import Actor, ApiName
    from decant.services.pages import Page, Window


class Seen(Enum):
    """What the caller saw of a label, where they do not name its version."""

    NOTHING = "no such label"
    SOMETHING = "a label, wherever it was"


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """Where a label is. `version` rises with each move, also over its removal."""

    name: str
    revision: int
    digest: str
    version: int
    moved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """One move, by revision numbers: from None when put up, to None when removed."""

    older: int | None
    newer: int | None
    moved_by: str
    moved_at: datetime


def get(session: Session, actor: Actor, name: ApiName, label: str) -> LabelFacts:
    """Where a label of a visible API is."""
    api = access.get_api(session, actor, name)
    return _get(session, api, label)


def browse(session: Session, actor: Actor, name: ApiName, window: Window) -> Page[LabelFacts]:
    """The labels of an API, by name."""
    api = access.get_api(session, actor, name)
    statement = _labels(api).order_by(Label.name).limit(window.limit + 1)
    if window.after is not None:
        statement = statement.where(Label.name > str(window.after))
    rows = [LabelFacts(*row) for row in session.execute(statement)]
    return pages.cut(rows, window, lambda row: row.name)


def history(
    session: Session, actor: Actor, name: ApiName, label: str, *, window: Window
) -> Page[Move]:
    """Every move of a label, the last one first; also of one that was removed."""
    api = access.get_api(session, actor, name)
    older, newer = aliased(Revision), aliased(Revision)
    statement = (
        select(LabelMove.id, older.number, newer.number, User.name, LabelMove.moved_at)
        .outerjoin(older, older.id == LabelMove.older_id)
        .outerjoin(newer, newer.id == LabelMove.newer_id)
        .join(User, User.id == LabelMove.moved_by)
        .where(LabelMove.api_id == api.id, LabelMove.name == label)
        .order_by(LabelMove.id.desc())
        .limit(window.limit + 1)
    )
    if window.after is not None:
        statement = statement.where(LabelMove.id < int(window.after))
    rows = session.execute(statement).all()
    if not rows and window.after is None:
        raise NotFound(f"'{name}' never had a label '{label}'")
    page = pages.cut(rows, window, lambda row: row[0])
    return pages.Page(tuple(Move(*row[1:]) for row in page.items), page.next)


def move(
    session: Session,
    actor: Actor,
    name: ApiName,
    label: str,
    *,
    to: int,
    expected: int | Seen,
) -> LabelFacts:
    """Move a label to a revision by number, if it is still where the caller saw it.

    Nothing is judged, so a writer may only move it where pushes were judged no less strictly
    than those to this label, or back to where it was; a maintainer may go further.
    """
    names.require(names.LABEL, label, "label")
    api = access.get_api(session, actor, name, Right.LABEL)
    access.lock(session, api)
    _require(session, api, label, expected)
    revision = refs.get(session, actor, api.id, str(to))
    if not access.was_let_in(session, revision.id):
        raise NotLetIn(f"no push of revision {to} was let in; it takes a review")
    if not _is_open_to(session, api, label, revision.id):
        _require_override(session, actor, api, label)
    point(session, actor, api, label, revision_id=revision.id)
    return _get(session, api, label)


def _is_open_to(session: Session, api: Api, label: str, revision_id: int) -> bool:
    """Whether a label was on a revision before, or could have been let in there by a push."""
    was_there = select(LabelMove.id).where(
        LabelMove.api_id == api.id, LabelMove.name == label, LabelMove.newer_id == revision_id
    )
    if session.scalar(was_there.limit(1)) is not None:
        return True
    wanted = policies.for_push(session, api.org_id, api.id, label)
    judged_by = checks.policies_of(session, revision_id)
    return any(policy.is_as_strict_as(wanted) for policy in judged_by)


def _require_override(session: Session, actor: Actor, api: Api, label: str) -> None:
    """Let only those go on who may let in what the policy refuses."""
    said = f"it was let in by a looser policy than that of '{label}'"
    if not access.may(session, actor, Right.OVERRIDE, api):
        raise NotLetIn(f"{said}; push it to '{label}', or have a maintainer move it")
    if policies.for_push(session, api.org_id, api.id, label).four_eyes:
        raise SecondPersonNeeded(f"{said}; push it to '{label}' and ask for a review")


def remove(
    session: Session,
    actor: Actor,
    name: ApiName,
    label: str,
    *,
    expected: int | Seen = Seen.SOMETHING,
) -> None:
    """Take a label down. Its history is kept; the revision stays."""
    api = access.get_api(session, actor, name, Right.LABEL)
    access.lock(session, api)
    row = _find(session, api, label)
    if row is None:
        raise NotFound(f"'{name}' has no label '{label}'")
    _require(session, api, label, expected)
    _note(session, actor, row, older_id=row.revision_id, newer_id=None)
    session.delete(row)
    reviews.supersede(session, actor, api, label)
    events.record(session, actor, "label.removed", api=api, label=label)


def point(session: Session, actor: Actor, api: Api, label: str, *, revision_id: int) -> bool:
    """Put a label on a revision of a locked API; False if it is there already.

    What waited for it to move is superseded.
    """
    user_id = access.require_user(actor)
    row = _find(session, api, label)
    if row is not None and row.revision_id == revision_id:
        return False
    if row is None:
        moves = select(func.count()).where(LabelMove.api_id == api.id, LabelMove.name == label)
        row = Label(
            api_id=api.id,
            name=label,
            revision_id=revision_id,
            version=(session.scalar(moves) or 0) + 1,
            moved_by=user_id,
        )
        _note(session, actor, row, older_id=None, newer_id=revision_id)
        session.add(row)
    else:
        _note(session, actor, row, older_id=row.revision_id, newer_id=revision_id)
        row.revision_id, row.version = revision_id, row.version + 1
        row.moved_by, row.moved_at = user_id, utcnow()
    session.flush()
    reviews.supersede(session, actor, api, label)
    number = session.scalar(select(Revision.number).where(Revision.id == revision_id))
    events.record(session, actor, "label.moved", api=api, label=label, revision=number)
    return True


def _get(session: Session, api: Api, label: str) -> LabelFacts:
    row = session.execute(_labels(api).where(Label.name == label)).one_or_none()
    if row is None:
        raise NotFound(f"'{api.name}' has no label '{label}'")
    return LabelFacts(*row)


def _find(session: Session, api: Api, label: str) -> Label | None:
    return session.scalar(select(Label).where(Label.api_id == api.id, Label.name == label))


def _require(session: Session, api: Api, label: str, expected: int | Seen) -> None:
    row = _find(session, api, label)
    if row is None:
        if expected is not Seen.NOTHING:
            raise NotFound(f"'{api.name}' has no label '{label}'")
    elif expected is Seen.NOTHING:
        raise PreconditionFailed(f"the label '{label}' already exists")
    elif expected not in (Seen.SOMETHING, row.version):
        raise PreconditionFailed(f"the label '{label}' has moved since you looked")


def _labels(api: Api) -> Select[str, int, str, int, str, datetime]:
    return (
        select(
            Label.name, Revision.number, Revision.digest, Label.version, User.name, Label.moved_at
        )
        .join(Revision, Revision.id == Label.revision_id)
        .join(User, User.id == Label.moved_by)
        .where(Label.api_id == api.id)
    )


def _note(
    session: Session, actor: Actor, row: Label, *, older_id: int | None, newer_id: int | None
) -> None:
    session.add(
        LabelMove(
            api_id=row.api_id,
            name=row.name,
            older_id=older_id,
            newer_id=newer_id,
            moved_by=access.require_user(actor),
        )
    )
