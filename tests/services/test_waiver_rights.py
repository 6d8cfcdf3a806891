"""Waivers: who may do and see which, and what nobody may do to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

import cast
from decant.errors import Conflict, Forbidden, NotFound, NotSignedIn, WaiverSettled
from decant.models import Api, Event, Membership, Waiver, utcnow
from decant.services import access, apis, waivers
from decant.services.access import ApiName, Scope, Visibility
from decant.services.waivers import Plea, State
from desks import DAY, NOON, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person
    from decant.db import Database
    from decant.services.access import Actor


def narrowed(who: Person, database: Database, *, to: str) -> Actor:
    """Somebody with a token for one API."""
    with database.reading() as session:
        return replace(
            who.actor,
            api_id=session.scalar(select(Api.id).where(Api.name == to)),
            token_id=1,
        )


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
