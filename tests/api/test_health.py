"""Health, for whatever watches the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database


def test_a_hub_that_can_serve_says_so(nobody: Person) -> None:
    assert nobody.get("/health/live").json == {"status": "ok"}
    assert nobody.get("/health/ready").json == {"status": "ok"}


def test_tables_of_another_version_are_not_ready_but_alive(
    nobody: Person, database: Database
) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'older'"))

    ready = nobody.get("/health/ready")

    assert ready.status_code == 503
    assert ready.headers["Retry-After"] == "30"
    assert ready.json is not None
    assert ready.json["code"] == "unavailable"
    assert nobody.get("/health/live").status_code == 200
