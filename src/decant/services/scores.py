"""Scores: how good each revision of an API was by the rules of its day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson
from sqlalchemy import func, select

from decant.errors import NotFound
from decant.models import Check, Revision
from decant.services import access, blobs, checks, pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from decant.services.access import Actor, ApiName
    from decant.services.pages import Page, Window

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class ScoreFacts:
    """The score of a revision; `ruleset` is the digest of the rules it was scored by.

    `level` is gold, silver, bronze or empty. `check` is the id of the check it is from.
    """

    revision: int
    points: int
    grade: str
    level: str
    ruleset: str
    engine: str
    check: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A score with all that it is made of, as JSON values."""

    facts: ScoreFacts
    categories: Mapping[str, int] = field(repr=False)
    marks: tuple[Json, ...] = field(repr=False)
    fixes: tuple[Json, ...] = field(repr=False)


def browse(session: Session, actor: Actor, name: ApiName, window: Window) -> Page[ScoreFacts]:
    """The scores of an API's revisions, newest first; the key is the revision's number."""
    api = access.get_api(session, actor, name)
    statement = _newest_of(api.id).order_by(Revision.number.desc()).limit(window.limit + 1)
    if window.after is not None:
        statement = statement.where(Revision.number < int(window.after))
    scores = [_facts(row) for row in session.execute(statement)]
    return pages.cut(scores, window, lambda score: score.revision)


def get(session: Session, actor: Actor, name: ApiName, revision: int) -> ScoreSheet:
    """The score of one revision, rule by rule; NotFound if it was never scored."""
    api = access.get_api(session, actor, name)
    statement = _newest_of(api.id).where(Revision.number == revision)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound(f"'{name}' has no score of a revision {revision}")
    said = orjson.loads(blobs.load(session, row[1].report))["score"]
    return ScoreSheet(_facts(row), said["categories"], tuple(said["marks"]), tuple(said["fixes"]))


def _newest_of(api_id: int) -> Select[int, Check]:
    """The last check that scored each revision when it was let in."""
    last = (
        select(func.max(Check.id))
        .where(Check.api_id == api_id, checks.let_in(), Check.score.is_not(None))
        .group_by(Check.revision_id)
    )
    return (
        select(Revision.number, Check)
        .join(Check, Check.revision_id == Revision.id)
        .where(Check.id.in_(last))
    )


def _facts(row: Row[int, Check]) -> ScoreFacts:
    number, check = row
    score = check.score or {}
    return ScoreFacts(
        number,
        score["points"],
        score["grade"],
        score["level"],
        score["ruleset"],
        check.engine,
        check.public_id,
        check.created_at,
    )
