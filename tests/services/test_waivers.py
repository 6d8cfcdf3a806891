"""Waivers: asked for, approved, revoked, over; and who may do and see which."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import DBAPIError

import cast
from decant.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    SecondPersonNeeded,
    WaiverSettled,
)
from decant.models import Api, Event, Membership, Waiver, utcnow
from decant.services import access, apis, members, policies, waivers
from decant.services.access import ApiName, Role, Scope, Visibility
from decant.services.pages import Window
from decant.services.policies import Said
from decant.services.waivers import Plea, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person
    from decant.db import Database
    from decant.services.access import Actor
    from decant.services.pages import Page
    from decant.services.waivers import WaiverFacts

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PLEA = Plea("the partner leaves in May", NOON + DAY, rule="response-property-removed")


class Desk:
    """Where waivers of one API are asked for and decided, with a clock that stands still."""

    def __init__(self, database: Database, name: ApiName) -> None:
        self.database, self.name, self.now = database, name, NOON

    def ask(self, who: Person, plea: Plea = PLEA, **changes: Any) -> WaiverFacts:
        with self.database.writing() as session:
            return waivers.ask(session, who.actor, self.name, replace(plea, **changes))

    def approve(self, who: Person, waiver: WaiverFacts) -> WaiverFacts:
        with self.database.writing() as session:
            return waivers.approve(session, who.actor, self.name, waiver.id)

    def revoke(self, who: Person, waiver: WaiverFacts) -> None:
        with self.database.writing() as session:
            waivers.revoke(session, who.actor, self.name, waiver.id)

    def get(self, who: Person, waiver: WaiverFacts) -> WaiverFacts:
        with self.database.reading() as session:
            return waivers.get(session, who.actor, self.name, waiver.id)

    def browse(
        self, who: Person, window: Window | None = None, state: State | None = None
    ) -> Page[WaiverFacts]:
        with self.database.reading() as session:
            return waivers.browse(session, who.actor, self.name, window or Window(), state=state)

    def in_force(self, label: str = "main") -> list[str]:
        with self.database.reading() as session:
            api_id = session.scalar(select(Api.id).where(Api.name == self.name.api)) or 0
            return [waiver.id for waiver in waivers.in_force(session, api_id, label)]

    def told(self) -> list[str]:
        with self.database.reading() as session:
            kinds = session.scalars(select(Event.kind).order_by(Event.id))
            return [kind for kind in kinds if kind.startswith("waiver.")]

    def insist_on_four_eyes(self, who: Person) -> None:
        with self.database.writing() as session:
            policies.change_of_org(session, who.actor, self.name.org, Said(four_eyes=True))


@pytest.fixture
def desk(database: Database, petstore: ApiName, monkeypatch: pytest.MonkeyPatch) -> Desk:
    opened = Desk(database, petstore)
    monkeypatch.setattr(waivers, "utcnow", lambda: opened.now)
    return opened


@pytest.fixture
def maintainer(request: pytest.FixtureRequest) -> Person:
    """Max, under a name that is not a builtin's."""
    person: Person = request.getfixturevalue("max")
    return person


def narrowed(who: Person, database: Database, *, to: str) -> Actor:
    """Somebody with a token for one API."""
    with database.reading() as session:
        return replace(
            who.actor,
            api_id=session.scalar(select(Api.id).where(Api.name == to)),
            token_id=1,
        )


def test_what_a_writer_asks_for_waits_for_a_maintainer(
    desk: Desk, grace: Person, maintainer: Person
) -> None:
    asked = desk.ask(grace, pointer="/paths/**", label="pr-*")
    waiting = desk.in_force("pr-1")

    approved = desk.approve(maintainer, asked)

    assert (asked.state, asked.author, asked.approver) == (State.PENDING, "grace", None)
    assert (asked.plea.pointer, asked.plea.label) == ("/paths/**", "pr-*")
    assert (waiting, desk.in_force("pr-1")) == ([], [asked.id])
    assert approved == replace(asked, state=State.ACTIVE, approver="max", approved_at=NOON)
    assert desk.told() == ["waiver.asked", "waiver.approved"]


def test_what_a_maintainer_asks_for_holds_at_once(desk: Desk, maintainer: Person) -> None:
    waiver = desk.ask(maintainer)

    assert (waiver.state, waiver.approver) == (State.ACTIVE, "max")
    assert waiver.approved_at == waiver.created_at
    assert desk.in_force() == [waiver.id]
    assert desk.told() == ["waiver.asked", "waiver.approved"]


