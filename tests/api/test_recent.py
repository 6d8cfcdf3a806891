"""Answers from memory: the same bytes, until anything changes, for the same caller only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

import documents
from decant.api import recent
from decant.services import members

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from decant.settings import Settings
    from decant.web import Hub

PATH = "/orgs/acme/apis/petstore/revisions/main"


@pytest.fixture
def pushed(ada: Person, petstore: ApiName) -> dict[str, Any]:
    upload = {"files": {"openapi.yaml": documents.as_yaml(documents.petstore())}}
    answer = ada.post(f"/orgs/acme/apis/{petstore.api}/revisions", upload)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json or {}
    return found


def test_a_repeated_read_gets_the_same_answer(
    hub: Hub, grace: Person, pushed: dict[str, Any]
) -> None:
    first = grace.get(PATH)
    assert len(hub.recent) == 1

    again = grace.get(PATH)

    assert again.get_data() == first.get_data()
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.mimetype == "application/json"


def test_a_caller_who_only_asks_what_changed_is_remembered_too(
    hub: Hub, grace: Person, pushed: dict[str, Any]
) -> None:
    etag = {"If-None-Match": grace.get(PATH).headers["ETag"]}
    hub.recent.clear()

    statuses = [grace.get(PATH, headers=etag).status_code for _ in range(2)]
    without = grace.get(PATH)

    assert statuses == [304, 304]
    assert without.status_code == 200
    assert without.json is not None


def test_memory_is_not_shared_with_somebody_else(
    mallory: Person, nobody: Person, grace: Person, pushed: dict[str, Any]
) -> None:
    etag = grace.get(PATH).headers["ETag"]

    for stranger in (mallory, nobody):
        assert stranger.get(PATH, headers={"If-None-Match": etag}).status_code == 404


def test_a_right_that_ends_is_not_remembered(
    hub: Hub, ada: Person, grace: Person, pushed: dict[str, Any]
) -> None:
    assert grace.get(PATH).status_code == 200

    with hub.database.writing() as session:
        members.remove(session, ada.actor, "acme", "grace")

    assert grace.get(PATH).status_code == 404


def test_a_label_that_moves_is_seen_at_once(
    ada: Person, grace: Person, petstore: ApiName, pushed: dict[str, Any]
) -> None:
    before = grace.get(PATH)
    upload = {"files": {"openapi.yaml": documents.as_yaml(documents.safer_petstore())}}
    ada.post(f"/orgs/acme/apis/{petstore.api}/revisions", upload)

    after = grace.get(PATH, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.json is not None
    assert after.json["number"] == 2


def test_another_processs_change_is_seen_after_a_moment(
    monkeypatch: pytest.MonkeyPatch,
    grace: Person,
    pushed: dict[str, Any],
    settings: Settings,
) -> None:
    monkeypatch.setattr(recent, "MEMORY", 0.0)
    grace.get(PATH)

    with closing(sqlite3.connect(settings.data_dir / "decant.db")) as other:
        other.execute("DELETE FROM memberships WHERE role = 'writer'")
        other.commit()

    assert grace.get(PATH).status_code == 404


def test_memory_has_an_end(
    monkeypatch: pytest.MonkeyPatch, hub: Hub, grace: Person, ada: Person, pushed: dict[str, Any]
) -> None:
    monkeypatch.setattr(recent, "MOST_ENTRIES", 1)

    grace.get(PATH)
    ada.get(PATH)

    assert len(hub.recent) == 1


def test_a_large_answer_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, hub: Hub, grace: Person, pushed: dict[str, Any]
) -> None:
    monkeypatch.setattr(recent, "MOST_BYTES", 10)

    grace.get(PATH)

    assert not hub.recent
