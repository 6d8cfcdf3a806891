"""Revisions: documents accepted into an API, numbered and never changed.

A push has two acts. The engine judges it with no transaction open; then one short writing
transaction makes sure that head and policy are still those that were judged, and keeps
everything or nothing. If they have moved, the push is judged again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, select, tuple_

from decant.contract.document import digest_of
from decant.errors import NotFound, Unavailable
from decant.models import Api, Label, Org, Revision, User
from decant.services import (
    access,
    apis,
    blobs,
    checks,
    events,
    labels,
    pages,
    refs,
    reviews,
    uploads,
)
from decant.services.access import ApiName, Right
from decant.services.reviews import Plea
from decant.services.uploads import Source
from decant.services.verdicts import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.pool import Pool
    from decant.services.access import Actor, Viewer
    from decant.services.apis import ApiFacts
    from decant.services.checks import CheckReport
    from decant.services.pages import Page, Window
    from decant.services.refs import Kind
    from decant.services.reviews import ReviewFacts
    from decant.services.uploads import Ground, Judged, Upload

# Within one process pushes to one API take turns; this many losses mean many processes.
_MOST_ROUNDS: Final = 20
LONGEST_TITLE: Final = 500
LONGEST_VERSION: Final = 100


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """A revision as it is shown; `manifest` to `bundled` name blobs.

    Until it `is_let_in` it waits for a review, or one turned it away, and only members of its
    org see it.
    """

    api: ApiName
    id: int
    number: int
    digest: str
    canonical: str
    dialect: str
    title: str
    version: str
    root: str
    file_count: int
    size: int
    operation_count: int
    source: Source | None
    manifest: str
    text: str
    operations: str
    bundled: str | None
    pushed_by: str
    created_at: datetime
    labels: tuple[str, ...]
    is_let_in: bool


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of a push: the revision, None if it was refused; and its check, kept anyway.

    `created` is False if the API had this very document already, and as far in. `review` is
    what the push waits for: its revision is stored, and the label is where it was.
    """

    revision: RevisionFacts | None
    check: CheckReport
    created: bool
    review: ReviewFacts | None = None

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        if self.review is not None:
            return Outcome.REVIEW
        return Outcome.REFUSED if self.revision is None else Outcome.ACCEPTED


def publish(database: Database, pool: Pool, actor: Actor, upload: Upload) -> Publication:
    """Push files to an API; raises Unreadable. A refusal by the policy is returned.

    The same files again change nothing, and where the label is there, they are not read again.
    """
    with pool.turn(str(upload.name)):
        for _ in range(_MOST_ROUNDS):
            with database.reading() as session:
                ground = uploads.survey(session, actor, upload, Right.PUSH)
                if _is_head(ground, upload):
                    return _unchanged(session, actor, upload, ground)
            judged = uploads.judge(database, pool, upload, ground)
            with database.writing() as session:
                publication = _settle(session, actor, judged)
            if publication is not None:
                return publication
    raise Unavailable("others keep pushing to this API; try again", retry_after=2)


def get(session: Session, actor: Actor, name: ApiName, ref: str) -> RevisionFacts:
    """The revision that a ref (number, digest or label) names in a visible API."""
    kind = refs.kind_of(ref)
    parameters = {
        "org": name.org,
        "api": name.api,
        **access.viewing(actor),
        **refs.naming(kind, ref),
    }
    statement = _revision_by(access.viewer_of(actor), kind)
    rows = session.connection().execute(statement, parameters).all()
    if not rows:
        access.get_api(session, actor, name)
        raise NotFound(f"'{name}' has no revision '{ref}'")
    if len(rows) > 1:
        raise refs.ambiguous(ref)
    return _facts(*rows[0])


def browse(session: Session, actor: Actor, name: ApiName, window: Window) -> Page[RevisionFacts]:
    """The revisions of an API, newest first; the key is the number."""
    api = access.get_api(session, actor, name)
    statement = (
        _REVISIONS.where(Revision.api_id == api.id, access.sees_revision(actor))
        .order_by(Revision.number.desc())
        .limit(window.limit + 1)
    )
    if window.after is not None:
        statement = statement.where(Revision.number < int(window.after))
    rows = [_facts(*row) for row in session.execute(statement)]
    return pages.cut(rows, window, lambda revision: revision.number)


