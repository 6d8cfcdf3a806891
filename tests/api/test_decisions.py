"""Decisions over HTTP: a maintainer lets a push in that waits, or turns it away, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import documents
from waiting import ANYHOW, API, REVIEWS, body, decide, head, insist, kinds, push, read

if TYPE_CHECKING:
    from cast import Person

pytestmark = pytest.mark.usefixtures("petstore")


def test_approving_moves_the_label_and_tells_of_the_revision(
    ada: Person, grace: Person, review: Any
) -> None:
    decided = decide(ada, review, "approve", "Announced in May.")

    assert decided.status_code == 200
    said = body(decided)
    assert (said["state"], said["decided_by"], said["note"]) == (
        "approved", "ada", "Announced in May.",
    )  # fmt: skip
    assert said["decided_at"]
    assert head(grace) == 2
    assert body(grace.get(f"{API}/revisions/2"))["let_in"]
    assert kinds(ada)[-3:] == ["review.approved", "label.moved", "revision.published"]
    assert body(grace.get(f"{API}/labels/main/history"))["items"][0]["moved_by"] == "ada"


def test_what_was_approved_is_the_head_to_push_against(
    ada: Person, grace: Person, review: Any
) -> None:
    decide(ada, review, "approve")

    same = push(grace, documents.breaking_petstore())

    assert (same.status_code, body(same)["check"]["id"]) == (200, review["check"])
    assert body(same)["review"] is None


def test_rejecting_leaves_the_label_and_keeps_the_revision(
    ada: Person, grace: Person, review: Any
) -> None:
    decided = decide(ada, review, "reject", "Keep the name for a year.")

    assert (decided.status_code, body(decided)["state"]) == (200, "rejected")
    assert head(grace) == 1
    assert not body(grace.get(f"{API}/revisions/2"))["let_in"]
    assert kinds(ada)[-1] == "review.rejected"
    assert kinds(ada).count("revision.published") == 1


def test_what_was_rejected_and_is_pushed_again_waits_for_a_new_review(
    ada: Person, grace: Person, review: Any
) -> None:
    decide(ada, review, "reject")

    again = push(grace, documents.breaking_petstore(), review="Please.")

    held = body(again)
    assert (again.status_code, held["revision"]["number"], held["created"]) == (202, 2, False)
    assert held["review"]["id"] != review["id"]
    assert read(grace, review)["state"] == "rejected"
    assert decide(ada, held["review"], "approve").status_code == 200
    assert head(grace) == 2


def test_a_review_is_decided_once(
    ada: Person,
    max: Person,  # noqa: A002 - a name
    review: Any,
) -> None:
    decide(ada, review, "approve")

    for second in ("approve", "reject"):
        refused = decide(max, review, second)

        assert (refused.status_code, body(refused)["code"]) == (409, "review_decided")
    assert read(ada, review)["decided_by"] == "ada"
    assert kinds(ada).count("label.moved") == 2


def test_what_was_superseded_cannot_be_rejected_either(
    ada: Person, grace: Person, review: Any
) -> None:
    push(grace, documents.safer_petstore())

    assert decide(ada, review, "reject").status_code == 409


def test_nothing_is_decided_in_an_api_that_was_deleted(ada: Person, review: Any) -> None:
    ada.delete(API, headers=ANYHOW)

    assert decide(ada, review, "approve").status_code == 404


def test_nobody_lets_their_own_push_in_where_the_policy_wants_four_eyes(
    ada: Person,
    max: Person,  # noqa: A002 - a name
    published: None,
) -> None:
    insist(ada, breaking="review", four_eyes=True)
    review = body(push(ada, documents.breaking_petstore()))["review"]

    own = decide(ada, review, "approve")

    assert (own.status_code, body(own)["code"]) == (409, "second_person_needed")
    assert read(ada, review)["state"] == "pending"
    assert decide(max, review, "approve").status_code == 200


def test_anybody_who_may_decide_may_withdraw_what_they_asked_for(
    ada: Person, published: None
) -> None:
    insist(ada, breaking="review", four_eyes=True)
    review = body(push(ada, documents.breaking_petstore()))["review"]

    assert decide(ada, review, "reject").status_code == 200


def test_without_four_eyes_a_maintainer_lets_their_own_push_in(
    ada: Person, published: None
) -> None:
    review = body(push(ada, documents.breaking_petstore(), review="Mine."))["review"]

    assert decide(ada, review, "approve").status_code == 200


def test_a_review_that_is_not_there_is_not_found(ada: Person, published: None) -> None:
    none = {"id": "00000000-0000-4000-8000-000000000000"}

    assert ada.get(f"{REVIEWS}/{none['id']}").status_code == 404
    assert decide(ada, none, "approve").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"decision": "maybe"},
        {"decision": "approve", "note": ""},
        {"decision": "reject", "x": 1},
    ],
)
def test_a_decision_must_make_sense(ada: Person, review: Any, wrong: dict[str, Any]) -> None:
    refused = ada.put(f"{REVIEWS}/{review['id']}/decision", wrong)

    assert refused.status_code == 422
    assert read(ada, review)["state"] == "pending"


def test_who_decides(
    grace: Person, linus: Person, mallory: Person, nobody: Person, review: Any
) -> None:
    for who, status in ((grace, 403), (linus, 403), (mallory, 404), (nobody, 401)):
        assert decide(who, review, "approve").status_code == status
    assert read(grace, review)["state"] == "pending"
