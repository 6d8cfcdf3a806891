"""Pushes before waivers: what is let pass, for how long, and what the check tells of it."""

from __future__ import annotations

import json
import time
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

import documents
from decant.models import utcnow
from decant.pool import Pool
from decant.services import labels, policies, revisions, waivers
from decant.services.labels import Seen
from decant.services.levels import Gravity, Said, Stance
from decant.services.uploads import Upload
from decant.services.verdicts import Verdict
from decant.services.waivers import Plea

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database
    from decant.pool import Examination
    from decant.services.access import ApiName
    from decant.services.revisions import Publication
    from decant.services.waivers import WaiverFacts
    from desks import Desk

BREAK = "required-property-removed"


class Gate:
    """One API, its pushes and its waivers."""

    def __init__(self, database: Database, pool: Pool, name: ApiName) -> None:
        self.database, self.pool, self.name = database, pool, name

    def push(self, who: Person, document: documents.Json, **wishes: Any) -> Publication:
        upload = Upload(self.name, {"openapi.json": json.dumps(document).encode()}, **wishes)
        return revisions.publish(self.database, self.pool, who.actor, upload)

    def waive(
        self, who: Person, rule: str, left: timedelta = timedelta(hours=1), **narrowed: Any
    ) -> WaiverFacts:
        plea = Plea("Its only client has moved.", utcnow() + left, rule, **narrowed)
        with self.database.writing() as session:
            return waivers.ask(session, who.actor, self.name, plea)

    def revoke(self, who: Person, waiver: WaiverFacts) -> None:
        with self.database.writing() as session:
            waivers.revoke(session, who.actor, self.name, waiver.id)


@pytest.fixture
def gate(database: Database, workers: Pool, petstore: ApiName, grace: Person) -> Gate:
    """The petstore, with its first revision."""
    gate = Gate(database, workers, petstore)
    gate.push(grace, documents.petstore())
    return gate


def test_a_waived_break_is_let_in_and_the_check_says_by_whom(
    gate: Gate, ada: Person, grace: Person
) -> None:
    waiver = gate.waive(ada, BREAK, pointer="/components/schemas/Pet/**")

    pushed = gate.push(grace, documents.breaking_petstore())

    check = pushed.check
    assert check.facts.verdict is Verdict.PASS
    assert (check.facts.counts["changes"]["breaking"], check.facts.counts["waived"]) == (1, 1)
    assert [change["waiver"] for change in check.changes if change["kind"] == BREAK] == [waiver.id]
    (used,) = check.waivers["used"]
    assert (used["id"], used["author"], used["approver"]) == (waiver.id, "ada", "ada")
    assert used["reason"] == "Its only client has moved."
    assert not check.waivers["unused"]


def test_a_waived_error_has_no_say(gate: Gate, ada: Person, grace: Person) -> None:
    demand = Said(lint=Stance.BLOCK, severities={"operation-description": Gravity.ERROR})
    with gate.database.writing() as session:
        policies.change_of_org(session, ada.actor, gate.name.org, demand)
    document = documents.safer_petstore()
    del document["paths"]["/pets/{id}"]["get"]["description"]
    gate.waive(ada, "operation-description", pointer="/paths/*/get")

    pushed = gate.push(grace, document)

    assert pushed.revision is not None
    assert [one["rule"] for one in pushed.check.findings if one["waiver"]] == [
        "operation-description"
    ]


@pytest.mark.parametrize(
    "narrowed", [{"pointer": "/info"}, {"label": "pr-*"}, {"fingerprint": "0" * 16}]
)
def test_a_waiver_of_something_else_lets_nothing_pass(
    gate: Gate, ada: Person, grace: Person, narrowed: dict[str, Any]
) -> None:
    gate.waive(ada, BREAK, **narrowed)

    refused = gate.push(grace, documents.breaking_petstore())

    assert refused.revision is None
    # One for other labels was not in force here, so it was not unused either.
    assert len(refused.check.waivers["unused"]) == ("label" not in narrowed)


def test_what_nobody_has_approved_lets_nothing_pass(gate: Gate, grace: Person) -> None:
    gate.waive(grace, BREAK)

    refused = gate.push(grace, documents.breaking_petstore())

    assert (refused.revision, refused.check.waivers["unused"]) == (None, [])


def test_a_waiver_that_is_over_lets_nothing_pass(gate: Gate, ada: Person, grace: Person) -> None:
    waiver = gate.waive(ada, BREAK, timedelta(milliseconds=100))
    while utcnow() < waiver.plea.expires_at:
        time.sleep(0.01)

    refused = gate.push(grace, documents.breaking_petstore())

    assert refused.check.facts.verdict is Verdict.FAIL
    assert refused.check.waivers == {"used": [], "unused": []}


def test_the_very_same_push_is_refused_again_once_its_waiver_is_over(
    gate: Gate, desk: Desk, ada: Person, grace: Person
) -> None:
    desk.now = utcnow()
    waiver = gate.waive(ada, BREAK)
    let_in = gate.push(grace, documents.breaking_petstore())
    with gate.database.writing() as session:
        labels.move(session, ada.actor, gate.name, "main", to=1, expected=Seen.SOMETHING)

    desk.now = waiver.plea.expires_at
    refused = gate.push(grace, documents.breaking_petstore())

    assert let_in.check.waivers["used"][0]["id"] == waiver.id
    assert (let_in.check.facts.verdict, let_in.check.facts.base) == (Verdict.PASS, 1)
    assert (refused.check.facts.verdict, refused.check.facts.base) == (Verdict.FAIL, 1)
    assert refused.check.facts.digest == let_in.check.facts.digest
    assert refused.check.waivers == {"used": [], "unused": []}


class Interrupted(Pool):
    """An engine during whose first task somebody takes a waiver back."""

    def __init__(self, gate: Gate, who: Person, waiver: WaiverFacts) -> None:
        super().__init__(workers=1)
        self.gate, self.who, self.waiver = gate, who, waiver
        self.tasks = 0

    def examine(self, *args: Any, **options: Any) -> Examination:
        self.tasks += 1
        if self.tasks == 1:
            self.gate.revoke(self.who, self.waiver)
        return super().examine(*args, **options)


def test_a_waiver_that_is_revoked_while_the_engine_works_has_the_push_judged_again(
    gate: Gate, ada: Person, grace: Person
) -> None:
    pool = Interrupted(gate, ada, gate.waive(ada, BREAK))

    with closing(pool):
        refused = Gate(gate.database, pool, gate.name).push(grace, documents.breaking_petstore())

    assert pool.tasks == 2
    assert refused.revision is None
