"""Orgs over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cast import Person


def test_whoever_creates_an_org_owns_it(mallory: Person) -> None:
    created = mallory.post("/orgs", {"name": "umbrella", "title": "Umbrella"})

    assert created.status_code == 201
    assert created.json is not None
    assert created.json["role"] == "owner"
    assert mallory.get(created.headers["Location"]).json == created.json


def test_a_name_is_given_once(mallory: Person) -> None:
    again = mallory.post("/orgs", {"name": "acme"})

    assert again.status_code == 409
    assert again.json is not None
    assert again.json["code"] == "name_taken"
