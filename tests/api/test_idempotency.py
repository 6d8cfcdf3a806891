"""A POST repeated with its Idempotency-Key has one effect and one answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from decant.errors import Unavailable
from decant.models import KeptAnswer, utcnow
from decant.web import session, unbound

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database
    from decant.web import Site

KEY = {"Idempotency-Key": "first-try"}
UMBRELLA = {"name": "umbrella"}


def kept(database: Database) -> int:
    with database.reading() as reading:
        return reading.scalar(select(func.count()).select_from(KeptAnswer)) or 0


def test_a_repeated_post_gets_the_first_answer_again(ada: Person) -> None:
    first = ada.post("/orgs", UMBRELLA, headers=KEY)
    again = ada.post("/orgs", UMBRELLA, headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_data() == first.get_data()
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers


def test_the_same_key_with_another_body_is_refused(ada: Person) -> None:
    ada.post("/orgs", UMBRELLA, headers=KEY)

    other = ada.post("/orgs", {"name": "wayne"}, headers=KEY)

    assert other.status_code == 422
    assert other.json is not None
    assert other.json["code"] == "idempotency_key_reused"


def test_keys_are_ones_own(ada: Person, grace: Person) -> None:
    ada.post("/orgs", UMBRELLA, headers=KEY)

    assert grace.post("/orgs", {"name": "wayne"}, headers=KEY).status_code == 201


def test_a_refusal_is_an_answer_too(ada: Person) -> None:
    first = ada.post("/orgs", {"name": "acme"}, headers=KEY)
    again = ada.post("/orgs", {"name": "acme"}, headers=KEY)

    assert (first.status_code, again.status_code) == (409, 409)
    assert again.mimetype == "application/problem+json"
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_request_under_way_is_not_started_twice(ada: Person, database: Database) -> None:
    ada.post("/orgs", UMBRELLA, headers=KEY)
    with database.writing() as writing:
        writing.execute(update(KeptAnswer).values(status=None))

    again = ada.post("/orgs", UMBRELLA, headers=KEY)

    assert again.status_code == 409
    assert again.headers["Retry-After"] == "1"


def test_a_claim_whose_process_died_is_taken_over(ada: Person, database: Database) -> None:
    ada.post("/orgs", {"name": "acme"}, headers=KEY)
    with database.writing() as writing:
        long_ago = utcnow() - timedelta(minutes=10)
        writing.execute(update(KeptAnswer).values(status=None, created_at=long_ago))

    again = ada.post("/orgs", {"name": "acme"}, headers=KEY)

    assert again.status_code == 409
    assert "Idempotent-Replayed" not in again.headers


def test_an_answer_is_kept_for_a_day(ada: Person, database: Database) -> None:
    ada.post("/orgs", UMBRELLA, headers=KEY)
    with database.writing() as writing:
        writing.execute(update(KeptAnswer).values(created_at=utcnow() - timedelta(hours=25)))

    again = ada.post("/orgs", UMBRELLA, headers=KEY)

    assert again.json is not None
    assert again.json["code"] == "name_taken"


def test_what_time_may_heal_is_not_kept(app: Site, ada: Person, database: Database) -> None:
    from decant.api import idempotency

    def busy() -> None:
        session()
        raise Unavailable("busy")

    app.add_url_rule("/api/v1/busy", methods=["POST"], view_func=lambda: idempotency.once(busy))

    answer = ada.post("/busy", {}, headers=KEY)

    assert answer.status_code == 503
    assert kept(database) == 0


def test_a_crash_lets_the_key_go(app: Site, ada: Person, database: Database) -> None:
    from decant.api import idempotency

    @unbound
    def crash() -> None:
        raise ZeroDivisionError

    app.add_url_rule("/api/v1/crash", methods=["POST"], view_func=lambda: idempotency.once(crash))

    assert ada.post("/crash", {}, headers=KEY).status_code == 500
    assert kept(database) == 0


@pytest.mark.parametrize("key", ["", "x" * 256, f'"{"x" * 254}"'])
def test_a_key_has_1_to_255_characters(ada: Person, key: str) -> None:
    answer = ada.post("/orgs", UMBRELLA, headers={"Idempotency-Key": key})

    assert answer.status_code == 422


def test_answers_with_secrets_are_kept_nowhere(ada: Person, database: Database) -> None:
    wish = {"name": "ci", "scopes": ["read"]}

    first = ada.post("/tokens", wish, headers=KEY)
    again = ada.post("/tokens", wish, headers=KEY)

    assert first.get_data() != again.get_data()
    assert kept(database) == 0


def test_a_token_is_not_told_what_another_was_answered(ada: Person, database: Database) -> None:
    minted = ada.post("/tokens", {"name": "ci", "scopes": ["read"]}).json
    assert minted is not None
    ada.post("/orgs", UMBRELLA, headers=KEY)

    answer = ada.holding(minted["secret"]).post("/orgs", UMBRELLA, headers=KEY)

    assert answer.status_code == 403
    assert "Idempotent-Replayed" not in answer.headers