def test_under_four_eyes_a_maintainer_needs_another(
    desk: Desk, ada: Person, maintainer: Person
) -> None:
    desk.insist_on_four_eyes(ada)
    asked = desk.ask(maintainer)

    with pytest.raises(SecondPersonNeeded):
        desk.approve(maintainer, asked)

    assert asked.state is State.PENDING
    assert desk.in_force() == []
    assert desk.approve(ada, asked).state is State.ACTIVE


def test_a_writer_who_became_a_maintainer_may_approve_what_he_asked_for(
    desk: Desk, ada: Person, grace: Person
) -> None:
    asked = desk.ask(grace)
    with desk.database.writing() as session:
        members.put(session, ada.actor, "acme", "grace", role=Role.MAINTAINER)

    assert desk.approve(grace, asked).approver == "grace"


def test_an_approved_waiver_is_not_approved_again(
    desk: Desk, ada: Person, maintainer: Person
) -> None:
    waiver = desk.ask(maintainer)

    with pytest.raises(WaiverSettled, match="active"):
        desk.approve(ada, waiver)

    assert desk.get(ada, waiver).approver == "max"


def test_a_revoked_waiver_stays_in_sight_and_does_not_hold(
    desk: Desk, ada: Person, maintainer: Person
) -> None:
    waiver = desk.ask(maintainer)

    desk.revoke(ada, waiver)

    assert desk.in_force() == []
    assert desk.get(maintainer, waiver) == replace(
        waiver, state=State.REVOKED, revoked_by="ada", revoked_at=NOON
    )
    assert desk.told()[-1] == "waiver.revoked"


@pytest.mark.parametrize("decision", ["approve", "revoke"])
def test_a_revoked_waiver_is_settled(
    desk: Desk, grace: Person, maintainer: Person, decision: str
) -> None:
    waiver = desk.ask(grace)
    desk.revoke(maintainer, waiver)

    with pytest.raises(WaiverSettled, match="revoked"):
        getattr(desk, decision)(maintainer, waiver)

    assert desk.told() == ["waiver.asked", "waiver.revoked"]


@pytest.mark.parametrize("decision", ["approve", "revoke"])
def test_an_expired_waiver_is_settled(
    desk: Desk, grace: Person, maintainer: Person, decision: str
) -> None:
    waiver = desk.ask(grace)
    desk.now = PLEA.expires_at

    with pytest.raises(WaiverSettled, match="expired"):
        getattr(desk, decision)(maintainer, waiver)


def test_a_waiver_holds_until_the_very_moment_it_expires(desk: Desk, maintainer: Person) -> None:
    waiver = desk.ask(maintainer)

    desk.now = PLEA.expires_at - timedelta(microseconds=1)
    just_before = desk.in_force()
    desk.now = PLEA.expires_at
    at_that_moment = desk.in_force()

    assert (just_before, at_that_moment) == ([waiver.id], [])
    assert desk.get(maintainer, waiver).state is State.EXPIRED


def test_what_was_revoked_in_time_does_not_read_as_expired(desk: Desk, maintainer: Person) -> None:
    waiver = desk.ask(maintainer)
    desk.revoke(maintainer, waiver)

    desk.now = PLEA.expires_at

    assert desk.get(maintainer, waiver).state is State.REVOKED
    assert desk.browse(maintainer, state=State.EXPIRED).items == ()


@pytest.mark.parametrize("left", [timedelta(0), -DAY, waivers.LONGEST + timedelta(seconds=1)])
def test_a_waiver_ends_in_the_year_to_come(desk: Desk, maintainer: Person, left: timedelta) -> None:
    with pytest.raises(Invalid) as refused:
        desk.ask(maintainer, expires_at=NOON + left)

    assert [fault.pointer for fault in refused.value.faults] == ["/expires_at"]


def test_a_waiver_may_hold_for_a_whole_year(desk: Desk, maintainer: Person) -> None:
    assert desk.ask(maintainer, expires_at=NOON + waivers.LONGEST).state is State.ACTIVE


def test_a_waiver_names_a_rule_or_a_fingerprint(desk: Desk, maintainer: Person) -> None:
    with pytest.raises(Invalid, match="a fingerprint, or both"):
        desk.ask(maintainer, rule=None, pointer="/info")

    assert desk.ask(maintainer, rule=None, fingerprint="0123456789abcdef").state is State.ACTIVE


@pytest.mark.parametrize(
    ("pattern", "label", "holds"),
    [
        (None, "main", True),
        ("main", "main", True),
        ("main", "maintenance", False),
        ("pr-*", "pr-17", True),
        ("pr-*", "main", False),
        ("*", "v1.2", True),
        ("v1.*", "v1x2", False),
    ],
)
def test_a_waiver_holds_for_the_labels_of_its_pattern(
    desk: Desk, maintainer: Person, pattern: str | None, label: str, *, holds: bool
) -> None:
    waiver = desk.ask(maintainer, label=pattern)

    assert desk.in_force(label) == ([waiver.id] if holds else [])


