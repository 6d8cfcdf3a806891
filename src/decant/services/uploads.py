"""What is pushed or checked, the ground it is judged on, and what the engine finds in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from decant.errors import NotFound, SecondPersonNeeded
from decant.models import Api, Check, Label, Org, Revision, utcnow
from decant.pool import Base, Eyes, Terms
from decant.services import access, blobs, names, policies, refs, verdicts, waivers
from decant.services.access import Right
from decant.services.refs import HELD, Held
from decant.services.verdicts import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.pool import Examination, Packed, Pool
    from decant.services.access import Actor, ApiName, Visibility
    from decant.services.levels import Policy
    from decant.services.verdicts import Judgement
    from decant.services.waivers import WaiverFacts

MAIN = "main"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the files come from, as the pusher says; nobody has verified it."""

    commit: str | None = None
    branch: str | None = None
    url: str | None = None
    dirty: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """Files for an API, and what their sender wants done with them.

    `label` is what a push moves. `base` is a ref to be compared with instead of what the
    label names. `create` says how visible the API becomes if it is not there yet.
    `review` is the reason to have a maintainer review what the policy would refuse.
    """

    name: ApiName
    files: Mapping[str, bytes] = field(repr=False)
    root: str | None = None
    label: str = MAIN
    source: Source | None = None
    override_reason: str | None = None
    create: Visibility | None = None
    base: str | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What an upload is judged on. If any of it has moved since, it must be judged again.

    `api_id` is None for an API that the upload is to create. `head` is where the label is,
    `waivers` are those in force there.
    """

    org_id: int
    api_id: int | None
    policy: Policy
    head: Held | None
    base: Held | None
    waivers: tuple[WaiverFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """An upload, what the engine found in it, and what the policy makes of that."""

    upload: Upload
    ground: Ground
    examined: Examination
    judgement: Judgement
    # Blobs that the store did not have after the engine had run.
    news: tuple[Packed, ...]

    @property
    def waits(self) -> bool:
        """Whether a push of this is for a maintainer to decide."""
        asks = self.upload.review is not None
        outcome = self.judgement.outcome
        return outcome is Outcome.REVIEW or (asks and outcome is Outcome.REFUSED)


def survey(session: Session, actor: Actor, upload: Upload, right: Right) -> Ground:
    """Find what an upload is to be judged on; raises if the actor may not do this."""
    names.require(names.LABEL, upload.label, "label")
    if upload.create is not None:
        names.require(names.API, upload.name.api, "name")
    try:
        api = access.get_api(session, actor, upload.name, right)
    except NotFound:
        if upload.create is None or right is not Right.PUSH:
            raise
        org = access.get_org(session, actor, upload.name.org, Right.CREATE_API)
        policy = policies.for_push(session, org.id, None, upload.label)
        _require_second_person(upload, policy)
        return Ground(org.id, None, policy, None, None)
    policy = policies.for_push(session, api.org_id, api.id, upload.label)
    if upload.override_reason is not None:
        access.require(session, actor, Right.OVERRIDE, api)
    _require_second_person(upload, policy)
    head = _at(session, api.id, upload.label)
    if upload.base is None:
        base = head or _at(session, api.id, MAIN) or _newest(session, api.id)
    else:
        # Whoever picks what a push is judged against could pick what forgives it.
        if right is Right.PUSH:
            access.require(session, actor, Right.OVERRIDE, api)
        base = refs.get(session, actor, api.id, upload.base)
    in_force = waivers.in_force(session, api.id, upload.label)
    return Ground(api.org_id, api.id, policy, head, base, in_force)


def _require_second_person(upload: Upload, policy: Policy) -> None:
    if policy.four_eyes and upload.override_reason is not None:
        raise SecondPersonNeeded("the policy lets nobody overrule it alone; ask for a review")


def lock(session: Session, ground: Ground) -> None:
    """Hold off everybody else who would move this ground, until the transaction ends."""
    thing = select(Org.id).where(Org.id == ground.org_id)
    if ground.api_id is not None:
        thing = select(Api.id).where(Api.id == ground.api_id)
    session.execute(thing.with_for_update())


def judge(database: Database, pool: Pool, upload: Upload, ground: Ground) -> Judged:
    """Run the engine and the policy over an upload; no transaction may be open meanwhile."""

    def supply(digests: Sequence[str]) -> dict[str, bytes]:
        with database.reading() as session:
            return blobs.packed(session, digests)

    eyes = Eyes(ground.policy.profile.value, utcnow().date().isoformat())
    with database.reading() as session:
        base, terms = _base(session, ground), _terms(session, ground)
    examined = pool.examine(upload.files, upload.root, eyes, base=base, supply=supply, terms=terms)
    judgement = verdicts.judge(examined, ground.policy, override=upload.override_reason)
    with database.reading() as session:
        missing = blobs.missing(session, (blob.digest for blob in examined.blobs))
    news = tuple(blob for blob in examined.blobs if blob.digest in missing)
    return Judged(upload, ground, examined, judgement, news)


def _base(session: Session, ground: Ground) -> Base | None:
    """What to compare with, and the report that says what is wrong with it."""
    if ground.base is None:
        return None
    newest = select(Check.report).where(Check.revision_id == ground.base.id)
    report = session.scalar(newest.order_by(Check.id.desc()).limit(1))
    return Base(ground.base.digest, ground.base.manifest, report)


def _terms(session: Session, ground: Ground) -> Terms:
    """What the engine judges by."""
    policy = ground.policy
    levels = policies.insistences(session, ground.org_id, policy)
    return Terms(levels, waivers.terms(ground.waivers), new_only=policy.new_only)


def _at(session: Session, api_id: int, label: str) -> Held | None:
    """The revision that a label names."""
    statement = (
        select(*HELD)
        .join(Label, Label.revision_id == Revision.id)
        .where(Label.api_id == api_id, Label.name == label)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else Held(*row)


def _newest(session: Session, api_id: int) -> Held | None:
    statement = (
        select(*HELD)
        .where(Revision.api_id == api_id, access.is_let_in())
        .order_by(Revision.number.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else Held(*row)