def newest_times(
    session: Session, actor: Actor, shown: Sequence[ApiFacts]
) -> dict[ApiName, datetime]:
    """When the newest revision of each of these APIs was pushed, if it has any."""
    named = tuple_(Org.name, Api.name).in_([(api.org, api.name) for api in shown])
    newest = (
        select(func.max(Revision.number))
        .where(Revision.api_id == Api.id, access.sees_revision(actor))
        .correlate(Api)
        .scalar_subquery()
    )
    statement = (
        select(Org.name, Api.name, Revision.created_at)
        .join(Api, Api.id == Revision.api_id)
        .join(Org, Org.id == Api.org_id)
        .where(access.sees_api(actor), named, Revision.number == newest)
    )
    return {ApiName(org, api): pushed for org, api, pushed in session.execute(statement)}


def _is_head(ground: Ground, upload: Upload) -> bool:
    head = ground.head
    if head is None or upload.root not in (None, head.root):
        return False
    return digest_of(head.root, upload.files) == head.digest


def _unchanged(session: Session, actor: Actor, upload: Upload, ground: Ground) -> Publication:
    """The label is there already: answer with the check that brought it there."""
    assert ground.head is not None  # noqa: S101 - `_is_head` has just said so
    revision = get(session, actor, upload.name, str(ground.head.number))
    return Publication(revision, checks.of_revision(session, revision.id), created=False)


def _settle(session: Session, actor: Actor, judged: Judged) -> Publication | None:
    """Keep what was judged, all or nothing; None if the ground has moved meanwhile."""
    upload, ground = judged.upload, judged.ground
    uploads.lock(session, ground)
    if uploads.survey(session, actor, upload, Right.PUSH) != ground:
        return None
    blobs.put(session, judged.news)
    api = _api(session, actor, judged)
    if judged.judgement.accepts:
        return _let_in(session, actor, api, judged)
    digest = judged.examined.facts.digest
    waiting = reviews.find_waiting(session, api, upload.label, digest)
    if waiting is not None:
        revision = get(session, actor, upload.name, str(waiting.revision))
        check = checks.get(session, actor, upload.name, waiting.check)
        return Publication(revision, check, created=False, review=waiting)
    if judged.waits:
        return _hold(session, actor, api, judged)
    check = checks.add(session, actor, api, judged, kind="push")
    _tell(session, actor, api, check, kind="push.refused")
    return Publication(None, check, created=False)


def _let_in(session: Session, actor: Actor, api: Api, judged: Judged) -> Publication:
    """Move the label to the revision, added now if the API does not have it yet."""
    revision_id = _find(session, api, judged) or _add(session, actor, api, judged)
    is_new = not access.was_let_in(session, revision_id)
    labels.point(session, actor, api, judged.upload.label, revision_id=revision_id)
    check = checks.add(session, actor, api, judged, kind="push", revision_id=revision_id)
    if is_new:
        _tell(session, actor, api, check, kind="revision.published")
    if check.facts.override_reason is not None:
        _tell(session, actor, api, check, kind="push.overridden")
    return Publication(_of(session, revision_id), check, created=is_new)


def _hold(session: Session, actor: Actor, api: Api, judged: Judged) -> Publication:
    """Keep the revision and ask for a review; the label stays where it is."""
    known = _find(session, api, judged)
    revision_id = known or _add(session, actor, api, judged)
    check_id = checks.add_row(session, actor, api, judged, kind="push", revision_id=revision_id)
    plea = Plea(judged.upload.label, revision_id, check_id, judged.upload.review)
    review = reviews.ask(session, actor, api, plea)
    check = checks.get(session, actor, review.api, review.check)
    return Publication(_of(session, revision_id), check, created=known is None, review=review)


def _find(session: Session, api: Api, judged: Judged) -> int | None:
    """The id of the revision that holds this very document, if the API has it."""
    digest = judged.examined.facts.digest
    found = select(Revision.id).where(Revision.api_id == api.id, Revision.digest == digest)
    return session.scalar(found)


