"""Waivers over HTTP."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decant.api.v1.schemas.waivers import PLACE
from decant.contract.findings import Location
from decant.contract.places import covers
from decant.models import utcnow

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person
    from decant.services.access import ApiName

WAIVERS = "/orgs/acme/apis/petstore/waivers"


def in_days(days: int) -> str:
    return (utcnow() + timedelta(days=days)).isoformat()


def ask(person: Person, **said: Any) -> TestResponse:
    wanted = {"rule": "info-contact", "reason": "nobody to name yet", "expires_at": in_days(30)}
    return person.post(WAIVERS, {**wanted, **said})


def told(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def test_a_waiver_is_asked_for_approved_and_revoked(
    ada: Person, grace: Person, linus: Person, petstore: ApiName
) -> None:
    end = in_days(30)

    asked = ask(grace, pointer="openapi.yaml#/info", label="pr-*", expires_at=end)
    path = asked.headers["Location"]
    approved = ada.post(f"{path}/approval")
    revoked = ada.delete(path)

    assert [answer.status_code for answer in (asked, approved, revoked)] == [201, 200, 204]
    created = told(asked)
    assert created | {"id": "", "created_at": "", "expires_at": ""} == {
        "id": "", "state": "pending", "rule": "info-contact", "fingerprint": None,
        "pointer": "openapi.yaml#/info", "label": "pr-*", "reason": "nobody to name yet",
        "author": "grace", "created_at": "", "expires_at": "", "approver": None,
        "approved_at": None, "revoked_by": None, "revoked_at": None, "url": path,
    }  # fmt: skip
    left = datetime.fromisoformat(created["expires_at"]) - datetime.fromisoformat(end)
    assert abs(left) < timedelta(milliseconds=1)
    assert told(approved) | {"approved_at": None} == created | {
        "state": "active", "approver": "ada",
    }  # fmt: skip
    assert told(linus.get(path))["state"] == "revoked"
    assert told(linus.get(path))["revoked_by"] == "ada"


def test_a_waiver_tells_whether_it_has_changed(
    ada: Person, grace: Person, petstore: ApiName
) -> None:
    path = ask(grace).headers["Location"]
    seen = {"If-None-Match": grace.get(path).headers["ETag"]}

    same = grace.get(path, headers=seen)
    ada.post(f"{path}/approval")
    changed = grace.get(path, headers=seen)

    assert (same.status_code, changed.status_code) == (304, 200)


def test_waivers_are_listed_by_state_in_pages(
    ada: Person, grace: Person, petstore: ApiName
) -> None:
    ids = [told(ask(who))["id"] for who in (ada, grace, ada)]

    first = ada.get(f"{WAIVERS}?state=active&limit=1")
    cursor = told(first)["next_cursor"]
    second = ada.get(f"{WAIVERS}?state=active&cursor={cursor}")
    pending = ada.get(f"{WAIVERS}?state=pending")

    def listed(answer: TestResponse) -> list[str]:
        return [one["id"] for one in told(answer)["items"]]

    assert listed(ada.get(WAIVERS)) == ids[::-1]
    assert (listed(first), listed(second), listed(pending)) == ([ids[2]], [ids[0]], [ids[1]])
    assert f"state=active&limit=1&cursor={cursor}" in first.headers["Link"]
    assert told(second)["next_cursor"] is None


def test_what_is_settled_is_a_conflict_that_says_so(ada: Person, petstore: ApiName) -> None:
    path = ask(ada).headers["Location"]

    again = ada.post(f"{path}/approval")
    ada.delete(path)
    gone = ada.delete(path)

    assert (again.status_code, told(again)["code"]) == (409, "waiver_settled")
    assert (gone.status_code, told(gone)["code"]) == (409, "waiver_settled")
    assert "revoked" in told(gone)["detail"]


def test_where_four_eyes_are_wanted_ones_own_waiver_needs_another_person(
    ada: Person, petstore: ApiName
) -> None:
    ada.put("/orgs/acme/policy", {"four_eyes": True}, headers={"If-Match": "*"})
    asked = ask(ada)

    refused = ada.post(f"{asked.headers['Location']}/approval")

    assert told(asked)["state"] == "pending"
    assert (refused.status_code, told(refused)["code"]) == (409, "second_person_needed")


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"rule": None}, "/rule"),
        ({"rule": ""}, "/rule"),
        ({"rule": "a\nb"}, "/rule"),
        ({"fingerprint": "0123456789ABCDEF"}, "/fingerprint"),
        ({"fingerprint": "0123"}, "/fingerprint"),
        ({"pointer": ""}, "/pointer"),
        ({"pointer": "paths"}, "/pointer"),
        ({"pointer": "/a~2b"}, "/pointer"),
        ({"pointer": "a#b"}, "/pointer"),
        ({"pointer": "/" + "a" * 1000}, "/pointer"),
        ({"label": "pr 1"}, "/label"),
        ({"label": "pr-[0-9]"}, "/label"),
        ({"reason": ""}, "/reason"),
        ({"reason": "\0"}, "/reason"),
        ({"expires_at": in_days(-1)}, "/expires_at"),
        ({"expires_at": in_days(367)}, "/expires_at"),
        ({"expires_at": "2999-01-01"}, "/expires_at"),
        ({"expires_at": "2999-01-01T00:00:00"}, "/expires_at"),
        ({"expires_at": "2999-02-30T00:00:00Z"}, "/expires_at"),
        ({"expires_at": "0001-01-01T00:00:00+14:00"}, "/expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-12:00"}, "/expires_at"),
        ({"expires_at": 1900000000}, "/expires_at"),
        ({"expires_at": None}, "/expires_at"),
        ({"approver": "ada"}, "/approver"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(
    ada: Person, petstore: ApiName, said: dict[str, Any], pointer: str
) -> None:
    refused = ask(ada, **said)

    assert refused.status_code == 422
    assert {one["pointer"] for one in told(refused)["errors"]} == {pointer}


@pytest.mark.parametrize(
    "said",
    [
        {"rule": None, "fingerprint": "0123456789abcdef"},
        {"pointer": "/paths/~1pets/**"},
        {"pointer": "/"},
        {"pointer": "openapi.yaml#"},
        {"pointer": "schemas/pet.yaml#/properties/*"},
        {"reason": "two\nlines"},
    ],
)
def test_what_makes_sense_is_kept_as_it_was_said(
    ada: Person, petstore: ApiName, said: dict[str, Any]
) -> None:
    asked = told(ask(ada, **said))

    assert {name: asked[name] for name in said} == said


KEYS = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=12)
FILES = st.one_of(st.just(""), st.from_regex(r"[a-z]{1,5}(/[a-z]{1,5})?\.yaml", fullmatch=True))


@given(st.lists(KEYS, min_size=1, max_size=8), FILES)
def test_a_place_in_a_document_may_be_named_as_findings_name_it(keys: list[str], file: str) -> None:
    pointer = "".join(f"/{key.replace('~', '~0').replace('/', '~1')}" for key in keys)
    place = f"{file}#{pointer}" if file else pointer

    assert re.fullmatch(PLACE, place)
    assert covers(place, Location(pointer, file or "openapi.json"))
    assert not covers(place, Location(f"{pointer}/below", file)) or keys[-1] == "**"


@given(st.from_regex(PLACE, fullmatch=True), st.lists(KEYS, max_size=8))
def test_what_may_be_said_of_a_place_can_be_held_against_any(said: str, keys: list[str]) -> None:
    pointer = "".join(f"/{key.replace('~', '~0').replace('/', '~1')}" for key in keys)

    assert covers(said, Location(pointer)) in {True, False}


@pytest.mark.parametrize("offset", ["Z", "z", "+00:00", "-11:30", "+14:00"])
def test_the_end_may_be_said_in_any_offset(ada: Person, petstore: ApiName, offset: str) -> None:
    moment = (utcnow() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%S")

    asked = told(ask(ada, expires_at=f"{moment}{offset}"))

    said, kept = (
        datetime.fromisoformat(each)
        for each in (
            f"{moment}{offset.upper()}",
            asked["expires_at"],
        )
    )
    assert said == kept
    assert asked["expires_at"].endswith("Z")


def test_the_same_key_again_asks_once(ada: Person, petstore: ApiName) -> None:
    wanted = {"rule": "info-contact", "reason": "later", "expires_at": in_days(1)}

    twice = [ada.post(WAIVERS, wanted, headers={"Idempotency-Key": "k"}) for _ in range(2)]

    assert told(twice[0]) == told(twice[1])
    assert len(told(ada.get(WAIVERS))["items"]) == 1


@pytest.mark.parametrize("query", ["state=over", "state=", "limit=0", "cursor=!"])
def test_a_list_that_makes_no_sense_is_refused(ada: Person, petstore: ApiName, query: str) -> None:
    assert ada.get(f"{WAIVERS}?{query}").status_code == 422


@pytest.mark.parametrize("waiver", ["00000000-0000-4000-8000-000000000000", "1", "x"])
def test_a_waiver_that_is_not_there_is_not_found(
    ada: Person, petstore: ApiName, waiver: str
) -> None:
    path = f"{WAIVERS}/{waiver}"

    answers = [ada.get(path), ada.delete(path), ada.post(f"{path}/approval")]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_what_became_of_waivers_is_told_to_maintainers(
    ada: Person, grace: Person, petstore: ApiName
) -> None:
    asked = told(ask(grace, label="main"))
    ada.post(f"{asked['url']}/approval")
    ada.delete(asked["url"])

    happened = told(ada.get("/orgs/acme/events"))["items"]

    waiver_events = [one for one in happened if one["kind"].startswith("waiver.")]
    assert [(one["kind"], one["actor"], one["api"]) for one in waiver_events] == [
        ("waiver.revoked", "ada", "petstore"),
        ("waiver.approved", "ada", "petstore"),
        ("waiver.asked", "grace", "petstore"),
    ]
    assert waiver_events[0]["facts"] == {
        "waiver": asked["id"],
        "rule": "info-contact",
        "label": "main",
        "reason": "nobody to name yet",
        "expires_at": asked["expires_at"],
    }
