"""Reviews over HTTP: what waits, for whom, and what takes its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import documents
from waiting import ANYHOW, API, REVIEWS, body, decide, head, insist, kinds, later_break, push, read

if TYPE_CHECKING:
    from cast import Person

pytestmark = pytest.mark.usefixtures("petstore")


def test_what_would_be_refused_waits_if_its_sender_asks(ada: Person, waiting: Any) -> None:
    review = waiting["review"]

    assert (review["state"], review["label"], review["asked_by"]) == ("pending", "main", "grace")
    assert (review["head"], review["revision"], review["reason"]) == (1, 2, "Nobody reads names.")
    assert (review["verdict"], review["reasons"]) == ("fail", ["1 breaking change"])
    assert (waiting["created"], waiting["revision"]["let_in"]) == (True, False)
    assert waiting["check"]["review"] == review["id"]
    assert waiting["check"]["id"] == review["check"]
    assert head(ada) == 1
    assert kinds(ada)[-1] == "review.asked"
    assert "push.refused" not in kinds(ada)
    assert kinds(ada).count("revision.published") == 1


def test_it_waits_without_asking_where_the_policy_wants_a_review(
    ada: Person, grace: Person, published: None
) -> None:
    insist(ada, breaking="review")

    held = push(grace, documents.breaking_petstore())

    assert held.status_code == 202
    assert held.headers["Location"] == f"/api/v1{REVIEWS}/{body(held)['review']['id']}"
    assert body(held)["review"]["reason"] is None
    assert head(grace) == 1


def test_a_document_that_is_the_body_may_wait_too(grace: Person, published: None) -> None:
    text = json.dumps(documents.breaking_petstore())

    held = grace.put(f"{API}/document?review=agreed", data=text)

    assert (held.status_code, body(held)["review"]["reason"]) == (202, "agreed")


def test_who_asks_for_what_may_pass_is_simply_let_in(grace: Person, published: None) -> None:
    accepted = push(grace, documents.safer_petstore(), review="To be sure.")

    assert (accepted.status_code, body(accepted)["review"]) == (201, None)
    assert body(accepted)["revision"]["let_in"]
    assert body(grace.get(REVIEWS))["items"] == []


def test_the_same_document_again_waits_for_the_same_review(
    ada: Person, grace: Person, waiting: Any
) -> None:
    before = kinds(ada)

    again = push(grace, documents.breaking_petstore(), review="Really.")
    unasked = push(grace, documents.breaking_petstore())

    assert (again.status_code, unasked.status_code) == (202, 202)
    for answer in (body(again), body(unasked)):
        assert answer == {**waiting, "created": False}
    assert kinds(ada) == before


def test_a_document_the_api_has_from_another_label_may_wait_at_this_one(
    ada: Person, grace: Person, published: None
) -> None:
    branch = {"pattern": "pr-*", "breaking": "warn"}
    insist(ada, breaking="review", labels=[branch])
    push(grace, documents.breaking_petstore(), label="pr-1")

    held = body(push(grace, documents.breaking_petstore()))
    again = body(push(grace, documents.breaking_petstore()))

    assert (held["revision"]["number"], held["created"]) == (2, False)
    assert held["revision"]["let_in"]
    assert again["review"] == held["review"]
    assert head(grace) == 1


def test_a_label_that_waits_to_be_put_up_is_not_there_yet(
    ada: Person, grace: Person, published: None
) -> None:
    held = push(grace, documents.breaking_petstore(), label="next", review="For the next one.")

    assert (held.status_code, body(held)["review"]["head"]) == (202, None)
    assert grace.get(f"{API}/labels/next").status_code == 404

    decide(ada, body(held)["review"], "approve")

    assert head(grace, "next") == 2


def test_a_newer_push_that_waits_takes_the_place_of_an_older_one(
    ada: Person, grace: Person, review: Any
) -> None:
    newer = body(push(grace, later_break("3.0.0"), review="Better."))["review"]

    late = decide(ada, review, "approve")

    assert (late.status_code, body(late)["code"]) == (409, "review_outdated")
    older = read(grace, review)
    assert (older["state"], older["decided_by"]) == ("superseded", None)
    assert older["decided_at"]
    assert read(grace, newer)["state"] == "pending"
    assert kinds(ada)[-2:] == ["review.superseded", "review.asked"]


def test_a_newer_push_that_is_let_in_supersedes_what_waits(
    ada: Person, grace: Person, review: Any
) -> None:
    push(grace, documents.safer_petstore())

    late = decide(ada, review, "approve")

    assert (late.status_code, body(late)["code"]) == (409, "review_outdated")
    assert read(grace, review)["state"] == "superseded"
    assert head(grace) == 3


def test_a_newer_push_that_is_refused_leaves_what_waits(
    ada: Person, grace: Person, review: Any
) -> None:
    refused = push(grace, later_break("3.0.0"))

    assert refused.status_code == 422
    assert decide(ada, review, "approve").status_code == 200


def test_a_push_to_another_label_leaves_what_waits(ada: Person, grace: Person, review: Any) -> None:
    push(grace, documents.safer_petstore(), label="next")

    assert decide(ada, review, "approve").status_code == 200


def test_whoever_moves_the_label_by_hand_supersedes_what_waits(
    ada: Person, grace: Person, review: Any
) -> None:
    push(grace, documents.safer_petstore(), label="next")
    grace.put(f"{API}/labels/main", {"revision": 3}, headers=ANYHOW)

    late = decide(ada, review, "approve")

    assert (late.status_code, body(late)["code"]) == (409, "review_outdated")
    assert head(grace) == 3


def test_a_label_that_was_taken_down_supersedes_what_waits(
    ada: Person, grace: Person, review: Any
) -> None:
    grace.delete(f"{API}/labels/main", headers=ANYHOW)

    assert decide(ada, review, "approve").status_code == 409
    assert read(grace, review)["state"] == "superseded"


def test_a_maintainer_may_overrule_instead(ada: Person, grace: Person, review: Any) -> None:
    pushed = push(ada, documents.breaking_petstore(), override_reason="Agreed.")

    assert (pushed.status_code, body(pushed)["revision"]["number"]) == (201, 2)
    assert body(pushed)["revision"]["let_in"]
    assert read(grace, review)["state"] == "superseded"
    assert kinds(ada).count("revision.published") == 2


def test_what_waits_is_let_in_by_a_push_once_the_policy_allows_it(
    ada: Person, grace: Person, review: Any
) -> None:
    insist(ada, breaking="warn")

    pushed = push(grace, documents.breaking_petstore())

    assert (pushed.status_code, body(pushed)["review"]) == (201, None)
    assert read(grace, review)["state"] == "superseded"


def test_reviews_are_listed_newest_first_and_by_state(
    ada: Person, grace: Person, review: Any
) -> None:
    decide(ada, review, "reject")
    newer = body(push(grace, later_break("3.0.0"), review="Again."))["review"]

    everything = body(grace.get(REVIEWS))["items"]
    pending = body(grace.get(f"{REVIEWS}?state=pending"))["items"]
    rejected = body(grace.get(f"{REVIEWS}?state=rejected"))["items"]

    assert [one["id"] for one in everything] == [newer["id"], review["id"]]
    assert [one["id"] for one in pending] == [newer["id"]]
    assert [one["id"] for one in rejected] == [review["id"]]
    assert grace.get(f"{REVIEWS}?state=asleep").status_code == 422


def test_a_long_list_of_reviews_goes_on_on_the_next_page(grace: Person, published: None) -> None:
    asked = [
        body(push(grace, later_break(f"{number}.0.0"), review="Please."))["review"]["id"]
        for number in (3, 4, 5)
    ]

    first = body(grace.get(f"{REVIEWS}?limit=2"))
    rest = body(grace.get(f"{REVIEWS}?limit=2&cursor={first['next_cursor']}"))

    shown = [one["id"] for one in first["items"] + rest["items"]]
    assert shown == asked[::-1]


def test_a_review_has_a_tag_that_changes_when_it_is_decided(
    ada: Person, grace: Person, review: Any
) -> None:
    path = f"{REVIEWS}/{review['id']}"
    tag = grace.get(path).headers["ETag"]

    assert grace.get(path, headers={"If-None-Match": tag}).status_code == 304

    decide(ada, review, "approve")

    assert grace.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_reason_must_say_something(grace: Person, published: None) -> None:
    assert push(grace, documents.breaking_petstore(), review="").status_code == 422


def test_a_repeated_push_with_its_key_is_answered_as_the_first(
    grace: Person, published: None
) -> None:
    files = {"openapi.json": json.dumps(documents.breaking_petstore())}
    upload, key = {"files": files, "review": "Please."}, {"Idempotency-Key": "one"}

    first = grace.post(f"{API}/revisions", upload, headers=key)
    again = grace.post(f"{API}/revisions", upload, headers=key)

    assert (first.status_code, again.status_code) == (202, 202)
    assert again.headers["Location"] == first.headers["Location"]
    assert body(again) == body(first)


def test_a_new_api_may_begin_with_a_push_that_waits(ada: Person) -> None:
    ada.put("/orgs/acme/policy", {"invalid": "review"}, headers=ANYHOW)
    upload = {"files": {"openapi.json": json.dumps(documents.invalid_petstore())}}

    held = ada.post("/orgs/acme/apis/new/revisions", {**upload, "create": "public"})

    path = "/orgs/acme/apis/new"
    assert held.status_code == 202
    assert body(ada.get(f"{path}/labels"))["items"] == []
    review = body(held)["review"]["id"]
    ada.put(f"{path}/reviews/{review}/decision", {"decision": "approve"})
    assert body(ada.get(f"{path}/labels/main"))["revision"] == 1
