"""Policies: what the server, the orgs and the APIs insist on, and who may change that."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, tuple_

from decant.contract import Profile
from decant.contract.lint.packs import PACKS
from decant.errors import Fault, Forbidden, Invalid, PolicyBelowFloor, PreconditionFailed
from decant.models import Api, LevelPolicy, Org, utcnow
from decant.pool import AdoptedRuleset, Insistence
from decant.services import access, events, levels, rulesets
from decant.services.access import Right, Scope
from decant.services.levels import (
    Adoption,
    Gravity,
    LabelStances,
    Level,
    Policy,
    Said,
    Stance,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from decant.services.access import Actor, ApiName

__all__ = [
    "Adoption", "Gravity", "LabelStances", "Level", "Policy", "Said", "Stance",
    "change", "change_of_org", "change_of_server", "effective", "for_push", "get", "get_of_org",
    "get_of_server", "insistences",
]  # fmt: skip

SERVER_ID: Final = 0
_SCALARS: Final = ("breaking", "invalid", "lint", "profile", "new_only", "four_eyes")


def get_of_server(session: Session, actor: Actor) -> Said:
    """What the server insists on; for everybody who is signed in."""
    access.require_user(actor)
    return _said(session, Level.SERVER, SERVER_ID)


def get_of_org(session: Session, actor: Actor, org: str) -> Said:
    """What an org insists on; for its members."""
    found = access.get_org_of_members(session, actor, org)
    return _said(session, Level.ORG, found.id)


def get(session: Session, actor: Actor, name: ApiName) -> Said:
    """What an API that the actor may see insists on, beside what its org and the server do."""
    return _said(session, Level.API, access.get_api(session, actor, name).id)


def effective(session: Session, actor: Actor, name: ApiName, label: str) -> Policy:
    """What a push to a label of a visible API must pass, by all levels together."""
    api = access.get_api(session, actor, name)
    return for_push(session, api.org_id, api.id, label)


def for_push(session: Session, org_id: int, api_id: int | None, label: str) -> Policy:
    """The same for rows that are at hand; None for an API that is not there yet."""
    return levels.strictest(_levels(session, org_id, api_id), label)


def insistences(session: Session, org_id: int, policy: Policy) -> tuple[Insistence, ...]:
    """What the engine lints by under a policy; rulesets of the org are looked up."""

    def adopted(adoption: Adoption) -> AdoptedRuleset:
        stored = None
        if adoption.ruleset not in PACKS:
            stored = rulesets.resolve(session, org_id, adoption.ruleset).stored
        return AdoptedRuleset(adoption.ruleset, stored, is_report_only=adoption.report_only)

    return tuple(
        Insistence(
            tuple(map(adopted, demand.rulesets)),
            {rule: said.severity for rule, said in demand.severities.items()},
        )
        for demand in policy.demands
    )


def change_of_server(
    session: Session, actor: Actor, wanted: Said, *, version: int | None = None
) -> Said:
    """Put what the server insists on; for administrators of the hub."""
    _require_admin(actor)
    pinned = _pinned(session, None, wanted)
    return _put(session, actor, _Holder(Level.SERVER), pinned, version=version)


def change_of_org(
    session: Session, actor: Actor, name: str, wanted: Said, *, version: int | None = None
) -> Said:
    """Put what an org insists on; raises PolicyBelowFloor where that is too loose."""
    org = access.get_org(session, actor, name, Right.CONFIGURE)
    access.lock(session, org)
    pinned = _pinned(session, org.id, wanted)
    _require_floor(pinned, _levels(session, org.id, None), above=(Level.SERVER,))
    return _put(session, actor, _Holder(Level.ORG, org), pinned, version=version)


def change(
    session: Session, actor: Actor, name: ApiName, wanted: Said, *, version: int | None = None
) -> Said:
    """Put what an API insists on; raises PolicyBelowFloor where that is too loose.

    `version` is the one the caller last saw; None for any.
    """
    api = access.get_api(session, actor, name, Right.CONFIGURE)
    access.lock(session, api)
    pinned = _pinned(session, api.org_id, wanted)
    above = _levels(session, api.org_id, None)
    _require_floor(pinned, above, above=(Level.SERVER, Level.ORG))
    return _put(session, actor, _Holder(Level.API, api), pinned, version=version)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who says something: the server, an org, or an API."""

    level: Level
    thing: Org | Api | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What its row is found by."""
        return self.level.value, SERVER_ID if self.thing is None else self.thing.id


def _put(
    session: Session, actor: Actor, holder: _Holder, wanted: Said, *, version: int | None
) -> Said:
    """Write what a level says in place of what it said."""
    row = session.get(LevelPolicy, holder.key, with_for_update=True)
    if row is None:
        level, holder_id = holder.key
        row = LevelPolicy(level=level, holder_id=holder_id, version=1)
        session.add(row)
    if version not in (None, row.version):
        raise PreconditionFailed("the policy has changed since you looked")
    columns = _columns(wanted)
    for column, value in columns.items():
        setattr(row, column, value)
    row.version += 1
    row.changed_at, row.changed_by = utcnow(), access.require_user(actor)
    _tell(session, actor, holder, columns)
    session.flush()
    return replace(wanted, version=row.version)


def _tell(session: Session, actor: Actor, holder: _Holder, columns: Mapping[str, Any]) -> None:
    """Record what a level says from now on."""
    said = {column: value for column, value in columns.items() if value is not None}
    org = holder.thing if isinstance(holder.thing, Org) else None
    api = holder.thing if isinstance(holder.thing, Api) else None
    level = holder.level.value
    events.record(session, actor, "policy.changed", org=org, api=api, level=level, **said)


def _require_admin(actor: Actor) -> None:
    access.require_user(actor, Scope.ADMIN)
    if not actor.is_admin or actor.is_narrowed:
        raise Forbidden("this takes an administrator of the hub")


def _require_floor(wanted: Said, said: Mapping[Level, Said], *, above: Sequence[Level]) -> None:
    floors = {level: each for level, each in said.items() if level in above}
    too_loose = next(levels.loosenings(wanted, floors), None)
    if too_loose is None:
        return
    insisted = too_loose.insisted
    words = str(insisted).lower() if isinstance(insisted, bool) else f"'{insisted}'"
    raise PolicyBelowFloor(
        f"{too_loose.at}: the {too_loose.level} insists on {words}; "
        "what is below may only be stricter",
        field=too_loose.at.removeprefix("/"),
        level=too_loose.level,
    )


def _pinned(session: Session, org_id: int | None, wanted: Said) -> Said:
    """The same with every ruleset of the org named by the number of its revision."""
    if wanted.rulesets is None:
        return wanted
    pinned = []
    for number, adoption in enumerate(wanted.rulesets):
        try:
            found = rulesets.resolve(session, org_id, adoption.ruleset)
        except Invalid as unknown:
            pointer = f"/rulesets/{number}/ruleset"
            fault = Fault("json", pointer, str(unknown))
            raise Invalid(f"{pointer}: {unknown}", [fault]) from None
        pinned.append(replace(adoption, ruleset=found.ref))
    return replace(wanted, rulesets=tuple(pinned))


def _levels(session: Session, org_id: int, api_id: int | None) -> dict[Level, Said]:
    """What every level says that has a word in this, in one query."""
    holders = [(Level.SERVER.value, SERVER_ID), (Level.ORG.value, org_id)]
    if api_id is not None:
        holders.append((Level.API.value, api_id))
    named = tuple_(LevelPolicy.level, LevelPolicy.holder_id).in_(holders)
    rows = session.scalars(select(LevelPolicy).where(named))
    return {Level(row.level): _of(row) for row in rows}


def _said(session: Session, level: Level, holder_id: int) -> Said:
    row = session.get(LevelPolicy, (level.value, holder_id))
    return Said() if row is None else _of(row)


def _of(row: LevelPolicy) -> Said:
    return Said(
        breaking=_stance(row.breaking),
        invalid=_stance(row.invalid),
        lint=_stance(row.lint),
        profile=None if row.profile is None else Profile(row.profile),
        new_only=row.new_only,
        four_eyes=row.four_eyes,
        rulesets=None
        if row.rulesets is None
        else tuple(Adoption(each["ruleset"], each["report_only"]) for each in row.rulesets),
        severities=None
        if row.severities is None
        else {rule: Gravity(said) for rule, said in row.severities.items()},
        labels=None if row.labels is None else tuple(map(_label_stances, row.labels)),
        version=row.version,
    )


def _columns(said: Said) -> dict[str, Any]:
    """What the row of a level holds."""
    return {
        **{name: getattr(said, name) for name in _SCALARS},
        "rulesets": None if said.rulesets is None else [asdict(each) for each in said.rulesets],
        "severities": None if said.severities is None else dict(said.severities),
        "labels": None if said.labels is None else [asdict(each) for each in said.labels],
    }


def _label_stances(written: Mapping[str, Any]) -> LabelStances:
    stances = {name: _stance(written[name]) for name in levels.STANCES}
    return LabelStances(written["pattern"], **stances)


def _stance(written: str | None) -> Stance | None:
    return None if written is None else Stance(written)
