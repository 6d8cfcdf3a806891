"""Events over HTTP: what happened, for those who answer for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import documents

if TYPE_CHECKING:
    from cast import Person

EVENTS = "/orgs/acme/events"


@pytest.mark.usefixtures("petstore")
def test_what_happened_is_told_newest_first(ada: Person, grace: Person) -> None:
    files = {"openapi.json": json.dumps(documents.petstore())}
    grace.post("/orgs/acme/apis/petstore/revisions", {"files": files})

    told = ada.get(f"{EVENTS}?limit=3").json

    assert told is not None
    kinds = [(one["kind"], one["api"], one["actor"]) for one in told["items"]]
    assert kinds == [
        ("revision.published", "petstore", "grace"),
        ("label.moved", "petstore", "grace"),
        ("api.created", "petstore", "ada"),
    ]
    assert told["items"][0]["facts"]["revision"] == 1
    assert told["next_cursor"] is not None


def test_events_are_for_maintainers(grace: Person, mallory: Person, nobody: Person) -> None:
    assert grace.get(EVENTS).status_code == 403
    assert mallory.get(EVENTS).status_code == 404
    assert nobody.get(EVENTS).status_code == 401


def test_bad_input_is_refused(ada: Person) -> None:
    assert ada.get(f"{EVENTS}?cursor=!").status_code == 422
