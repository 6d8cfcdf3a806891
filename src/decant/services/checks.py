"""Checks: documents judged against a base. Every push keeps one; a dry run is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from decant.contract import Finding, Location, Severity
from decant.contract.findings import finding_from_json
from decant.contract.suppressions import fingerprint_of
from decant.errors import NotFound
from decant.models import Api, Check, Org, Review, Revision, User
from decant.services import access, blobs, levels, pages, uploads
from decant.services.access import ApiName, Right
from decant.services.reviews import State
from decant.services.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.pool import Examination, Pool
    from decant.services.access import Actor
    from decant.services.levels import Policy
    from decant.services.pages import Page, Window
    from decant.services.uploads import Judged, Upload

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """A check as lists show it. `base` and `revision` are numbers of revisions.

    `kind` is `push` or `dry_run`; `counts` has `findings` by severity, `changes` by level, and
    how much of both is `waived` and how many findings are `debt`. `review` is the id of the
    review that its push waited for, if it did, and `review_state` where that stands.
    """

    id: str
    api: ApiName
    kind: str
    verdict: Verdict
    reasons: tuple[str, ...]
    label: str | None
    base: int | None
    revision: int | None
    digest: str
    policy: Policy
    engine: str
    counts: Mapping[str, Json]
    required_bump: str
    score: Json | None
    override_reason: str | None
    review: str | None
    review_state: State | None
    checked_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A check with all that was found, as JSON values in the engine's own spelling."""

    facts: CheckFacts
    findings: tuple[Json, ...] = field(repr=False)
    changes: tuple[Json, ...] = field(repr=False)
    not_evaluated: tuple[Json, ...] = field(repr=False)
    waivers: Json = field(repr=False)


def run(database: Database, pool: Pool, actor: Actor, upload: Upload) -> CheckReport:
    """Judge files as a push would, and keep nothing but the check; raises Unreadable."""
    with database.reading() as session:
        ground = uploads.survey(session, actor, upload, Right.CHECK)
    judged = uploads.judge(database, pool, upload, ground)
    with database.writing() as session:
        api = access.get_api(session, actor, upload.name, Right.CHECK)
        report = judged.examined.report
        blobs.put(session, (blob for blob in judged.news if blob.digest == report))
        return add(session, actor, api, judged, kind="dry_run")


def get(session: Session, actor: Actor, name: ApiName, check_id: str) -> CheckReport:
    """One check with its report, if the actor may see it."""
    row = session.execute(_visible(actor, name).where(Check.public_id == check_id)).one_or_none()
    if row is None:
        access.get_api(session, actor, name)
        raise NotFound(f"'{name}' has no check '{check_id[:100]}'")
    return _report(session, row)


def browse(session: Session, actor: Actor, name: ApiName, window: Window) -> Page[CheckFacts]:
    """The checks of an API that the actor may see, newest first."""
    access.get_api(session, actor, name)
    statement = _visible(actor, name).order_by(Check.id.desc()).limit(window.limit + 1)
    if window.after is not None:
        statement = statement.where(Check.id < int(window.after))
    page = pages.cut(session.execute(statement).all(), window, lambda row: row[0].id)
    return pages.Page(tuple(map(_facts, page.items)), page.next)


def browse_newest(session: Session, actor: Actor, window: Window) -> Page[CheckFacts]:
    """The checks of every API that the actor may see, newest first."""
    statement = (
        _CHECKS.where(access.sees_api(actor), _sees(actor))
        .order_by(Check.id.desc())
        .limit(window.limit + 1)
    )
    if window.after is not None:
        statement = statement.where(Check.id < int(window.after))
    page = pages.cut(session.execute(statement).all(), window, lambda row: row[0].id)
    return pages.Page(tuple(map(_facts, page.items)), page.next)


def of_revisions(
    session: Session, actor: Actor, name: ApiName, numbers: Sequence[int]
) -> dict[int, CheckFacts]:
    """The check that let each of these revisions in, by number."""
    first = (
        select(func.min(Check.id))
        .join(Revision, Revision.id == Check.revision_id)
        .where(Revision.number.in_(numbers), let_in())
        .group_by(Check.revision_id)
    )
    rows = session.execute(_visible(actor, name).where(Check.id.in_(first)))
    checks = [_facts(row) for row in rows]
    return {check.revision: check for check in checks if check.revision is not None}


def errors_in(report: CheckReport) -> tuple[Finding, ...]:
    """The errors among the findings of a check that had a say."""
    new_only = report.facts.policy.new_only
    return tuple(
        Finding(
            one["rule"],
            Severity.ERROR,
            one["message"],
            Location(one["pointer"], one["file"], one["line"], one["column"]),
            one["hint"],
        )
        for one in report.findings
        if one["severity"] == Severity.ERROR.value
        and one["waiver"] is None
        and not one["report_only"]
        and (one["is_new"] or not new_only)
    )


