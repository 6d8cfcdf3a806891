"""Registering, whoami and passwords over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import cast
from decant.services.limits import Limits

if TYPE_CHECKING:
    from cast import Person
    from decant.web import Hub, Site

NEW = "a much longer passphrase"
SECRET_FIELDS = {"id": 9, "is_admin": True, "epoch": 7, "created_at": "2020-01-01T00:00:00Z"}


def test_anybody_registers_where_registration_is_open(nobody: Person) -> None:
    created = nobody.post("/users", {"name": "barbara", "password": NEW})

    assert created.status_code == 201
    assert created.json is not None
    assert set(created.json) == {"name", "is_admin", "created_at"}
    assert created.json["is_admin"] is False


def test_nobody_registers_where_registration_is_closed(
    app: Site, hub: Hub, nobody: Person, root: Person
) -> None:
    closed = replace(hub.settings, registration="closed")
    app.extensions["decant"] = replace(hub, settings=closed)
    wanted = {"name": "barbara", "password": NEW}

    assert nobody.post("/users", wanted).status_code == 403
    assert root.post("/users", wanted).status_code == 201


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"scopes": ["write"]}, 403),
        ({"scopes": ["admin"], "org": "wayne"}, 403),
        ({"scopes": ["admin"]}, 201),
    ],
)
def test_an_administrators_token_registers_people_only_if_it_may_do_all(
    app: Site, hub: Hub, root: Person, wish: dict[str, Any], status: int
) -> None:
    app.extensions["decant"] = replace(hub, settings=replace(hub.settings, registration="closed"))
    root.post("/orgs", {"name": "wayne"})
    minted = root.post("/tokens", {"name": "ci", **wish}).json
    assert minted is not None

    answer = root.holding(minted["secret"]).post("/users", {"name": "barbara", "password": NEW})

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "Barbara", "password": NEW}, "/name"),
        ({"name": "barbara\n", "password": NEW}, "/name"),
        ({"name": "-b", "password": NEW}, "/name"),
        ({"name": "b" * 65, "password": NEW}, "/name"),
        ({"name": 7, "password": NEW}, "/name"),
        ({"name": "barbara", "password": "short"}, "/password"),
        ({"name": "barbara", "password": "x" * 129}, "/password"),
        ({"name": "barbara", "password": "with a NUL \x00 in it"}, "/password"),
        ({"name": "barbara"}, "/password"),
        *[
            ({"name": "barbara", "password": NEW, field: value}, f"/{field}")
            for field, value in SECRET_FIELDS.items()
        ],
    ],
)
def test_a_bad_registration_says_which_field(
    nobody: Person, body: dict[str, object], pointer: str
) -> None:
    refused = nobody.post("/users", body)

    assert refused.status_code == 422
    assert refused.json is not None
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


@pytest.mark.parametrize("name", ["ada", "admin"])
def test_a_name_taken_or_reserved_is_a_conflict(nobody: Person, name: str) -> None:
    refused = nobody.post("/users", {"name": name, "password": NEW})

    assert refused.status_code == 409
    assert refused.json is not None
    assert refused.json["code"] == "name_taken"


def test_who_am_i_when_signed_in(ada: Person) -> None:
    answer = ada.get("/whoami")

    assert answer.json == {
        "name": "ada",
        "is_admin": False,
        "scopes": ["read", "write", "admin"],
        "token": None,
        "org": None,
        "api": None,
    }


def test_who_am_i_with_a_token(grace: Person) -> None:
    minted = grace.post("/tokens", {"name": "ci", "scopes": ["read"], "org": "acme"}).json
    assert minted is not None

    answer = grace.holding(minted["secret"]).get("/whoami").json

    assert answer is not None
    assert (answer["name"], answer["scopes"], answer["org"]) == ("grace", ["read"], "acme")
    assert answer["token"] == {key: minted["token"][key] for key in ("id", "name", "expires_at")}


@pytest.mark.parametrize(
    ("sent", "challenge"),
    [
        (None, "Bearer"),
        ("Basic YWRhOng=", "Bearer"),
        ("Bearer", "Bearer"),
        ("Bearer nonsense", 'Bearer error="invalid_token"'),
        ("Bearer dcnt_nonsense", 'Bearer error="invalid_token"'),
    ],
)
def test_who_is_not_signed_in_is_told_how(nobody: Person, sent: str | None, challenge: str) -> None:
    headers = {} if sent is None else {"Authorization": sent}

    answer = nobody.get("/whoami", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == challenge


def test_a_cookie_is_no_credential_here(nobody: Person, ada: Person) -> None:
    answer = nobody.get("/whoami", headers={"Cookie": f"decant={ada.bearer}"})

    assert answer.status_code == 401


def test_a_changed_password_is_the_one_that_holds(ada: Person, nobody: Person) -> None:
    changed = ada.put("/whoami/password", {"old_password": cast.PASSWORD, "new_password": NEW})

    assert changed.status_code == 204
    old = nobody.post("/sessions", {"name": "ada", "password": cast.PASSWORD})
    new = nobody.post("/sessions", {"name": "ada", "password": NEW})
    assert (old.status_code, new.status_code) == (401, 201)
    assert ada.get("/whoami").status_code == 200


def test_a_wrong_old_password_changes_nothing(ada: Person) -> None:
    refused = ada.put("/whoami/password", {"old_password": "x", "new_password": NEW})

    assert refused.status_code == 401


def test_a_token_changes_no_password(ada: Person) -> None:
    minted = ada.post("/tokens", {"name": "ci", "scopes": ["admin"]}).json
    assert minted is not None
    change = {"old_password": cast.PASSWORD, "new_password": NEW}

    refused = ada.holding(minted["secret"]).put("/whoami/password", change)

    assert refused.status_code == 403


def test_registering_costs_as_much_as_guessing(app: Site, hub: Hub, nobody: Person) -> None:
    app.extensions["decant"] = replace(hub, limits=Limits(0, 1))
    nobody.post("/users", {"name": "barbara", "password": NEW})

    refused = nobody.post("/users", {"name": "barbara2", "password": NEW})

    assert refused.status_code == 429
