"""Labels over HTTP: moved only by who saw where they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import documents

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person

LABELS = "/orgs/acme/apis/petstore/labels"
ABSENT = {"If-None-Match": "*"}


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


@pytest.fixture(autouse=True)
def _two_revisions(petstore: object, grace: Person) -> None:
    """Revisions 1 and 2, with `main` on the second."""
    for document in (documents.petstore(), documents.safer_petstore()):
        files = {"openapi.json": json.dumps(document)}
        grace.post("/orgs/acme/apis/petstore/revisions", {"files": files})


def test_a_label_is_put_up_where_there_is_none(grace: Person) -> None:
    put = grace.put(f"{LABELS}/production", {"revision": 1}, headers=ABSENT)

    assert put.status_code == 201
    assert (body(put)["revision"], body(put)["moved_by"]) == (1, "grace")
    assert grace.put(f"{LABELS}/production", {"revision": 2}, headers=ABSENT).status_code == 412


def test_a_label_moves_for_whoever_saw_where_it_was(grace: Person, ada: Person) -> None:
    seen = {"If-Match": grace.get(f"{LABELS}/main").headers["ETag"]}

    moved = grace.put(f"{LABELS}/main", {"revision": 1}, headers=seen)
    late = ada.put(f"{LABELS}/main", {"revision": 1}, headers=seen)

    assert (moved.status_code, body(moved)["revision"]) == (200, 1)
    assert late.status_code == 412
    assert ada.put(f"{LABELS}/main", {"revision": 2}).status_code == 428


def test_a_label_goes_only_where_a_revision_is(grace: Person) -> None:
    assert grace.put(f"{LABELS}/x", {"revision": 9}, headers=ABSENT).status_code == 404
    assert grace.put(f"{LABELS}/x", {"revision": "1"}, headers=ABSENT).status_code == 422
    assert grace.put(f"{LABELS}/17", {"revision": 1}, headers=ABSENT).status_code == 404


def test_every_move_is_kept_also_of_a_label_that_was_taken_down(grace: Person) -> None:
    grace.put(f"{LABELS}/production", {"revision": 1}, headers=ABSENT)
    grace.put(f"{LABELS}/production", {"revision": 2}, headers={"If-Match": "*"})
    removed = grace.delete(f"{LABELS}/production", headers={"If-Match": "*"})

    moves = body(grace.get(f"{LABELS}/production/history"))["items"]

    assert removed.status_code == 204
    assert grace.get(f"{LABELS}/production").status_code == 404
    assert [(one["older"], one["newer"]) for one in moves] == [(2, None), (1, 2), (None, 1)]


def test_a_label_put_up_again_has_a_version_nobody_saw_before(grace: Person) -> None:
    first = grace.put(f"{LABELS}/x", {"revision": 1}, headers=ABSENT).headers["ETag"]
    grace.delete(f"{LABELS}/x", headers={"If-Match": first})

    again = grace.put(f"{LABELS}/x", {"revision": 1}, headers=ABSENT).headers["ETag"]

    assert again != first


def test_labels_are_listed_by_name(grace: Person) -> None:
    grace.put(f"{LABELS}/a", {"revision": 1}, headers=ABSENT)

    items = body(grace.get(LABELS))["items"]

    assert [(one["name"], one["revision"]) for one in items] == [("a", 1), ("main", 2)]


def test_a_label_that_never_was_has_no_history(grace: Person) -> None:
    assert grace.get(f"{LABELS}/never/history").status_code == 404


def test_who_may_move_a_label(linus: Person, mallory: Person, nobody: Person) -> None:
    anyhow = {"If-Match": "*"}

    assert linus.get(f"{LABELS}/main").status_code == 200
    assert linus.put(f"{LABELS}/main", {"revision": 1}, headers=anyhow).status_code == 403
    assert linus.delete(f"{LABELS}/main", headers=anyhow).status_code == 403
    assert mallory.get(f"{LABELS}/main").status_code == 404
    assert mallory.put(f"{LABELS}/main", {"revision": 1}, headers=anyhow).status_code == 404
    assert nobody.put(f"{LABELS}/main", {"revision": 1}, headers=anyhow).status_code == 401
