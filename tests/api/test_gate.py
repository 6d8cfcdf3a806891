"""The gate over HTTP: floors, patterns, debt, rulesets on trial and four eyes decide over pushes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import documents

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person

ORG = "/orgs/acme/policy"
PETSTORE = "/orgs/acme/apis/petstore"
POLICY = f"{PETSTORE}/policy"
ANYHOW = {"If-Match": "*"}
DESCRIBED = {"severities": {"operation-description": "error"}}
STYLE = """\
rules:
  short-title:
    given: $.info.title
    severity: error
    message: A title has at most five characters.
    then: {function: length, functionOptions: {max: 5}}
"""

pytestmark = pytest.mark.usefixtures("petstore")


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def put(who: Person, path: str, policy: dict[str, Any]) -> None:
    done = who.put(path, policy, headers=ANYHOW)
    assert done.status_code == 200, done.text


def push(who: Person, document: documents.Json, **options: Any) -> TestResponse:
    upload = {"files": {"openapi.json": json.dumps(document)}, **options}
    return who.post(f"{PETSTORE}/revisions", upload)


def undescribed(*paths: str) -> documents.Json:
    document = documents.safer_petstore()
    for path in paths:
        del document["paths"][path]["get"]["description"]
    return document


def errors_of(check: Any) -> list[dict[str, Any]]:
    return [finding for finding in check["findings"] if finding["severity"] == "error"]


def test_a_new_error_is_refused_where_the_org_insists_and_old_ones_are_shown(
    ada: Person, grace: Person
) -> None:
    push(grace, undescribed("/pets"))
    put(ada, ORG, {"lint": "block", **DESCRIBED})

    refused = push(grace, undescribed("/pets", "/pets/{id}"))

    problem = body(refused)
    assert (refused.status_code, problem["code"]) == (422, "push_refused")
    assert [error["pointer"] for error in problem["errors"]] == ["/paths/~1pets~1{id}/get"]
    assert problem["check"]["reasons"] == ["1 error by the rulesets"]
    assert [error["is_new"] for error in errors_of(problem["check"])] == [False, True]
    assert problem["check"]["counts"]["debt"] >= 1


def test_debt_alone_is_let_in(ada: Person, grace: Person) -> None:
    push(grace, undescribed("/pets"))
    put(ada, ORG, {"lint": "block", **DESCRIBED})
    document = undescribed("/pets")
    document["info"]["version"] = "9"

    accepted = push(grace, document)

    assert accepted.status_code == 201
    assert len(errors_of(body(accepted)["check"])) == 1


def test_debt_counts_where_a_level_says_so(ada: Person, grace: Person) -> None:
    push(grace, undescribed("/pets"))
    put(ada, ORG, {"lint": "block", **DESCRIBED})
    put(ada, POLICY, {"new_only": False})
    document = undescribed("/pets")
    document["info"]["version"] = "9"

    refused = push(grace, document)

    assert refused.status_code == 422


def test_what_blocks_on_main_may_warn_on_a_branch(ada: Person, grace: Person) -> None:
    put(ada, ORG, {
        "lint": "block", "labels": [{"pattern": "pr-*", "lint": "warn"}], **DESCRIBED,
    })  # fmt: skip

    on_main = push(grace, undescribed("/pets"))
    on_a_branch = push(grace, undescribed("/pets"), label="pr-1")

    assert (on_main.status_code, on_a_branch.status_code) == (422, 201)
    assert body(on_a_branch)["check"]["verdict"] == "warn"


def test_an_api_may_not_silence_what_its_org_insists_on(ada: Person, grace: Person) -> None:
    put(ada, ORG, {"lint": "block", "rulesets": [{"ruleset": "recommended"}], **DESCRIBED})
    put(ada, POLICY, {"severities": {"operation-description": "off"}})

    refused = push(grace, undescribed("/pets"))

    assert refused.status_code == 422


def test_a_ruleset_of_the_org_is_pinned_and_judges_its_pushes(ada: Person, grace: Person) -> None:
    style = "/orgs/acme/rulesets/style/revisions"
    ada.post(style, {"files": {".spectral.yaml": STYLE}})
    put(ada, ORG, {"lint": "block", "rulesets": [{"ruleset": "style"}]})
    ada.post(style, {"files": {".spectral.yaml": STYLE.replace("error", "warn")}})

    refused = push(grace, documents.petstore())

    assert body(ada.get(ORG))["rulesets"] == [{"ruleset": "style@1", "report_only": False}]
    assert refused.status_code == 422
    assert [error["code"] for error in body(refused)["errors"]] == ["short-title"]
    assert body(refused)["check"]["policy"]["rulesets"] == [
        {"ruleset": "style@1", "report_only": False}
    ]


def test_a_ruleset_of_another_org_is_none(ada: Person, mallory: Person) -> None:
    mallory.post("/orgs", {"name": "umbrella"})
    style = {"files": {".spectral.yaml": STYLE}}
    mallory.post("/orgs/umbrella/rulesets/style/revisions", style)

    refused = ada.put(ORG, {"rulesets": [{"ruleset": "style"}]}, headers=ANYHOW)

    assert refused.status_code == 422
    assert body(refused)["errors"][0]["pointer"] == "/rulesets/0/ruleset"


def test_a_ruleset_on_trial_is_shown_and_does_not_count(ada: Person, grace: Person) -> None:
    put(ada, ORG, {"lint": "block", "rulesets": [{"ruleset": "owasp", "report_only": True}]})

    accepted = push(grace, documents.petstore())

    check = body(accepted)["check"]
    assert (accepted.status_code, check["verdict"]) == (201, "pass")
    assert errors_of(check)
    assert all(error["report_only"] for error in errors_of(check))


def test_an_override_needs_another_person_where_a_level_wants_four_eyes(ada: Person) -> None:
    push(ada, documents.petstore())
    put(ada, ORG, {"four_eyes": True})

    refused = push(ada, documents.breaking_petstore(), override_reason="I say so.")

    assert (refused.status_code, body(refused)["code"]) == (409, "second_person_needed")
    assert "review" in body(refused)["detail"]


def test_nor_is_a_new_api_made_against_the_verdict_alone(ada: Person) -> None:
    put(ada, ORG, {"four_eyes": True})
    upload = {"files": {"openapi.json": json.dumps(documents.petstore())}, "create": "private"}

    refused = ada.post("/orgs/acme/apis/new/revisions", {**upload, "override_reason": "I say so."})

    assert (refused.status_code, body(refused)["code"]) == (409, "second_person_needed")


def test_a_policy_that_says_review_keeps_the_label_where_it_is(ada: Person, grace: Person) -> None:
    push(grace, documents.petstore())
    put(ada, ORG, {"breaking": "review"})

    held = push(grace, documents.breaking_petstore())

    assert held.status_code in {202, 422}
    assert body(grace.get(f"{PETSTORE}/labels/main"))["revision"] == 1


def test_every_check_has_a_score_and_what_would_gain_most(grace: Person) -> None:
    check = body(push(grace, documents.petstore()))["check"]

    score = check["score"]
    assert 0 < score["points"] <= 100
    assert score["grade"] in "ABCDE"
    assert score["fixes"][0].keys() == {"rule", "hint", "failing", "gain"}
    assert body(grace.get(f"{PETSTORE}/checks/{check['id']}"))["score"] == score


def test_lists_of_checks_say_how_much_was_set_aside(grace: Person) -> None:
    push(grace, documents.petstore())
    push(grace, documents.safer_petstore())

    newest = body(grace.get(f"{PETSTORE}/checks"))["items"][0]

    assert newest["counts"]["waived"] == 0
    assert newest["counts"]["debt"] > 0
    assert newest["score"]["points"] > 0
