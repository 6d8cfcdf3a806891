"""Rulesets of an org: files as they are written for Spectral, in revisions that never change.

What others have written is hostile until proven otherwise, so a push is compiled by the engine
with no transaction open; one short writing transaction then makes sure that the rulesets it
extends are still those it was compiled with.

Policies ask `resolve(session: Session, org_id: int | None, ref: str) -> Pinned`, where `ref` is
`name`, `name@number` or a pack's name; `Pinned.stored` is what the pool is given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from decant.contract import Finding, Severity
from decant.contract.lint.packs import PACKS
from decant.contract.lint.spectral.shelf import HUB
from decant.contract.lint.spectral.stored import name_and_number
from decant.errors import Invalid, NameTaken, NotFound, Unavailable, Unreadable, UnreadableRuleset
from decant.models import Org, Ruleset, RulesetRevision, User
from decant.pool import StoredRuleset
from decant.services import access, blobs, events, names, pages, ruleset_files
from decant.services.access import Right
from decant.services.ruleset_files import Laid, Pin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.pool import Compiled, Extends, Pool
    from decant.services.access import Actor
    from decant.services.pages import Page, Window
    from decant.services.ruleset_files import Draft

_IS_NEWEST: Final = RulesetRevision.number == Ruleset.revision_count
_MOST_ROUNDS: Final = 5
# Names that mean something else where a ruleset is named.
_TAKEN: Final = frozenset(
    {"decant", "hub", "spectral", *(pack.partition("/")[0] for pack in PACKS)}
)


@dataclass(frozen=True, slots=True)
class RulesetName:
    """`org/name`, as people write it."""

    org: str
    ruleset: str

    def __str__(self) -> str:
        return f"{self.org}/{self.ruleset}"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A ruleset as a policy names it: a pack, or one revision of a stored ruleset.

    `ref` is the pack's name, or `name@number`; only a pack has no `stored`.
    """

    ref: str
    stored: StoredRuleset | None = None


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """One revision of a ruleset as it is shown.

    `paths` are those of the files that were pushed; `extends` says which revision each stored
    ruleset that they name was pinned to. `stored` has the files of both.
    """

    name: RulesetName
    number: int
    extends: Mapping[str, str]
    rule_count: int
    size: int
    engine: str
    pushed_by: str
    created_at: datetime
    stored: StoredRuleset = field(repr=False)

    @property
    def digest(self) -> str:
        """Over the files and what they extend: the same rules?"""
        return self.stored.digest

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that were pushed, the root first."""
        return tuple(path for path, _ in self.stored.files if _is_own(path))


@dataclass(frozen=True, slots=True)
class RulesetFacts:
    """A ruleset with its newest revision."""

    newest: RevisionFacts
    created_at: datetime

    @property
    def name(self) -> RulesetName:
        """What it is called."""
        return self.newest.name


@dataclass(frozen=True, slots=True)
class Texts:
    """A revision with the text of each file that was pushed, by path, the root first."""

    facts: RevisionFacts
    files: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Publication:
    """The revision that a push came to; `created` is False if the ruleset had it already."""

    revision: RevisionFacts
    created: bool


def push(
    database: Database,
    pool: Pool,
    actor: Actor,
    name: RulesetName,
    *,
    files: Mapping[str, bytes],
    root: str | None = None,
) -> Publication:
    """Put files into a ruleset, which is made if it is not there; for maintainers of the org.

    Raises UnreadableRuleset with everything that is wrong. What the ruleset had in any
    revision changes nothing. `hub:name` is pinned to the newest revision there is.
    """
    with database.reading() as session:
        access.get_org(session, actor, name.org, Right.CONFIGURE)
    names.require(names.RULESET, name.ruleset, "name")
    if name.ruleset in _TAKEN:
        raise NameTaken(f"'{name.ruleset}' is what Decant calls rules of its own; choose another")
    draft = ruleset_files.draft(files, root)
    for _ in range(_MOST_ROUNDS):
        laid, compiled = _compile(database, pool, name, draft)
        with database.writing() as session:
            publication = _settle(session, actor, name, compiled, laid=laid)
        if publication is not None:
            return publication
    raise Unavailable("the rulesets that this one extends keep changing", retry_after=2)


def get(session: Session, actor: Actor, name: RulesetName) -> RulesetFacts:
    """A ruleset, for members of its org."""
    org = access.get_org_of_members(session, actor, name.org)
    statement = _ROWS.where(_IS_NEWEST, Ruleset.org_id == org.id, Ruleset.name == name.ruleset)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound(f"'{name.org}' has no ruleset '{name.ruleset}'")
    return RulesetFacts(_facts(row), row[1].created_at)


def browse(session: Session, actor: Actor, org: str, window: Window) -> Page[RulesetFacts]:
    """The rulesets of an org by name, for its members."""
    found = access.get_org_of_members(session, actor, org)
    statement = _ROWS.where(_IS_NEWEST, Ruleset.org_id == found.id).order_by(Ruleset.name)
    if window.after is not None:
        statement = statement.where(Ruleset.name > str(window.after))
    rows = session.execute(statement.limit(window.limit + 1)).all()
    page = pages.cut(rows, window, lambda row: row[1].name)
    items = tuple(RulesetFacts(_facts(row), row[1].created_at) for row in page.items)
    return pages.Page(items, page.next)


def get_revision(session: Session, actor: Actor, name: RulesetName, number: int) -> RevisionFacts:
    """One revision of a ruleset, for members of its org."""
    org = access.get_org_of_members(session, actor, name.org)
    statement = _ROWS.where(
        Ruleset.org_id == org.id, Ruleset.name == name.ruleset, RulesetRevision.number == number
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound(f"'{name.org}' has no ruleset '{name.ruleset}@{number}'")
    return _facts(row)


def texts(session: Session, actor: Actor, name: RulesetName, number: int) -> Texts:
    """One revision with its files exactly as they were pushed, for members of its org."""
    facts = get_revision(session, actor, name, number)
    own = {path: digest for path, digest in facts.stored.files if _is_own(path)}
    found = blobs.load_all(session, list(set(own.values())))
    # Whatever comes over HTTP is text; of other bytes people see as much as can be shown.
    read = {digest: text.decode(errors="replace") for digest, text in found.items()}
    return Texts(facts, {path: read[digest] for path, digest in own.items()})


def browse_revisions(
    session: Session, actor: Actor, name: RulesetName, window: Window
) -> Page[RevisionFacts]:
    """The revisions of a ruleset, newest first, for members of its org."""
    get(session, actor, name)
    statement = _ROWS.where(Org.name == name.org, Ruleset.name == name.ruleset)
    if window.after is not None:
        statement = statement.where(RulesetRevision.number < int(window.after))
    ordered = statement.order_by(RulesetRevision.number.desc()).limit(window.limit + 1)
    rows = [_facts(row) for row in session.execute(ordered)]
    return pages.cut(rows, window, lambda revision: revision.number)


def resolve(session: Session, org_id: int | None, ref: str) -> Pinned:
    """What a ref names in an org, or for the whole hub (None), where there are only packs.

    `name` is pinned to its newest revision. Raises Invalid for what names nothing.
    """
    if ref in PACKS:
        return Pinned(ref)
    parsed = name_and_number(f"{HUB}{ref}")
    row = None
    if parsed is not None and org_id is not None:
        row = _find(session, org_id, *parsed)
    if row is None:
        known = ", ".join(PACKS)
        raise Invalid(f"there is no ruleset '{ref[:100]}'; the packs are {known}")
    return Pinned(f"{row[0]}@{row[1].number}", _stored(row[1]))


def _compile(
    database: Database, pool: Pool, name: RulesetName, draft: Draft
) -> tuple[Laid, Compiled]:
    """Have the engine read a draft, with the stored rulesets that it extends."""
    laid, supply = Laid(draft), blobs.supply_from(database)
    try:
        compiled = pool.compile(draft.files, draft.root, (), supply=supply)
        if compiled.extends:
            with database.reading() as session:
                laid = Laid(draft, _pins(session, name, compiled.extends))
            ruleset_files.require_few(laid)
            compiled = pool.compile(laid.sent, draft.root, laid.shared, supply=supply)
    except Unreadable as refused:
        raise UnreadableRuleset(refused.findings) from None
    if compiled.problems:
        raise UnreadableRuleset(compiled.problems)
    return laid, compiled


def _pins(session: Session, name: RulesetName, extends: Sequence[Extends]) -> tuple[Pin, ...]:
    """The newest or named revisions of what a ruleset extends; raises UnreadableRuleset.

    What is not there has no pin: the engine says so.
    """
    org_id = session.execute(select(Org.id).where(Org.name == name.org)).scalar_one()
    found: list[Pin] = []
    for extended in extends:
        parsed = name_and_number(extended.name)
        row = None if parsed is None else _find(session, org_id, *parsed)
        if row is None:
            continue
        pin = Pin(extended.name, f"{HUB}{row[0]}@{row[1].number}", _stored(row[1]))
        folder = f"{HUB}{name.ruleset}@"
        if any(path.startswith(folder) for path in (pin.ref, *dict(pin.stored.files))):
            raise UnreadableRuleset([_circle(name, extended)])
        found.append(pin)
    return tuple(found)


def _circle(name: RulesetName, extended: Extends) -> Finding:
    return Finding(
        "ruleset-circular",
        Severity.ERROR,
        f"`{extended.name}` is `{name.ruleset}` itself, or extends it.",
        extended.location,
        "A ruleset may not extend itself: move what both need to a third.",
    )


def _settle(
    session: Session, actor: Actor, name: RulesetName, compiled: Compiled, *, laid: Laid
) -> Publication | None:
    """Keep what was compiled, all or nothing; None if what it extends has moved meanwhile."""
    org = access.get_org(session, actor, name.org, Right.CONFIGURE)
    access.lock(session, org)
    if _pins(session, name, compiled.extends) != laid.pins:
        return None
    stored = laid.stored
    known = _ROWS.where(
        Ruleset.org_id == org.id,
        Ruleset.name == name.ruleset,
        RulesetRevision.digest == stored.digest,
    )
    row = session.execute(known).one_or_none()
    if row is not None:
        return Publication(_facts(row), created=False)
    blobs.put(session, laid.blobs)
    revision = _add(session, actor, _named(session, org, name), compiled, laid=laid)
    facts = _facts(session.execute(_ROWS.where(RulesetRevision.id == revision.id)).one())
    events.record(
        session, actor, "ruleset.published", org=org,
        ruleset=name.ruleset, revision=facts.number, digest=facts.digest,
    )  # fmt: skip
    return Publication(facts, created=True)


def _named(session: Session, org: Org, name: RulesetName) -> Ruleset:
    """The row of a ruleset in a locked org, made now if there is none."""
    found = select(Ruleset).where(Ruleset.org_id == org.id, Ruleset.name == name.ruleset)
    row = session.scalar(found)
    if row is None:
        row = Ruleset(org_id=org.id, name=name.ruleset, revision_count=0)
        session.add(row)
        session.flush()
    return row


def _add(
    session: Session, actor: Actor, ruleset: Ruleset, compiled: Compiled, *, laid: Laid
) -> RulesetRevision:
    ruleset.revision_count += 1
    stored = laid.stored
    row = RulesetRevision(
        ruleset_id=ruleset.id,
        number=ruleset.revision_count,
        digest=stored.digest,
        root=stored.root,
        files=[list(pair) for pair in stored.files],
        extends={pin.name: pin.ref for pin in laid.pins},
        rule_count=compiled.rule_count,
        size=laid.draft.size,
        engine=compiled.engine,
        pushed_by=access.require_user(actor),
    )
    session.add(row)
    session.flush()
    return row


_ROWS: Final = (
    select(Org.name, Ruleset, RulesetRevision, User.name)
    .join(Ruleset, Ruleset.org_id == Org.id)
    .join(RulesetRevision, RulesetRevision.ruleset_id == Ruleset.id)
    .join(User, User.id == RulesetRevision.pushed_by)
)


def _find(
    session: Session, org_id: int, name: str, number: int | None
) -> tuple[str, RulesetRevision] | None:
    """A revision of a ruleset by number, or the newest."""
    wanted = Ruleset.revision_count if number is None else number
    statement = (
        select(Ruleset.name, RulesetRevision)
        .join(RulesetRevision, RulesetRevision.ruleset_id == Ruleset.id)
        .where(Ruleset.org_id == org_id, Ruleset.name == name, RulesetRevision.number == wanted)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else (row[0], row[1])


def _facts(row: Row[str, Ruleset, RulesetRevision, str]) -> RevisionFacts:
    org, ruleset, revision, pushed_by = row
    return RevisionFacts(
        RulesetName(org, ruleset.name),
        revision.number,
        revision.extends,
        revision.rule_count,
        revision.size,
        revision.engine,
        pushed_by,
        revision.created_at,
        _stored(revision),
    )


def _stored(revision: RulesetRevision) -> StoredRuleset:
    files = tuple((path, digest) for path, digest in revision.files)
    return StoredRuleset(revision.digest, revision.root, files)


def _is_own(path: str) -> bool:
    """Whether a file was pushed; paths of others begin with what no pushed path may."""
    return not path.startswith(HUB)