def test_waivers_of_another_api_do_not_hold(desk: Desk, ada: Person, maintainer: Person) -> None:
    desk.ask(maintainer)
    with desk.database.writing() as session:
        apis.create(session, ada.actor, ApiName("acme", "other"))

    other = Desk(desk.database, ApiName("acme", "other"))

    assert other.in_force() == []


def test_those_in_force_are_found_with_one_query_by_an_index(
    desk: Desk, maintainer: Person
) -> None:
    wanted = [desk.ask(maintainer).id for _ in range(3)]
    asked: list[str] = []
    with desk.database.reading() as session:
        event.listen(
            session.connection(), "before_cursor_execute", lambda *seen: asked.append(seen[2])
        )
        api_id = session.connection().scalar(select(Api.id)) or 0
        asked.clear()

        found = waivers.in_force(session, api_id, "main")

    plan_of = text(f"EXPLAIN QUERY PLAN {asked[0]}")
    assert [waiver.id for waiver in found] == wanted
    assert len(asked) == 1
    with desk.database.reading() as session:
        values = (api_id, str(NOON))
        plan = session.connection().exec_driver_sql(plan_of.text, values).all()
    assert any("INDEX ix_waivers_api_id_expires_at" in row[3] for row in plan)


def test_waivers_are_listed_in_pages_newest_first_and_by_state(
    desk: Desk, grace: Person, maintainer: Person
) -> None:
    expired = desk.ask(maintainer, expires_at=NOON + timedelta(hours=1))
    pending, revoked, *active = (
        desk.ask(grace),
        desk.ask(maintainer),
        desk.ask(maintainer),
        desk.ask(maintainer),
    )
    desk.revoke(maintainer, revoked)
    desk.now += timedelta(hours=1)

    first = desk.browse(maintainer, Window(2))
    second = desk.browse(maintainer, Window(3, first.next))
    by_state = {
        state: [one.id for one in desk.browse(maintainer, state=state).items] for state in State
    }

    ids = [one.id for one in (*active[::-1], revoked, pending, expired)]
    assert [one.id for one in first.items + second.items] == ids
    assert second.next is None
    assert by_state == {
        State.ACTIVE: ids[:2],
        State.REVOKED: ids[2:3],
        State.PENDING: ids[3:4],
        State.EXPIRED: ids[4:],
    }


def test_an_api_has_no_more_waivers_than_a_push_can_be_held_against(
    desk: Desk, maintainer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waivers, "MOST", 2)
    waiver = desk.ask(maintainer)
    desk.ask(maintainer)

    with pytest.raises(Conflict, match="revoke some"):
        desk.ask(maintainer)

    desk.revoke(maintainer, waiver)
    assert desk.ask(maintainer).state is State.ACTIVE


def test_readers_see_waivers_and_ask_for_none(
    desk: Desk, linus: Person, maintainer: Person
) -> None:
    waiver = desk.ask(maintainer)

    with pytest.raises(Forbidden):
        desk.ask(linus)

    assert desk.get(linus, waiver) == waiver


def test_a_writer_approves_nothing(desk: Desk, grace: Person) -> None:
    asked = desk.ask(grace)

    with pytest.raises(Forbidden):
        desk.approve(grace, asked)


def test_a_writer_revokes_only_what_he_asked_for(
    desk: Desk, grace: Person, maintainer: Person
) -> None:
    own, other = desk.ask(grace), desk.ask(maintainer)

    desk.revoke(grace, own)
    with pytest.raises(Forbidden):
        desk.revoke(grace, other)

    assert desk.in_force() == [other.id]


def test_who_left_the_org_has_no_say_in_what_he_asked_for(desk: Desk, grace: Person) -> None:
    asked = desk.ask(grace)
    with desk.database.writing() as session:
        user_id = access.require_user(grace.actor)
        session.delete(
            session.scalars(select(Membership).where(Membership.user_id == user_id)).one()
        )

    with pytest.raises(NotFound):
        desk.revoke(grace, asked)