def add(
    session: Session,
    actor: Actor,
    api: Api,
    judged: Judged,
    *,
    kind: str,
    revision_id: int | None = None,
) -> CheckReport:
    """Keep a check; its report must be in the store by now."""
    row_id = add_row(session, actor, api, judged, kind=kind, revision_id=revision_id)
    return _report(session, session.execute(_CHECKS.where(Check.id == row_id)).one())


def add_row(
    session: Session,
    actor: Actor,
    api: Api,
    judged: Judged,
    *,
    kind: str,
    revision_id: int | None = None,
) -> int:
    """The same, if its id is all that is needed."""
    examined, judgement, ground = judged.examined, judged.judgement, judged.ground
    row = Check(
        api_id=api.id,
        kind=kind,
        verdict=judgement.verdict,
        reasons=list(judgement.reasons),
        digest=examined.facts.digest,
        label=judged.upload.label,
        base_id=None if ground.base is None else ground.base.id,
        revision_id=revision_id,
        policy=levels.policy_json(ground.policy),
        engine=examined.engine,
        counts=_counts(examined),
        required_bump=examined.required_bump,
        score=dict(examined.score),
        report=examined.report,
        override_reason=judgement.override_reason,
        checked_by=access.require_user(actor),
    )
    session.add(row)
    session.flush()
    return row.id


def of_revision(session: Session, revision_id: int) -> CheckReport:
    """The last check that let a revision in, or back to a label."""
    statement = _CHECKS.where(Check.revision_id == revision_id, let_in())
    return _report(session, session.execute(statement.order_by(Check.id.desc()).limit(1)).one())


def policies_of(session: Session, revision_id: int) -> tuple[Policy, ...]:
    """What each check judged by that let this revision in."""
    judged_by = select(Check.policy).where(Check.revision_id == revision_id, let_in())
    return tuple(map(levels.policy_from_json, session.scalars(judged_by)))


def let_in() -> ColumnElement[bool]:
    """Build the predicate whether a `Check` let its revision in: at once, or by a review."""
    held = exists().where(Review.check_id == Check.id, Review.state != State.APPROVED)
    return and_(Check.revision_id.is_not(None), ~held.correlate(Check))


_BASE, _REVISION = aliased(Revision), aliased(Revision)
_CHECKS: Final = (
    select(
        Check, Org.name, Api.name, _BASE.number, _REVISION.number, User.name, Review.public_id,
        Review.state,
    )
    .join(Api, Api.id == Check.api_id)
    .join(Org, Org.id == Api.org_id)
    .join(User, User.id == Check.checked_by)
    .outerjoin(_BASE, _BASE.id == Check.base_id)
    .outerjoin(_REVISION, _REVISION.id == Check.revision_id)
    .outerjoin(Review, Review.check_id == Check.id)
)  # fmt: skip
_Found: TypeAlias = "Row[Check, str, str, int | None, int | None, str, str | None, str | None]"


def _visible(actor: Actor, name: ApiName) -> Select[Check, str, str, int, int, str, str, str]:
    """Checks of one API."""
    return _CHECKS.where(
        Org.name == name.org, Api.name == name.api, access.sees_api(actor), _sees(actor)
    )


def _sees(actor: Actor) -> ColumnElement[bool]:
    """What was refused, only tried, or not let in yet is its org's own business."""
    return or_(let_in(), access.is_member(actor))


def _facts(row: _Found) -> CheckFacts:
    check, org, api, base, revision, checked_by, review, review_state = row
    return CheckFacts(
        id=check.public_id,
        api=ApiName(org, api),
        kind=check.kind,
        verdict=Verdict(check.verdict),
        reasons=tuple(check.reasons),
        label=check.label,
        base=base,
        revision=revision,
        digest=check.digest,
        policy=levels.policy_from_json(check.policy),
        engine=check.engine,
        counts={**_NOTHING_ASIDE, **check.counts},
        required_bump=check.required_bump,
        score=check.score,
        override_reason=check.override_reason,
        review=review,
        review_state=None if review_state is None else State(review_state),
        checked_by=checked_by,
        created_at=check.created_at,
    )


def _counts(examined: Examination) -> dict[str, Json]:
    counted = examined.counted
    return {
        "findings": examined.findings,
        "changes": examined.changes,
        "waived": counted.waived,
        "debt": counted.debt,
    }


_NOTHING_ASIDE: Final = {"waived": 0, "debt": 0}
# What reports did not say before there were waivers and debt.
_OLD_FINDING: Final = {"found_by": "validation", "is_new": True, "report_only": False}


def _report(session: Session, row: _Found) -> CheckReport:
    said = orjson.loads(blobs.load(session, row[0].report))
    return CheckReport(
        _facts(row),
        tuple(map(_finding, said["findings"])),
        tuple({"waiver": None, **change} for change in said["changes"]),
        tuple(said["not_evaluated"]),
        said.get("waivers", {"used": [], "unused": []}),
    )


def _finding(said: Json) -> Json:
    """A finding as it was stored, completed if it is from before there were fingerprints."""
    if "fingerprint" in said:
        return said
    mark = fingerprint_of(finding_from_json(said))
    return {**said, **_OLD_FINDING, "fingerprint": mark, "waiver": None}
