"""Waivers: asked for, approved, revoked, over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select, text

from decant.errors import Conflict, Invalid, SecondPersonNeeded, WaiverSettled
from decant.models import Api
from decant.services import apis, members, waivers
from decant.services.access import ApiName, Role
from decant.services.pages import Window
from decant.services.waivers import State
from desks import DAY, NOON, PLEA, Desk

if TYPE_CHECKING:
    from cast import Person


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
