"""Checks over HTTP: dry runs, and who sees which."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import documents

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person

CHECKS = "/orgs/acme/apis/petstore/checks"
REVISIONS = "/orgs/acme/apis/petstore/revisions"

pytestmark = pytest.mark.usefixtures("petstore")


def upload(document: documents.Json, **wishes: Any) -> documents.Json:
    return {"files": {"openapi.json": json.dumps(document)}, **wishes}


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def test_a_dry_run_says_what_a_push_would_and_keeps_only_the_check(grace: Person) -> None:
    grace.post(REVISIONS, upload(documents.petstore()))

    checked = grace.post(CHECKS, upload(documents.breaking_petstore()))

    assert checked.status_code == 201
    report = body(checked)
    assert (report["kind"], report["verdict"]) == ("dry_run", "fail")
    assert (report["base"], report["revision"]) == (1, None)
    assert report["required_bump"] == "major"
    assert body(grace.get(checked.headers["Location"])) == report
    assert len(body(grace.get(REVISIONS))["items"]) == 1


def test_a_check_may_be_against_any_revision(grace: Person) -> None:
    grace.post(REVISIONS, upload(documents.petstore()))
    grace.post(REVISIONS, upload(documents.safer_petstore()))

    report = body(grace.post(CHECKS, upload(documents.petstore(), base="1")))

    assert (report["base"], report["verdict"], report["changes"]) == (1, "pass", [])


def test_a_check_against_what_is_not_there_is_not_found(grace: Person) -> None:
    assert grace.post(CHECKS, upload(documents.petstore(), base="9")).status_code == 404


def test_without_anything_to_compare_with_a_check_judges_the_document_alone(
    grace: Person,
) -> None:
    report = body(grace.post(CHECKS, upload(documents.invalid_petstore())))

    assert (report["base"], report["verdict"]) == (None, "warn")
    assert report["findings"][0]["severity"] == "error"
    assert report["findings"][0]["line"] == 1


def test_checks_are_listed_newest_first_without_what_they_found(grace: Person) -> None:
    grace.post(REVISIONS, upload(documents.petstore()))
    grace.post(CHECKS, upload(documents.safer_petstore()))

    items = body(grace.get(CHECKS))["items"]

    assert [one["kind"] for one in items] == ["dry_run", "push"]
    assert "findings" not in items[0]


def test_outsiders_of_a_public_api_see_only_what_was_let_in(
    ada: Person, grace: Person, nobody: Person
) -> None:
    patched = ada.patch(
        "/orgs/acme/apis/petstore", {"visibility": "public"}, headers={"If-Match": "*"}
    )
    pushed = body(grace.post(REVISIONS, upload(documents.petstore())))
    tried = body(grace.post(CHECKS, upload(documents.breaking_petstore())))

    assert patched.status_code == 200
    assert [one["id"] for one in body(nobody.get(CHECKS))["items"]] == [pushed["check"]["id"]]
    assert nobody.get(pushed["check"]["url"]).status_code == 200
    assert nobody.get(tried["url"]).status_code == 404


def test_who_may_check(linus: Person, mallory: Person, nobody: Person) -> None:
    assert linus.post(CHECKS, upload(documents.petstore())).status_code == 403
    assert mallory.post(CHECKS, upload(documents.petstore())).status_code == 404
    assert nobody.post(CHECKS, upload(documents.petstore())).status_code == 401


def test_a_check_that_is_not_there_is_not_found(grace: Person) -> None:
    assert grace.get(f"{CHECKS}/00000000-0000-4000-8000-000000000000").status_code == 404
    assert grace.get(f"{CHECKS}/7").status_code == 404


def test_bad_input_is_refused(grace: Person) -> None:
    assert grace.post(CHECKS, {"files": {}}).status_code == 422
    assert grace.get(f"{CHECKS}?limit=0").status_code == 422
