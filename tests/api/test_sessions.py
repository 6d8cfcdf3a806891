"""Signing in and out over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import cast
from decant.services.limits import Limits

if TYPE_CHECKING:
    from cast import Person
    from decant.web import Hub, Site


def test_signing_in_gives_tokens_that_work(nobody: Person) -> None:
    signed_in = nobody.post("/sessions", {"name": "ada", "password": cast.PASSWORD})

    assert signed_in.status_code == 201
    assert signed_in.json is not None
    assert signed_in.json["token_type"] == "Bearer"
    assert signed_in.headers["Cache-Control"] == "no-store"
    who = nobody.holding(signed_in.json["access_token"]).get("/whoami")
    assert who.json is not None
    assert who.json["name"] == "ada"


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(nobody: Person) -> None:
    wrong_name = nobody.post("/sessions", {"name": "nemo", "password": cast.PASSWORD})
    wrong_password = nobody.post("/sessions", {"name": "ada", "password": "not this one"})

    assert wrong_name.json is not None
    assert wrong_password.json is not None
    told_apart = {"request_id"}
    assert {k: v for k, v in wrong_name.json.items() if k not in told_apart} == {
        k: v for k, v in wrong_password.json.items() if k not in told_apart
    }
    assert wrong_name.json["code"] == "bad_credentials"


@pytest.mark.parametrize("body", [{}, {"name": "ada"}, {"name": "ada", "password": ""}, []])
def test_signing_in_takes_a_name_and_a_password(nobody: Person, body: object) -> None:
    assert nobody.post("/sessions", body).status_code == 422


def test_guessing_is_stopped_by_name_and_by_address(app: Site, hub: Hub, nobody: Person) -> None:
    app.extensions["decant"] = replace(hub, limits=Limits(0, 2))
    for name in ("ada", "grace"):
        nobody.post("/sessions", {"name": name, "password": "a guess"})

    refused = nobody.post("/sessions", {"name": "linus", "password": cast.PASSWORD})

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300


def test_a_refresh_token_works_once(nobody: Person) -> None:
    signed_in = nobody.post("/sessions", {"name": "ada", "password": cast.PASSWORD}).json
    assert signed_in is not None
    sent = {"refresh_token": signed_in["refresh_token"]}

    first = nobody.post("/sessions/refresh", sent)
    second = nobody.post("/sessions/refresh", sent)

    assert (first.status_code, second.status_code) == (200, 401)


def test_signing_out_ends_the_access_token_at_once(ada: Person) -> None:
    assert ada.delete("/sessions/current").status_code == 204

    assert ada.get("/whoami").status_code == 401


def test_a_token_has_no_session_to_end(ada: Person) -> None:
    minted = ada.post("/tokens", {"name": "ci", "scopes": ["admin"]}).json
    assert minted is not None

    assert ada.holding(minted["secret"]).delete("/sessions/current").status_code == 404


def test_nobody_has_no_session_to_end(nobody: Person) -> None:
    assert nobody.delete("/sessions/current").status_code == 401
