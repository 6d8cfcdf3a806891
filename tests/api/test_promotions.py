"""A label is no way round the gate: what came in by a looser policy takes a maintainer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import documents
from waiting import ANYHOW, API, body, head, insist, push

if TYPE_CHECKING:
    from cast import Person

LOOSE_DRAFTS: dict[str, Any] = {"labels": [{"pattern": "pr-*", "breaking": "warn"}]}


@pytest.fixture(autouse=True)
def _drafts(petstore: object, ada: Person, grace: Person) -> None:
    """Breaking pushes to `pr-*` pass; revision 2 is one, and `main` is on revision 1."""
    insist(ada, **LOOSE_DRAFTS)
    assert push(grace, documents.petstore()).status_code in (200, 201)
    pushed = push(grace, documents.breaking_petstore(), label="pr-1")
    assert (pushed.status_code, body(pushed)["check"]["verdict"]) == (201, "warn")


def move(who: Person, label: str, revision: int) -> Any:
    return who.put(f"{API}/labels/{label}", {"revision": revision}, headers=ANYHOW)


def test_a_writer_moves_no_label_past_a_stricter_gate(grace: Person) -> None:
    refused = move(grace, "main", 2)

    assert (refused.status_code, body(refused)["code"]) == (409, "not_let_in")
    assert "looser policy" in body(refused)["detail"]
    assert head(grace) == 1


def test_nor_puts_one_up_behind_it(grace: Person) -> None:
    seen = {"If-None-Match": "*"}

    refused = grace.put(f"{API}/labels/production", {"revision": 2}, headers=seen)

    assert (refused.status_code, body(refused)["code"]) == (409, "not_let_in")
    assert grace.get(f"{API}/labels/production").status_code == 404


def test_where_the_gate_is_as_loose_a_writer_may(grace: Person) -> None:
    seen = {"If-None-Match": "*"}

    put = grace.put(f"{API}/labels/pr-2", {"revision": 2}, headers=seen)

    assert put.status_code == 201


def test_a_maintainer_may(ada: Person) -> None:
    assert move(ada, "main", 2).status_code == 200
    assert head(ada) == 2


def test_a_maintainer_alone_may_not_where_the_policy_wants_four_eyes(ada: Person) -> None:
    insist(ada, **LOOSE_DRAFTS, four_eyes=True)

    refused = move(ada, "main", 2)

    assert (refused.status_code, body(refused)["code"]) == (409, "second_person_needed")
    assert head(ada) == 1


def test_what_the_label_was_on_before_it_may_go_back_to(ada: Person, grace: Person) -> None:
    move(ada, "main", 2)
    move(ada, "main", 1)

    back = move(grace, "main", 2)

    assert back.status_code == 200


def test_a_push_to_the_label_itself_opens_the_way(ada: Person, grace: Person) -> None:
    sent = push(ada, documents.breaking_petstore(), override_reason="agreed with all clients")
    assert sent.status_code == 200

    assert move(grace, "production", 2).status_code == 404
    put = grace.put(f"{API}/labels/production", {"revision": 2}, headers={"If-None-Match": "*"})
    assert put.status_code == 201
