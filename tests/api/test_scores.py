"""Scores of revisions over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import documents

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person

PETSTORE = "/orgs/acme/apis/petstore"
SCORES = f"{PETSTORE}/scores"

pytestmark = pytest.mark.usefixtures("petstore")


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def push(who: Person, document: documents.Json) -> Any:
    files = {"openapi.json": json.dumps(document)}
    return body(who.post(f"{PETSTORE}/revisions", {"files": files}))["check"]


def test_every_revision_has_a_score_and_the_newest_comes_first(
    grace: Person, linus: Person
) -> None:
    checks = [push(grace, documents.petstore()), push(grace, documents.safer_petstore())]

    items = body(linus.get(SCORES))["items"]

    assert [item["revision"] for item in items] == [2, 1]
    assert [item["check"] for item in items] == [check["id"] for check in reversed(checks)]
    assert {item["ruleset"] for item in items} == {checks[0]["score"]["ruleset"]}
    assert items[0]["points"] == checks[1]["score"]["points"]


def test_a_refused_push_has_no_score_in_the_trend(grace: Person) -> None:
    push(grace, documents.petstore())
    push(grace, documents.breaking_petstore())

    assert [item["revision"] for item in body(grace.get(SCORES))["items"]] == [1]


def test_scores_come_page_by_page(grace: Person) -> None:
    for number in range(3):
        push(grace, documents.numbered_petstore(number))

    first = body(grace.get(f"{SCORES}?limit=2"))
    rest = body(grace.get(f"{SCORES}?limit=2&cursor={first['next_cursor']}"))

    assert [one["revision"] for one in (*first["items"], *rest["items"])] == [3, 2, 1]


def test_a_score_is_told_rule_by_rule(grace: Person) -> None:
    check = push(grace, documents.petstore())

    sheet = body(grace.get(f"{SCORES}/1"))

    assert sheet["points"] == check["score"]["points"]
    assert sheet["fixes"] == check["score"]["fixes"]
    contact = next(mark for mark in sheet["marks"] if mark["rule"] == "info-contact")
    assert (contact["targets"], contact["failing"]) == (1, 1)
    assert sheet["categories"][contact["category"]] < 100


def test_what_was_never_scored_is_not_there(grace: Person, mallory: Person) -> None:
    assert grace.get(f"{SCORES}/7").status_code == 404
    assert mallory.get(SCORES).status_code == 404
