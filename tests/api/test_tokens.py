"""Tokens over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName

READING = {"name": "ci", "scopes": ["read"]}


def made(person: Person, **more: Any) -> dict[str, Any]:
    answer = person.post("/tokens", {**READING, **more})
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json or {}
    return found


def test_the_secret_is_shown_once(ada: Person) -> None:
    created = ada.post("/tokens", READING)

    shown = ada.get(created.headers["Location"])

    assert created.headers["Cache-Control"] == "no-store"
    assert created.json is not None
    assert shown.json == created.json["token"]
    assert created.json["secret"] not in shown.get_data(as_text=True)


def test_a_token_may_read_but_not_make_another(ada: Person) -> None:
    ci = ada.holding(made(ada)["secret"])

    assert ci.get("/orgs/acme").status_code == 200
    assert ci.post("/tokens", READING).status_code == 403


def test_a_token_narrowed_to_an_api_does_not_see_the_next(
    ada: Person, petstore: ApiName, mallory: Person
) -> None:
    mallory.post("/orgs", {"name": "umbrella"})
    ci = mallory.holding(made(mallory, org="umbrella")["secret"])

    assert ci.get("/orgs/umbrella").status_code == 200
    assert made(ada, api=str(petstore))["token"]["api"] == "acme/petstore"


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["root"]}, "/scopes/0"),
        ({"scopes": "read"}, "/scopes"),
        ({"expires_in_days": 366}, "/expires_in_days"),
        ({"expires_in_days": 0}, "/expires_in_days"),
        ({"expires_in_days": "9"}, "/expires_in_days"),
        ({"api": "petstore"}, "/api"),
        ({"org": "acme", "api": "acme/petstore"}, "/api"),
        ({"name": "two\nlines"}, "/name"),
        ({"user_id": 1}, "/user_id"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(
    ada: Person, wish: dict[str, Any], pointer: str
) -> None:
    refused = ada.post("/tokens", {**READING, **wish})

    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["errors"][0]["pointer"] == pointer


def test_whole_numbers_may_be_written_with_a_point(ada: Person) -> None:
    assert ada.post("/tokens", {**READING, "expires_in_days": 9.0}).status_code == 201


def test_a_revoked_token_is_dead_at_once(ada: Person) -> None:
    minted = made(ada)
    ci = ada.holding(minted["secret"])
    assert ci.get("/whoami").status_code == 200

    assert ada.delete(f"/tokens/{minted['token']['id']}").status_code == 204

    assert ci.get("/whoami").status_code == 401


def test_another_ones_token_is_not_there(ada: Person, mallory: Person) -> None:
    path = f"/tokens/{made(ada)['token']['id']}"

    assert mallory.get(path).status_code == 404
    assert mallory.delete(path).status_code == 404


def test_the_list_is_ones_own_and_comes_in_pages(ada: Person, mallory: Person) -> None:
    ids = [made(ada)["token"]["id"] for _ in range(3)]
    made(mallory)

    first = ada.get("/tokens?limit=2")
    assert first.json is not None
    second = ada.get(first.headers["Link"].split(">")[0].lstrip("<"))

    assert second.json is not None
    assert [item["id"] for item in first.json["items"] + second.json["items"]] == ids[::-1]
    assert second.json["next_cursor"] is None
    assert "Link" not in second.headers


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=1_0",
        "limit=%D9%A3",
        "cursor=",
        "cursor=A",
        "cursor=%00",
        "q=1",
    ],
)
def test_a_bad_query_is_refused(ada: Person, query: str) -> None:
    refused = ada.get(f"/tokens?{query}")

    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["errors"][0]["location"] == "query"


def test_nobody_has_no_tokens(nobody: Person) -> None:
    assert nobody.get("/tokens").status_code == 401
    assert nobody.post("/tokens", READING).status_code == 401


def test_a_narrowed_token_knows_of_no_other(ada: Person, petstore: ApiName) -> None:
    made(ada, name="for a secret org")
    ci = ada.holding(made(ada, api=str(petstore))["secret"])

    listed = ci.get("/tokens").json

    assert listed is not None
    assert [item["api"] for item in listed["items"]] == ["acme/petstore"]


def test_a_token_ends_itself_and_no_other(ada: Person) -> None:
    other, own = made(ada), made(ada)
    ci = ada.holding(own["secret"])

    assert ci.delete(f"/tokens/{other['token']['id']}").status_code == 403
    assert ci.delete(f"/tokens/{own['token']['id']}").status_code == 204
