"""Pushing and reading revisions over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import documents
from decant.services import apis
from decant.services.access import ApiName, Visibility

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person
    from decant.db import Database

REVISIONS = "/orgs/acme/apis/petstore/revisions"
DOCUMENT = "/orgs/acme/apis/petstore/document"

pytestmark = pytest.mark.usefixtures("petstore")


def push(who: Person, document: documents.Json, **wishes: Any) -> TestResponse:
    return who.post(REVISIONS, {"files": {"openapi.json": json.dumps(document)}, **wishes})


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def test_a_push_answers_the_revision_its_check_and_where_they_are(grace: Person) -> None:
    pushed = push(grace, documents.petstore(), source={"commit": "c0ffee"})

    assert pushed.status_code == 201
    said = body(pushed)
    assert said["created"] is True
    assert said["revision"]["number"] == 1
    assert said["revision"]["labels"] == ["main"]
    assert said["revision"]["source"] == {
        "commit": "c0ffee", "branch": None, "url": None, "dirty": False,
    }  # fmt: skip
    assert said["revision"]["docs_url"] == "/docs/acme/petstore/1"
    assert pushed.headers["Location"] == said["revision"]["url"]
    assert body(grace.get(pushed.headers["Location"])) == said["revision"]
    assert (said["check"]["verdict"], said["check"]["kind"]) == ("pass", "push")
    assert said["check"]["html_url"] == f"/acme/petstore/checks/{said['check']['id']}"
    assert body(grace.get(said["check"]["url"])) == said["check"]


def test_publishing_the_same_document_twice_makes_one_revision(grace: Person) -> None:
    first = push(grace, documents.petstore())

    again = push(grace, documents.petstore())

    assert again.status_code == 200
    assert body(again) == body(first) | {"created": False}


def test_a_breaking_push_is_refused_with_the_check_that_was_kept(grace: Person) -> None:
    push(grace, documents.petstore())

    refused = push(grace, documents.breaking_petstore())

    assert refused.status_code == 422
    problem = body(refused)
    assert problem["code"] == "push_refused"
    assert problem["check"]["verdict"] == "fail"
    assert problem["check"]["counts"]["changes"]["breaking"] >= 1
    assert body(grace.get(problem["check"]["url"])) == problem["check"]
    assert len(body(grace.get(REVISIONS))["items"]) == 1


def test_an_invalid_push_under_a_policy_that_blocks_it_lists_the_errors(
    ada: Person, grace: Person
) -> None:
    policy = {"breaking": "block", "invalid": "block"}
    ada.put("/orgs/acme/apis/petstore/policy", policy, headers={"If-Match": "*"})

    refused = push(grace, documents.invalid_petstore())

    problem = body(refused)
    assert (refused.status_code, problem["code"]) == (422, "push_refused")
    assert problem["errors"][0]["location"] == "document"
    assert problem["errors"][0]["file"] == "openapi.json"


def test_what_cannot_be_read_is_refused_with_a_place(grace: Person) -> None:
    refused = grace.post(REVISIONS, {"files": {"a.yaml": "openapi: 3.1.0\ninfo: [1,\n"}})

    problem = body(refused)
    assert (refused.status_code, problem["code"]) == (422, "unreadable_document")
    assert problem["errors"][0]["line"] is not None


@pytest.mark.parametrize(
    "upload",
    [
        {},
        {"files": {}},
        {"files": {"a.yaml": 1}},
        {"files": ["a.yaml"]},
        {"files": {"a.yaml": "a: 1"}, "label": "7"},
        {"files": {"a.yaml": "a: 1"}, "lable": "main"},
        {"files": {"a.yaml": "a: 1"}, "create": "secret"},
        {"files": {"a.yaml": "a: 1"}, "source": {"url": "javascript:alert(1)"}},
        {"files": {"../a.yaml": "openapi: 3.1.0"}},
    ],
)
def test_bad_input_is_refused(grace: Person, upload: documents.Json) -> None:
    assert grace.post(REVISIONS, upload).status_code == 422


def test_who_may_push(linus: Person, mallory: Person, nobody: Person) -> None:
    assert push(linus, documents.petstore()).status_code == 403
    assert push(mallory, documents.petstore()).status_code == 404
    assert push(nobody, documents.petstore()).status_code == 401


def test_a_raw_document_is_pushed_as_the_body(grace: Person) -> None:
    text = documents.as_yaml(documents.petstore())

    pushed = grace.put(f"{DOCUMENT}?label=trunk", data=text)

    assert pushed.status_code == 201
    assert body(pushed)["revision"]["root"] == "openapi.yaml"
    assert body(pushed)["revision"]["labels"] == ["trunk"]
    assert grace.put(f"{DOCUMENT}?label=trunk", data=text).status_code == 200


def test_an_empty_body_is_no_document(grace: Person) -> None:
    assert grace.put(DOCUMENT, data=b"").status_code == 422


def test_a_push_creates_its_api_if_asked(ada: Person) -> None:
    path = "/orgs/acme/apis/orders/revisions"
    files = {"openapi.json": json.dumps(documents.petstore())}
    assert ada.post(path, {"files": files}).status_code == 404

    created = ada.post(path, {"files": files, "create": "public"})

    assert created.status_code == 201
    assert body(ada.get("/orgs/acme/apis/orders"))["visibility"] == "public"


def test_a_repeated_push_with_its_key_is_answered_once(grace: Person) -> None:
    upload = {"files": {"openapi.json": json.dumps(documents.petstore())}}
    key = {"Idempotency-Key": "a-push-of-ci-job-17"}
    first = grace.post(REVISIONS, upload, headers=key)

    again = grace.post(REVISIONS, upload, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data


def test_a_revision_has_an_etag_that_moves_with_its_labels(grace: Person) -> None:
    push(grace, documents.petstore())
    first = grace.get(f"{REVISIONS}/1")
    unchanged = grace.get(f"{REVISIONS}/1", headers={"If-None-Match": first.headers["ETag"]})

    push(grace, documents.safer_petstore())
    moved = grace.get(f"{REVISIONS}/1", headers={"If-None-Match": first.headers["ETag"]})

    assert unchanged.status_code == 304
    assert moved.status_code == 200
    assert body(moved)["labels"] == []


def test_a_document_comes_back_exactly_as_it_was_pushed(grace: Person) -> None:
    text = "# Pets, with a remark.\n" + documents.as_yaml(documents.petstore())
    grace.put(DOCUMENT, data=text)

    read = grace.get(f"{REVISIONS}/main/document")

    assert read.data == text.encode()
    assert read.mimetype == "application/yaml"
    known = {"If-None-Match": read.headers["ETag"]}
    assert grace.get(f"{REVISIONS}/main/document", headers=known).status_code == 304


def test_a_document_is_spelled_in_the_other_format_on_demand(grace: Person) -> None:
    grace.put(DOCUMENT, data=documents.as_yaml(documents.petstore()))

    as_json = grace.get(f"{REVISIONS}/main/document?format=json")
    as_yaml = grace.get(f"{REVISIONS}/main/document?format=yaml")

    assert as_json.json == documents.petstore()
    assert yaml.safe_load(as_yaml.data) == documents.petstore()


def test_a_tree_is_read_file_by_file_or_as_one(grace: Person) -> None:
    tree = documents.tree()
    assert grace.post(REVISIONS, {"files": tree, "root": "openapi.yaml"}).status_code == 201

    one = grace.get(f"{REVISIONS}/1/document?file=schemas/pet.yaml")
    whole = grace.get(f"{REVISIONS}/1/document?form=bundled")
    files = grace.get(f"{REVISIONS}/1/files")

    assert one.text == tree["schemas/pet.yaml"]
    assert "/pets" in body(whole)["paths"]
    assert body(files) == {"root": "openapi.yaml", "files": tree}
    assert grace.get(f"{REVISIONS}/1/document?file=nothing.yaml").status_code == 404


def test_operations_are_listed_in_order_page_by_page(grace: Person) -> None:
    push(grace, documents.safer_petstore())

    first = body(grace.get(f"{REVISIONS}/1/operations?limit=1"))
    cursor = first["next_cursor"]
    rest = body(grace.get(f"{REVISIONS}/1/operations?limit=1&cursor={cursor}"))

    listed = [one["operation_id"] for one in (*first["items"], *rest["items"])]
    assert listed == ["listPets", "getPet"]
    assert rest["next_cursor"] is None


def test_revisions_are_listed_with_a_link_to_the_next_page(grace: Person) -> None:
    for number in range(3):
        push(grace, documents.numbered_petstore(number))

    first = grace.get(f"{REVISIONS}?limit=2")
    target = first.headers["Link"].split(">")[0].removeprefix("<")
    rest = grace.get(target)

    assert [one["number"] for one in body(first)["items"]] == [3, 2]
    assert [one["number"] for one in body(rest)["items"]] == [1]
    assert "Link" not in rest.headers


def test_what_one_may_not_see_is_not_there(grace: Person, mallory: Person, nobody: Person) -> None:
    push(grace, documents.petstore())
    paths = [
        REVISIONS,
        *(f"{REVISIONS}/main{more}" for more in ("", "/document", "/files", "/operations")),
    ]

    for path in paths:
        assert grace.get(path).status_code == 200
        assert mallory.get(path).status_code == 404
        assert nobody.get(path).status_code == 404


def test_everybody_reads_a_public_api(
    ada: Person, grace: Person, nobody: Person, database: Database
) -> None:
    push(grace, documents.petstore())
    with database.writing() as session:
        name = ApiName("acme", "petstore")
        apis.change(session, ada.actor, name, visibility=Visibility.PUBLIC)

    assert nobody.get(f"{REVISIONS}/main").status_code == 200
    assert nobody.get(f"{REVISIONS}/main/document").status_code == 200
