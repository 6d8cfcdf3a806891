"""Policies of the server, of orgs and of APIs over HTTP."""

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
NOTHING = dict.fromkeys(
    ("breaking", "invalid", "lint", "profile", "new_only", "four_eyes", "rulesets", "severities",
     "labels")
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("petstore")


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def put(who: Person, path: str, policy: dict[str, Any]) -> TestResponse:
    return who.put(path, policy, headers=ANYHOW)


def test_a_policy_is_put_in_place_of_the_one_that_was_seen(ada: Person, linus: Person) -> None:
    policy = {"breaking": "warn", "invalid": "block", "profile": "strict"}
    seen = {"If-Match": linus.get(POLICY).headers["ETag"]}

    done = ada.put(POLICY, policy, headers=seen)

    assert (done.status_code, body(done)) == (200, {**NOTHING, **policy, "version": 2})
    assert body(linus.get(POLICY)) == body(done)
    assert ada.put(POLICY, policy, headers=seen).status_code == 412
    assert ada.put(POLICY, policy).status_code == 428


def test_a_level_of_which_nobody_has_spoken_says_nothing(ada: Person) -> None:
    for path in ("/policy", ORG, POLICY):
        assert body(ada.get(path)) == {**NOTHING, "version": 1}


def test_what_is_left_out_of_a_policy_is_taken_back(ada: Person) -> None:
    put(ada, POLICY, {"breaking": "warn", "lint": "block"})

    again = put(ada, POLICY, {"lint": "block"})

    assert body(again) == {**NOTHING, "lint": "block", "version": 3}


def test_a_whole_policy_comes_back_as_it_was_put(ada: Person) -> None:
    policy = {
        "breaking": "review",
        "invalid": "block",
        "lint": "allow",
        "profile": "source",
        "new_only": False,
        "four_eyes": True,
        "rulesets": [{"ruleset": "practices/public", "report_only": True}],
        "severities": {"operation-description": "error", "info-contact": "off"},
        "labels": [{"pattern": "pr-*", "breaking": "warn", "invalid": None, "lint": "allow"}],
    }

    put(ada, ORG, policy)

    assert body(ada.get(ORG)) == {**policy, "version": 2}


# fmt: off
@pytest.mark.parametrize(("policy", "pointer"), [
    ({"breaking": "no"},                                  "/breaking"),
    ({"new_only": "yes"},                                 "/new_only"),
    ({"rulesets": [{"ruleset": "Not a name"}]},           "/rulesets/0/ruleset"),
    ({"rulesets": [{"ruleset": "nowhere"}]},              "/rulesets/0/ruleset"),
    ({"severities": {"info-contact": "grave"}},           "/severities/info-contact/value"),
    ({"labels": [{"breaking": "warn"}]},                  "/labels/0/pattern"),
    ({"labels": [{"pattern": "pr-[1]"}]},                 "/labels/0/pattern"),
    ({"blocking": "warn"},                                "/blocking"),
])
def test_what_makes_no_sense_is_refused_with_its_place(
    ada: Person, policy: dict[str, Any], pointer: str
) -> None:
    for path in (ORG, POLICY):
        refused = put(ada, path, policy)

        assert refused.status_code == 422
        assert body(refused)["errors"][0]["pointer"] == pointer


def test_the_server_knows_no_rulesets_of_orgs(root: Person) -> None:
    refused = put(root, "/policy", {"rulesets": [{"ruleset": "house"}]})

    assert refused.status_code == 422
    assert "recommended" in body(refused)["errors"][0]["message"]


@pytest.mark.parametrize(
    ("policy", "field"),
    [({"breaking": "warn"}, "breaking"), ({"labels": [{"pattern": "x", "breaking": "allow"}]},
                                          "labels/0/breaking")],
)  # fmt: skip
def test_what_is_looser_than_the_org_insists_on_is_refused(
    ada: Person, policy: dict[str, Any], field: str
) -> None:
    put(ada, ORG, {"breaking": "review"})

    refused = put(ada, POLICY, policy)

    assert (refused.status_code, body(refused)["code"]) == (409, "policy_below_floor")
    assert (body(refused)["field"], body(refused)["level"]) == (field, "org")
    assert body(ada.get(POLICY))["version"] == 1


def test_what_is_looser_than_the_server_insists_on_is_refused_at_both_levels_below(
    root: Person, ada: Person
) -> None:
    put(root, "/policy", {"four_eyes": True})

    refused = [put(ada, path, {"four_eyes": False}) for path in (ORG, POLICY)]

    assert [each.status_code for each in refused] == [409, 409]
    assert {body(each)["level"] for each in refused} == {"server"}


def test_what_is_stricter_than_above_is_put(ada: Person) -> None:
    put(ada, ORG, {"breaking": "review", "rulesets": [{"ruleset": "oas"}]})

    done = put(ada, POLICY, {"breaking": "block", "rulesets": [{"ruleset": "owasp"}]})

    assert done.status_code == 200


def test_the_effective_policy_says_where_each_value_comes_from(
    root: Person, ada: Person, linus: Person
) -> None:
    put(root, "/policy", {"lint": "review", "severities": {"info-contact": "error"}})
    put(ada, ORG, {
        "breaking": "block", "labels": [{"pattern": "pr-*", "breaking": "warn"}],
        "rulesets": [{"ruleset": "oas"}],
    })  # fmt: skip
    put(ada, POLICY, {"new_only": False, "severities": {"info-contact": "off"}})

    effective = body(linus.get(f"{POLICY}/effective?label=pr-7"))

    assert effective == {
        "label": "pr-7",
        "breaking": {"value": "warn", "from": "org"},
        "invalid": {"value": "warn", "from": "default"},
        "lint": {"value": "review", "from": "server"},
        "profile": {"value": "wire", "from": "default"},
        "new_only": {"value": False, "from": "api"},
        "four_eyes": {"value": False, "from": "default"},
        "rulesets": [{"ruleset": "oas", "report_only": False, "from": "org"}],
        "severities": [{"rule": "info-contact", "severity": "error", "from": "server"}],
    }


def test_the_effective_policy_is_that_of_main_unless_another_label_is_named(ada: Person) -> None:
    put(ada, ORG, {"breaking": "review", "labels": [{"pattern": "pr-*", "breaking": "allow"}]})

    effective = body(ada.get(f"{POLICY}/effective"))

    assert effective["label"] == "main"
    assert effective["breaking"] == {"value": "review", "from": "org"}
    assert ada.get(f"{POLICY}/effective?label=17").status_code == 422


def test_a_policy_that_is_tightened_above_holds_below_at_once(ada: Person) -> None:
    put(ada, POLICY, {"breaking": "allow"})

    put(ada, ORG, {"breaking": "block"})

    effective = body(ada.get(f"{POLICY}/effective"))
    assert effective["breaking"] == {"value": "block", "from": "org"}
    assert body(ada.get(POLICY))["breaking"] == "allow"


def test_who_may_put_a_policy(ada: Person, grace: Person, linus: Person, mallory: Person) -> None:
    assert put(ada, "/policy", {}).status_code == 403
    for path in (ORG, POLICY):
        assert put(grace, path, {}).status_code == 403
        assert put(mallory, path, {}).status_code == 404
    assert linus.get(ORG).status_code == 200
    assert mallory.get(ORG).status_code == 404


def test_the_events_of_an_org_tell_of_its_policies(ada: Person) -> None:
    put(ada, ORG, {"breaking": "block"})
    put(ada, POLICY, {"new_only": False})

    told = body(ada.get("/orgs/acme/events"))["items"][:2]

    assert [(each["kind"], each["api"], each["facts"]) for each in told] == [
        ("policy.changed", "petstore", {"level": "api", "new_only": False}),
        ("policy.changed", None, {"level": "org", "breaking": "block"}),
    ]


def test_a_push_is_judged_by_what_its_org_insists_on_for_its_label(
    ada: Person, grace: Person
) -> None:
    put(ada, ORG, {"breaking": "block", "labels": [{"pattern": "pr-*", "breaking": "warn"}]})
    push = {"files": {"openapi.json": json.dumps(documents.petstore())}}
    breaking = {"files": {"openapi.json": json.dumps(documents.breaking_petstore())}}
    grace.post(f"{PETSTORE}/revisions", push)

    on_main = grace.post(f"{PETSTORE}/revisions", breaking)
    on_a_branch = grace.post(f"{PETSTORE}/revisions", {**breaking, "label": "pr-1"})

    assert (on_main.status_code, on_a_branch.status_code) == (422, 201)
    assert body(on_main)["check"]["policy"]["breaking"] == "block"
    assert body(on_a_branch)["check"]["policy"]["breaking"] == "warn"


def test_a_new_api_is_judged_by_what_its_org_insists_on(ada: Person) -> None:
    put(ada, ORG, {"invalid": "block"})
    invalid = {"files": {"openapi.json": json.dumps(documents.invalid_petstore())}}

    refused = ada.post("/orgs/acme/apis/fresh/revisions", {**invalid, "create": "private"})

    assert refused.status_code == 422
    assert body(refused)["check"]["policy"]["invalid"] == "block"