def _of(session: Session, revision_id: int) -> RevisionFacts:
    return _facts(*session.execute(_REVISIONS.where(Revision.id == revision_id)).one())


def _tell(session: Session, actor: Actor, api: Api, check: CheckReport, *, kind: str) -> None:
    """Record what a push came to."""
    facts = check.facts
    told: dict[str, Any] = {
        "check": facts.id,
        "label": facts.label,
        "digest": facts.digest,
        "revision": facts.revision,
        "override_reason": facts.override_reason,
    }
    events.record(session, actor, kind, api=api, **{k: v for k, v in told.items() if v is not None})


def _api(session: Session, actor: Actor, judged: Judged) -> Api:
    """The API in question, made now if the upload is to create it."""
    upload, ground = judged.upload, judged.ground
    if ground.api_id is not None:
        return session.get_one(Api, ground.api_id)
    assert upload.create is not None  # noqa: S101 - `survey` finds no ground otherwise
    org = session.get_one(Org, ground.org_id)
    return apis.add(session, actor, org, upload.name.api, visibility=upload.create)


def _add(session: Session, actor: Actor, api: Api, judged: Judged) -> int:
    """Add the next revision of a locked API."""
    examined, facts = judged.examined, judged.examined.facts
    api.revision_count += 1
    row = Revision(
        api_id=api.id,
        number=api.revision_count,
        digest=facts.digest,
        canonical=facts.canonical,
        manifest=examined.manifest,
        text=examined.text,
        operations=examined.operations,
        bundled=examined.bundled,
        root=facts.root,
        dialect=facts.dialect,
        title=_line(facts.title)[:LONGEST_TITLE],
        info_version=_line(facts.version)[:LONGEST_VERSION],
        file_count=facts.file_count,
        size=facts.size,
        operation_count=facts.operation_count,
        source={} if judged.upload.source is None else asdict(judged.upload.source),
        pushed_by=access.require_user(actor),
    )
    session.add(row)
    session.flush()
    return row.id


def _line(text: str) -> str:
    """One line of visible text; PostgreSQL stores no NUL (22021)."""
    return " ".join(text.replace("\0", " ").split())


_LABELS: Final = (
    select(func.aggregate_strings(Label.name, "/"))
    .where(Label.revision_id == Revision.id)
    .correlate(Revision)
    .scalar_subquery()
)
_REVISIONS: Final = (
    select(
        Org.name, Api.name, Revision.id, Revision.number, Revision.digest, Revision.canonical,
        Revision.dialect, Revision.title, Revision.info_version, Revision.root,
        Revision.file_count, Revision.size, Revision.operation_count, Revision.manifest,
        Revision.text, Revision.operations, Revision.bundled, Revision.source, User.name,
        Revision.created_at, _LABELS, access.is_let_in(),
    )
    .join(Api, Api.id == Revision.api_id)
    .join(Org, Org.id == Api.org_id)
    .join(User, User.id == Revision.pushed_by)
)  # fmt: skip


@cache
def _revision_by(viewer: Viewer, kind: Kind) -> Select[*tuple[Any, ...]]:
    """One statement that checks visibility and finds a revision, compiled once."""
    return _REVISIONS.where(
        Org.name == bindparam("org"),
        Api.name == bindparam("api"),
        access.sees_api_as(viewer),
        access.sees_revision_as(viewer),
        refs.names_it(kind),
    ).limit(2)


def _facts(*row: Any) -> RevisionFacts:
    org, api, *columns, source, by, created_at, names, is_let_in = row
    fields = dict(zip(_COLUMNS, columns, strict=True))
    return RevisionFacts(
        api=ApiName(org, api),
        **fields,
        source=Source(**source) if source else None,
        pushed_by=by,
        created_at=created_at,
        labels=tuple(sorted(names.split("/"))) if names else (),
        is_let_in=is_let_in,
    )


_COLUMNS: Final = (
    "id", "number", "digest", "canonical", "dialect", "title", "version", "root", "file_count",
    "size", "operation_count", "manifest", "text", "operations", "bundled",
)  # fmt: skip
