"""Orgs over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName


def test_whoever_creates_an_org_owns_it(mallory: Person) -> None:
    created = mallory.post("/orgs", {"name": "umbrella", "title": "Umbrella"})

    assert created.status_code == 201
    assert created.json is not None
    assert created.json["role"] == "owner"
    assert mallory.get(created.headers["Location"]).json == created.json


@pytest.mark.parametrize("name", ["acme", "orgs"])
def test_a_name_is_given_once(mallory: Person, name: str) -> None:
    again = mallory.post("/orgs", {"name": name})

    assert again.status_code == 409
    assert again.json is not None
    assert again.json["code"] == "name_taken"


@pytest.mark.parametrize(
    "body", [{}, {"name": "A"}, {"name": "x", "title": 1}, {"name": "x", "z": 1}]
)
def test_a_bad_org_is_refused(mallory: Person, body: dict[str, object]) -> None:
    assert mallory.post("/orgs", body).status_code == 422


def test_nobody_creates_no_org(nobody: Person) -> None:
    assert nobody.post("/orgs", {"name": "umbrella"}).status_code == 401


def test_a_stranger_does_not_see_an_org(mallory: Person, nobody: Person) -> None:
    assert mallory.get("/orgs/acme").status_code == 404
    assert nobody.get("/orgs/acme").status_code == 404


def test_each_member_sees_their_own_role(ada: Person, linus: Person) -> None:
    answers = [ada.get("/orgs/acme"), linus.get("/orgs/acme")]

    assert [answer.json["role"] for answer in answers if answer.json] == ["owner", "reader"]
    assert answers[0].headers["ETag"] != answers[1].headers["ETag"]


def test_what_is_known_already_is_not_sent_again(ada: Person) -> None:
    etag = ada.get("/orgs/acme").headers["ETag"]

    same = ada.get("/orgs/acme", headers={"If-None-Match": f'W/{etag}, "other"'})

    assert same.status_code == 304
    assert same.headers["ETag"] == etag
    assert same.get_data() == b""


def test_a_change_names_the_version_it_was_made_for(max: Person) -> None:  # noqa: A002 - a name
    etag = max.get("/orgs/acme").headers["ETag"]

    changed = max.patch("/orgs/acme", {"title": "Acme, Inc."}, headers={"If-Match": etag})
    stale = max.patch("/orgs/acme", {"title": "Acme!"}, headers={"If-Match": etag})
    blind = max.patch("/orgs/acme", {"title": "Acme!"})
    any_version = max.patch("/orgs/acme", {"title": "Acme!"}, headers={"If-Match": "*"})

    statuses = [answer.status_code for answer in (changed, stale, blind, any_version)]
    assert statuses == [200, 412, 428, 200]
    assert changed.headers["ETag"] != etag
    assert max.get("/orgs/acme").headers["ETag"] == any_version.headers["ETag"]


def test_a_tag_that_is_not_ours_matches_nothing(ada: Person) -> None:
    answer = ada.patch("/orgs/acme", {"title": "x"}, headers={"If-Match": "rubbish"})

    assert answer.status_code == 412


def test_a_writer_does_not_change_the_org(grace: Person) -> None:
    answer = grace.patch("/orgs/acme", {"title": "x"}, headers={"If-Match": "*"})

    assert answer.status_code == 403


def test_an_owner_deletes_an_empty_org_and_its_name_stays_taken(
    ada: Person, mallory: Person
) -> None:
    assert ada.delete("/orgs/acme", headers={"If-Match": "*"}).status_code == 204

    assert ada.get("/orgs/acme").status_code == 404
    assert mallory.post("/orgs", {"name": "acme"}).status_code == 409


def test_an_org_that_holds_apis_stays(ada: Person, petstore: ApiName) -> None:
    assert ada.delete(f"/orgs/{petstore.org}", headers={"If-Match": "*"}).status_code == 409


def test_a_maintainer_does_not_delete_the_org(max: Person) -> None:  # noqa: A002 - a name
    assert max.delete("/orgs/acme", headers={"If-Match": "*"}).status_code == 403


def test_the_list_shows_what_one_may_see_in_pages(ada: Person, nobody: Person) -> None:
    ada.post("/orgs", {"name": "umbrella"})

    first = ada.get("/orgs?limit=1")
    assert first.json is not None
    second = ada.get(f"/orgs?limit=1&cursor={first.json['next_cursor']}")

    assert second.json is not None
    assert [org["name"] for org in first.json["items"] + second.json["items"]] == [
        "acme",
        "umbrella",
    ]
    assert nobody.get("/orgs").json == {"items": [], "next_cursor": None}


def test_a_token_made_for_something_else_has_no_role(ada: Person) -> None:
    ada.post("/orgs", {"name": "umbrella"})
    ada.post("/orgs/acme/apis", {"name": "open", "visibility": "public"})
    minted = ada.post("/tokens", {"name": "ci", "scopes": ["admin"], "org": "umbrella"}).json
    assert minted is not None
    ci = ada.holding(minted["secret"])

    listed = ci.get("/orgs").json
    shown = ci.get("/orgs/acme").json

    assert listed is not None
    assert [org["role"] for org in listed["items"]] == [None, "owner"]
    assert shown is not None
    assert shown["role"] is None
