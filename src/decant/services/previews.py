"""Which documents of an org a ruleset would complain of, before anybody switches it on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, select

from decant.contract import ENGINE_VERSION
from decant.errors import Unreadable
from decant.models import Api, Label, Org, Revision
from decant.pool import AdoptedRuleset, Insistence, Recent
from decant.services import access, blobs, names, pages, policies, rulesets
from decant.services.access import ApiName
from decant.services.policies import Stance
from decant.services.uploads import MAIN
from decant.services.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.pool import Linted, Pool, StoredRuleset, Tally
    from decant.services.access import Actor
    from decant.services.pages import Page, Window
    from decant.services.rulesets import RulesetName

MOST_RULES: Final = 5
PATIENCE: Final = 20.0
_KEPT: Final = 2_000
# Nothing in a key ever changes its meaning, so neither does what is kept under it.
_kept: Recent[Linted] = Recent(_KEPT)

# fmt: off
_WITH_ERRORS: Final = {
    Stance.ALLOW:  Verdict.PASS,
    Stance.WARN:   Verdict.WARN,
    Stance.REVIEW: Verdict.FAIL,
    Stance.BLOCK:  Verdict.FAIL,
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Asked:
    """A revision of a ruleset, and the label whose documents it is held against."""

    name: RulesetName
    number: int
    label: str = MAIN


@dataclass(frozen=True, slots=True)
class Preview:
    """What a ruleset alone would find in one API.

    `revision` is the number of what the label names, else of what `main` does. `skipped` says
    why nothing was judged; then there are no `findings`, and nothing is what it `would` be.
    """

    api: ApiName
    revision: int | None = None
    findings: Mapping[str, int] | None = None
    would: Verdict | None = None
    worst: tuple[Tally, ...] = ()
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    """A document to judge, and what errors of rulesets do to pushes of it."""

    api: ApiName
    stance: Stance
    revision: int | None
    manifest: str | None


def browse(
    database: Database,
    pool: Pool,
    actor: Actor,
    asked: Asked,
    *,
    window: Window,
    patience: float = PATIENCE,
) -> Page[Preview]:
    """Hold a revision of a ruleset against the APIs of its org, by name; for its members.

    No transaction may be open: the engine reads every document it has not judged before. A page
    that has taken `patience` seconds ends with what it has.
    """
    late = time.monotonic() + patience
    names.require(names.LABEL, asked.label, "label")
    with database.reading() as session:
        ruleset = rulesets.get_revision(session, actor, asked.name, asked.number).stored
        page = _heads(session, actor, asked, window)
    judging, found = _Judging(database, pool, ruleset), list[Preview]()
    for head in page.items:
        if found and time.monotonic() >= late:
            return pages.Page(tuple(found), found[-1].api.api)
        found.append(judging.preview(head))
    return pages.Page(tuple(found), page.next)


class _Judging:
    """One ruleset before many documents."""

    def __init__(self, database: Database, pool: Pool, ruleset: StoredRuleset) -> None:
        self._supply = blobs.supply_from(database)
        self._pool, self._ruleset = pool, ruleset
        self._levels = (Insistence((AdoptedRuleset(ruleset.digest, ruleset),)),)

    def preview(self, head: _Head) -> Preview:
        """What the ruleset finds in one document."""
        if head.manifest is None:
            return Preview(head.api, skipped="nothing was pushed to this label, nor to main")
        try:
            linted = self._linted(head.manifest)
        except Unreadable as refused:
            return Preview(head.api, head.revision, skipped=refused.findings[0].message)
        would = _WITH_ERRORS[head.stance] if linted.findings["error"] else Verdict.PASS
        worst = linted.rules[:MOST_RULES]
        return Preview(head.api, head.revision, linted.findings, would, worst)

    def _linted(self, manifest: str) -> Linted:
        key = (self._ruleset.digest, manifest, ENGINE_VERSION)
        known = _kept.get(key)
        if known is None:
            # One at a time, so that pushes find a worker whatever is previewed.
            with self._pool.turn("previews"):
                known = self._pool.lint(manifest, self._levels, self._supply)
            _kept.put(key, known)
        return known


def _heads(session: Session, actor: Actor, asked: Asked, window: Window) -> Page[_Head]:
    """What the label names in each API that the actor may see, else `main`, else nothing."""
    org = access.get_org_of_members(session, actor, asked.name.org)
    preferred = case((Label.name == asked.label, 0), else_=1)
    at = (
        select(Label.revision_id)
        .where(Label.api_id == Api.id, Label.name.in_((asked.label, MAIN)))
        .order_by(preferred)
        .limit(1)
        .correlate(Api)
        .scalar_subquery()
    )
    statement = (
        select(Api.id, Api.name, Revision.number, Revision.manifest)
        .join(Org, Org.id == Api.org_id)
        .outerjoin(Revision, Revision.id == at)
        .where(Api.org_id == org.id, access.sees_api(actor))
        .order_by(Api.name)
        .limit(window.limit + 1)
    )
    if window.after is not None:
        statement = statement.where(Api.name > str(window.after))
    page = pages.cut(session.execute(statement).all(), window, lambda row: row[1])
    heads = []
    for api_id, name, number, manifest in page.items:
        stance = policies.for_push(session, org.id, api_id, asked.label).lint
        heads.append(_Head(ApiName(org.name, name), stance, number, manifest))
    return pages.Page(tuple(heads), page.next)