@pytest.mark.parametrize("visibility", list(Visibility))
def test_to_others_there_are_no_waivers_even_of_an_api_they_see(
    desk: Desk, ada: Person, mallory: Person, nobody: Person, visibility: Visibility
) -> None:
    waiver = desk.ask(ada)
    with desk.database.writing() as session:
        session.execute(update(Api).values(visibility=visibility))

    for stranger in (mallory, nobody):
        for look in (desk.get, desk.approve, desk.revoke):
            with pytest.raises(NotFound):
                look(stranger, waiver)
        with pytest.raises(NotFound):
            desk.browse(stranger)
    with pytest.raises(NotSignedIn):
        desk.ask(nobody)


def test_a_token_for_another_api_reaches_no_waivers(
    desk: Desk, ada: Person, mallory: Person
) -> None:
    waiver = desk.ask(ada)
    with desk.database.writing() as session:
        apis.create(session, ada.actor, ApiName("acme", "other"))
        session.execute(update(Api).values(visibility=Visibility.PUBLIC))
    astray = replace(ada, actor=narrowed(ada, desk.database, to="other"))
    there = replace(ada, actor=narrowed(ada, desk.database, to="petstore"))

    for look in (desk.get, desk.approve, desk.revoke):
        with pytest.raises(NotFound):
            look(astray, waiver)
    with pytest.raises(Forbidden):
        desk.ask(astray)

    assert desk.get(there, waiver) == waiver
    assert desk.ask(there).state is State.ACTIVE


def test_a_token_that_may_only_read_decides_nothing(desk: Desk, ada: Person) -> None:
    waiver = desk.ask(ada)
    reading = replace(ada, actor=replace(ada.actor, scopes=frozenset({Scope.READ})))

    for decide in (desk.approve, desk.revoke):
        with pytest.raises(Forbidden):
            decide(reading, waiver)

    assert desk.get(reading, waiver) == waiver


def test_a_waiver_of_another_api_is_not_found(desk: Desk, ada: Person) -> None:
    waiver = desk.ask(ada)
    with desk.database.writing() as session:
        apis.create(session, ada.actor, ApiName("acme", "other"))
    other = Desk(desk.database, ApiName("acme", "other"))

    for look in (other.get, other.approve, other.revoke):
        with pytest.raises(NotFound):
            look(ada, waiver)


@contextmanager
def refused_by(database: Database) -> Iterator[Any]:
    with pytest.raises((Conflict, DBAPIError)), database.writing() as session:
        yield session


@pytest.fixture
def guarded(either: Database) -> str:
    """The id of an approved and revoked waiver in either database."""
    with either.writing() as session:
        ada = cast.actor_of(session, "ada")
        name = ApiName("acme", "guarded")
        apis.create(session, ada, name)
        plea = Plea("for now", utcnow() + DAY, rule="info-contact")
        waiver = waivers.ask(session, ada, name, plea)
        waivers.revoke(session, ada, name, waiver.id)
    return waiver.id


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "another"},
        {"fingerprint": "0123456789abcdef"},
        {"pointer": "/**"},
        {"label": "main"},
        {"reason": "because"},
        {"expires_at": NOON},
        {"approved_at": NOON},
        {"approved_by": 2},
        {"revoked_at": NOON},
        {"revoked_at": None, "revoked_by": None},
    ],
    ids=" ".join,
)
def test_the_database_itself_keeps_a_waiver_as_it_is(
    either: Database, guarded: str, change: dict[str, Any]
) -> None:
    with refused_by(either) as session:
        session.execute(update(Waiver).where(Waiver.public_id == guarded).values(change))


def test_the_database_itself_forgets_no_waiver(either: Database, guarded: str) -> None:
    with refused_by(either) as session:
        session.execute(text("DELETE FROM waivers"))


def test_of_many_who_decide_at_once_one_does(either: Database) -> None:
    name = ApiName("acme", "crowded")
    with either.writing() as session:
        ada, grace = cast.actor_of(session, "ada"), cast.actor_of(session, "grace")
        apis.create(session, ada, name)
    with either.writing() as session:
        plea = Plea("for now", utcnow() + DAY, rule="info-contact")
        waiver = waivers.ask(session, grace, name, plea)

    def decide(number: int) -> str:
        act = (waivers.approve, waivers.revoke)[number % 8 == 0]
        try:
            with either.writing() as session:
                act(session, ada, name, waiver.id)
        except WaiverSettled:
            return "settled"
        return act.__name__

    with ThreadPoolExecutor(8) as threads:
        came_to = list(threads.map(decide, range(24)))

    assert came_to.count("approve") <= 1
    assert came_to.count("revoke") == 1
    with either.reading() as session:
        kinds = session.scalars(select(Event.kind).where(Event.kind.startswith("waiver.")))
        decided = [f"waiver.{act}d" for act in ("approve", "revoke") if act in came_to]
        assert list(kinds.all()) == ["waiver.asked", *decided]
