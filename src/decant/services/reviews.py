"""Reviews: pushes that wait for a maintainer, and what became of them.

The revision of such a push is stored and the label stays. At most one push waits for each
label, and only while the label is where the push was judged: whatever moves it, or waits
for it next, supersedes the review. Only members of the org see reviews.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import select, true, update
from sqlalchemy.orm import aliased

from decant.errors import NotFound
from decant.models import Api, Check, Label, Org, Review, Revision, User, utcnow
from decant.services import access, events, pages
from decant.services.access import ApiName
from decant.services.verdicts import Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from decant.services.access import Actor
    from decant.services.pages import Page, Window


_MOST_WAITING: Final = 30  # on the page of an API; its list has them all


class State(StrEnum):
    """Where a review stands; it leaves `pending` once."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Plea:
    """A push that is to wait, by the ids of its rows, and why its sender asks, if they say."""

    label: str
    revision_id: int
    check_id: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A review as it is shown; people are names, `revision` and `head` numbers of revisions.

    `head` is where the label was when the push was judged, None if there was no such label.
    `verdict` and `reasons` are those of its check.
    """

    id: str
    api: ApiName
    state: State
    label: str
    head: int | None
    revision: int
    digest: str
    check: str
    verdict: Verdict
    reasons: tuple[str, ...]
    reason: str | None
    asked_by: str
    created_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    note: str | None


def ask(session: Session, actor: Actor, api: Api, plea: Plea) -> ReviewFacts:
    """Have a push to a locked API wait, in place of what waited for its label."""
    supersede(session, actor, api, plea.label)
    at = select(Label).where(Label.api_id == api.id, Label.name == plea.label)
    label = session.scalar(at)
    row = Review(
        api_id=api.id,
        label=plea.label,
        label_version=0 if label is None else label.version,
        head_id=None if label is None else label.revision_id,
        revision_id=plea.revision_id,
        check_id=plea.check_id,
        reason=plea.reason,
        asked_by=access.require_user(actor),
    )
    session.add(row)
    session.flush()
    facts = _of(session, row.id)
    tell(session, actor, api, facts, kind="review.asked")
    return facts


def find_waiting(session: Session, api: Api, label: str, digest: str) -> ReviewFacts | None:
    """The review that this very document waits for at a label, if it does."""
    statement = _waiting(api, label).where(_REVISION.digest == digest)
    row = session.execute(statement).one_or_none()
    return None if row is None else _facts(row)


def supersede(session: Session, actor: Actor, api: Api, label: str) -> None:
    """End what waits for a label of a locked API: the label moves, or something newer waits."""
    for row in session.execute(_waiting(api, label)).all():
        decided = {"state": State.SUPERSEDED, "decided_at": utcnow()}
        statement = update(Review).where(Review.id == row[0].id).values(decided)
        session.execute(statement, execution_options={"synchronize_session": False})
        tell(session, actor, api, _of(session, row[0].id), kind="review.superseded")


def get(session: Session, actor: Actor, name: ApiName, review_id: str) -> ReviewFacts:
    """One review, for members of the org."""
    api = access.get_api_of_members(session, actor, name)
    return _facts(row_of(session, api, review_id))


def browse(
    session: Session, actor: Actor, name: ApiName, window: Window, *, state: State | None = None
) -> Page[ReviewFacts]:
    """The reviews of an API, or those in one state, newest first; for members of the org."""
    api = access.get_api_of_members(session, actor, name)
    stands = true() if state is None else Review.state == state
    statement = _REVIEWS.where(Review.api_id == api.id, stands).order_by(Review.id.desc())
    if window.after is not None:
        statement = statement.where(Review.id < int(window.after))
    rows = session.execute(statement.limit(window.limit + 1)).all()
    page = pages.cut(rows, window, lambda row: row[0].id)
    return pages.Page(tuple(map(_facts, page.items)), page.next)


def waiting(session: Session, actor: Actor, name: ApiName) -> tuple[ReviewFacts, ...]:
    """What waits in an API, as far as the actor may see it, oldest first."""
    api = access.get_api(session, actor, name)
    statement = _REVIEWS.where(
        Review.api_id == api.id, Review.state == State.PENDING, access.is_member(actor)
    )
    return tuple(map(_facts, session.execute(statement.order_by(Review.id).limit(_MOST_WAITING))))


def row_of(session: Session, api: Api, review_id: str) -> Found:
    """The row of a review, read anew; raises NotFound."""
    statement = _REVIEWS.where(Review.api_id == api.id, Review.public_id == review_id)
    row = session.execute(statement.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(f"'{api.name}' has no review '{review_id[:100]}'")
    return row


def tell(session: Session, actor: Actor, api: Api, review: ReviewFacts, *, kind: str) -> None:
    """Record what became of a review."""
    told: dict[str, Any] = {
        "label": review.label,
        "revision": review.revision,
        "digest": review.digest,
        "check": review.check,
        "reason": review.reason,
        "note": review.note,
    }
    said = {name: value for name, value in told.items() if value is not None}
    events.record(session, actor, kind, api=api, review=review.id, **said)


_ASKER, _DECIDER = aliased(User), aliased(User)
_HEAD, _REVISION = aliased(Revision), aliased(Revision)
_REVIEWS: Final = (
    select(
        Review, Org.name, Api.name, _HEAD.number, _REVISION.number, _REVISION.digest, Check,
        _ASKER.name, _DECIDER.name,
    )
    .join(Api, Api.id == Review.api_id)
    .join(Org, Org.id == Api.org_id)
    .outerjoin(_HEAD, _HEAD.id == Review.head_id)
    .join(_REVISION, _REVISION.id == Review.revision_id)
    .join(Check, Check.id == Review.check_id)
    .join(_ASKER, _ASKER.id == Review.asked_by)
    .outerjoin(_DECIDER, _DECIDER.id == Review.decided_by)
)  # fmt: skip
Found: TypeAlias = "Row[Review, str, str, int | None, int, str, Check, str, str | None]"


def _waiting(
    api: Api, label: str
) -> Select[Review, str, str, int | None, int, str, Check, str, str | None]:
    return _REVIEWS.where(
        Review.api_id == api.id, Review.label == label, Review.state == State.PENDING
    )


def _of(session: Session, review_id: int) -> ReviewFacts:
    statement = _REVIEWS.where(Review.id == review_id)
    return _facts(session.execute(statement.execution_options(populate_existing=True)).one())


def _facts(found: Found) -> ReviewFacts:
    row, org, api, head, revision, digest, check, asker, decider = found
    return ReviewFacts(
        id=row.public_id,
        api=ApiName(org, api),
        state=State(row.state),
        label=row.label,
        head=head,
        revision=revision,
        digest=digest,
        check=check.public_id,
        verdict=Verdict(check.verdict),
        reasons=tuple(check.reasons),
        reason=row.reason,
        asked_by=asker,
        created_at=row.created_at,
        decided_by=decider,
        decided_at=row.decided_at,
        note=row.note,
    )
