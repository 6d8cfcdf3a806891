"""Decisions over reviews: a maintainer lets a push in that waits, or turns it away, once.

Letting it in moves the label as the push would have, if the label is still where the push
was judged: of many who decide at once, or move the label meanwhile, the first one counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, func, select, true, update

from decant.errors import ReviewDecided, ReviewOutdated, SecondPersonNeeded
from decant.models import Label, Review, utcnow
from decant.services import access, events, labels, policies, reviews
from decant.services.access import Right
from decant.services.reviews import State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from decant.models import Api
    from decant.services.access import Actor, ApiName
    from decant.services.reviews import ReviewFacts


class Choice(StrEnum):
    """What a maintainer may say to a push that waits."""

    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a maintainer says, and what they tell whoever asked."""

    choice: Choice
    note: str | None = None


_STATES: Final = {Choice.APPROVE: State.APPROVED, Choice.REJECT: State.REJECTED}


def make(
    session: Session, actor: Actor, name: ApiName, review_id: str, *, decision: Decision
) -> ReviewFacts:
    """Decide over a review; for maintainers.

    Raises SecondPersonNeeded where the policy does not let the asker approve their own push,
    ReviewOutdated if the label has moved since or something newer waits for it, and
    ReviewDecided if somebody was faster.
    """
    access.require_user(actor)
    api = access.get_api_of_members(session, actor, name)
    access.require(session, actor, Right.OVERRIDE, api)
    access.lock(session, api)
    row = reviews.row_of(session, api, review_id)[0]
    approves = decision.choice is Choice.APPROVE
    if approves:
        _require_second_person(session, actor, api, row)
    _write(session, actor, row, decision)
    decided = reviews.get(session, actor, name, review_id)
    reviews.tell(session, actor, api, decided, kind=f"review.{decided.state}")
    if approves:
        _let_in(session, actor, api, decided, revision_id=row.revision_id)
    return decided


def choices(session: Session, actor: Actor, review: ReviewFacts) -> tuple[Choice, ...]:
    """What the actor may say to a review; nothing if it is decided, or not theirs to decide."""
    api = access.get_api_of_members(session, actor, review.api)
    may_decide = access.may(session, actor, Right.OVERRIDE, api)
    if review.state is not State.PENDING or not may_decide:
        return ()
    row = reviews.row_of(session, api, review.id)[0]
    is_alone = _needs_second_person(session, actor, api, row)
    return (Choice.REJECT,) if is_alone else (Choice.APPROVE, Choice.REJECT)


def _needs_second_person(session: Session, actor: Actor, api: Api, row: Review) -> bool:
    policy = policies.for_push(session, api.org_id, api.id, row.label)
    return policy.four_eyes and row.asked_by == actor.user_id


def _require_second_person(session: Session, actor: Actor, api: Api, row: Review) -> None:
    if _needs_second_person(session, actor, api, row):
        raise SecondPersonNeeded("the policy wants that somebody else lets in what you ask for")


def _write(session: Session, actor: Actor, row: Review, decision: Decision) -> None:
    """Write the decision if the review is open to it."""
    is_open = _is_where_it_was() if decision.choice is Choice.APPROVE else true()
    statement = (
        update(Review)
        .where(Review.id == row.id, Review.state == State.PENDING, is_open)
        .values(
            state=_STATES[decision.choice],
            decided_by=access.require_user(actor),
            decided_at=utcnow(),
            note=decision.note,
        )
        .returning(Review.id)
    )
    if session.execute(statement, execution_options={"synchronize_session": False}).scalar():
        return
    if row.state in (State.APPROVED, State.REJECTED):
        raise ReviewDecided(f"the review is {row.state} already; that is settled")
    raise ReviewOutdated(
        f"'{row.label}' has moved since this was judged, or a newer push waits for it; push again"
    )


def _is_where_it_was() -> ColumnElement[bool]:
    """The predicate whether the label of a review is where its push was judged."""
    version = select(Label.version).where(Label.api_id == Review.api_id, Label.name == Review.label)
    return func.coalesce(version.scalar_subquery(), 0) == Review.label_version


def _let_in(
    session: Session, actor: Actor, api: Api, review: ReviewFacts, *, revision_id: int
) -> None:
    """Move the label, and tell of the revision if it is the first label to be there."""
    is_new = not access.was_let_in(session, revision_id)
    labels.point(session, actor, api, review.label, revision_id=revision_id)
    if is_new:
        events.record(
            session,
            actor,
            "revision.published",
            api=api,
            check=review.check,
            label=review.label,
            digest=review.digest,
            revision=review.revision,
        )
