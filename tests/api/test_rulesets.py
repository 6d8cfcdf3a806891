"""Rulesets over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

import documents

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person
    from decant.services.access import ApiName

STYLE = "/orgs/acme/rulesets/style"
RULES = """\
rules:
  short-title:
    given: $.info.title
    severity: error
    then: {function: length, functionOptions: {max: 5}}
"""


def publish(person: Person, text: str = RULES, path: str = STYLE) -> TestResponse:
    return person.post(f"{path}/revisions", {"files": {".spectral.yaml": text}})


def told(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def test_a_pushed_ruleset_is_there_with_its_files(ada: Person, linus: Person) -> None:
    pushed = publish(ada)

    revision = linus.get(pushed.headers["Location"])
    assert pushed.status_code == 201
    assert told(pushed)["created"]
    assert told(revision) == {
        **told(pushed)["revision"],
        "files": {".spectral.yaml": RULES},
    }
    assert told(revision) | {"digest": "", "created_at": "", "engine": ""} == {
        "ruleset": "style", "number": 1, "digest": "", "root": ".spectral.yaml",
        "paths": [".spectral.yaml"], "extends": {}, "rules": 1, "size": len(RULES),
        "engine": "", "pushed_by": "ada", "created_at": "", "url": f"/api/v1{STYLE}/revisions/1",
        "files": {".spectral.yaml": RULES},
    }  # fmt: skip


def test_the_same_files_again_answer_200_with_the_revision_there_is(ada: Person) -> None:
    first = publish(ada)

    again = publish(ada)

    assert again.status_code == 200
    assert told(again) == {**told(first), "created": False}
    assert again.headers["Location"] == first.headers["Location"]


def test_a_ruleset_tells_its_newest_revision_and_when_that_has_not_changed(ada: Person) -> None:
    publish(ada)
    publish(ada, RULES.replace("5", "9"))

    ruleset = ada.get(STYLE)
    same = ada.get(STYLE, headers={"If-None-Match": ruleset.headers["ETag"]})

    assert (told(ruleset)["name"], told(ruleset)["newest"]["number"]) == ("style", 2)
    assert same.status_code == 304


def test_rulesets_and_their_revisions_are_listed(ada: Person) -> None:
    publish(ada)
    publish(ada, RULES.replace("5", "9"))
    publish(ada, path="/orgs/acme/rulesets/base")

    listed = told(ada.get("/orgs/acme/rulesets"))["items"]
    revisions = told(ada.get(f"{STYLE}/revisions"))["items"]

    assert [one["name"] for one in listed] == ["base", "style"]
    assert [one["number"] for one in revisions] == [2, 1]


def test_what_a_ruleset_extends_is_shown_pinned(ada: Person) -> None:
    publish(ada, path="/orgs/acme/rulesets/base")

    pushed = publish(ada, "extends: hub:base\n")

    assert told(pushed)["revision"]["extends"] == {"hub:base": "hub:base@1"}
    assert told(pushed)["revision"]["paths"] == [".spectral.yaml"]


def test_a_ruleset_that_cannot_run_is_refused_with_every_place(ada: Person) -> None:
    refused = publish(ada, "functions: [mine]\nrules:\n  nothing: error\n")

    problem = told(refused)
    assert (refused.status_code, problem["code"]) == (422, "unreadable_ruleset")
    assert [(one["code"], one["file"], one["line"]) for one in problem["errors"]] == [
        ("ruleset-function-unsupported", ".spectral.yaml", 1),
        ("ruleset-invalid", ".spectral.yaml", 3),
    ]
    assert all(one["hint"] for one in problem["errors"])
    assert ada.get(STYLE).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"files": {}}, {"files": {"a": 1}}, {"files": {"a": "b"}, "x": 1}]
)
def test_a_push_that_makes_no_sense_is_refused(ada: Person, body: Any) -> None:
    assert ada.post(f"{STYLE}/revisions", body).status_code == 422


@pytest.mark.parametrize("path", ["Style", "a@1", "style/revisions/0", "style/revisions/main"])
def test_what_cannot_be_a_ruleset_is_not_found(ada: Person, path: str) -> None:
    publish(ada)

    assert ada.get(f"/orgs/acme/rulesets/{path}").status_code == 404


def test_a_name_of_decants_own_rules_is_taken(ada: Person) -> None:
    assert publish(ada, path="/orgs/acme/rulesets/oas").status_code == 409


def test_members_read_maintainers_push_and_strangers_see_nothing(
    ada: Person, grace: Person, mallory: Person
) -> None:
    publish(ada)

    assert publish(grace, "rules: {}").status_code == 403
    assert grace.get(STYLE).status_code == 200
    assert mallory.get(STYLE).status_code == 404


def test_a_preview_tells_what_would_come_of_every_api(ada: Person, petstore: ApiName) -> None:
    publish(ada)
    ada.post("/orgs/acme/apis", {"name": "void"})
    files = {"openapi.json": orjson.dumps(documents.petstore()).decode()}
    ada.post("/orgs/acme/apis/petstore/revisions", {"files": files})

    answer = ada.get(f"{STYLE}/revisions/1/preview?label=main")

    assert told(answer) == {
        "items": [
            {
                "api": "petstore", "revision": 1, "would": "warn", "skipped": None,
                "findings": {"error": 1, "warning": 0, "info": 0},
                "worst": [{"rule": "short-title", "severity": "error", "count": 1}],
            },
            {
                "api": "void", "revision": None, "would": None, "findings": None, "worst": [],
                "skipped": "nothing was pushed to this label, nor to main",
            },
        ],
        "next_cursor": None,
    }  # fmt: skip


def test_a_preview_comes_in_pages(ada: Person, petstore: ApiName) -> None:
    publish(ada)
    ada.post("/orgs/acme/apis", {"name": "void"})

    first = ada.get(f"{STYLE}/revisions/1/preview?limit=1")
    second = ada.get(f"{STYLE}/revisions/1/preview?limit=1&cursor={told(first)['next_cursor']}")

    assert [one["api"] for one in told(first)["items"]] == ["petstore"]
    assert [one["api"] for one in told(second)["items"]] == ["void"]


@pytest.mark.parametrize("query", ["limit=31", "limit=0", "label=Main", "cursor=%00"])
def test_a_preview_that_makes_no_sense_is_refused(ada: Person, query: str) -> None:
    publish(ada)

    assert ada.get(f"{STYLE}/revisions/1/preview?{query}").status_code == 422


def test_a_preview_of_a_revision_that_is_not_there_is_not_found(ada: Person) -> None:
    assert ada.get(f"{STYLE}/revisions/1/preview").status_code == 404
