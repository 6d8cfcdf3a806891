"""The log: one line a request, whatever the request holds, and never a secret."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest
from sqlalchemy import text as statement
from sqlalchemy.exc import DBAPIError

import cast
from decant.app import log, write_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person
    from decant.db import Database
    from decant.web import Hub, Site


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """The log as it was, afterwards."""
    before = log.handlers, log.level, log.propagate
    yield
    log.handlers, log.level, log.propagate = before


@pytest.fixture
def text(app: Site) -> io.StringIO:
    stream = io.StringIO()
    write_log(app, stream)
    return stream


@pytest.fixture
def lines(app: Site, hub: Hub) -> io.StringIO:
    app.extensions["decant"] = replace(hub, settings=replace(hub.settings, log_format="json"))
    stream = io.StringIO()
    write_log(app, stream)
    return stream


def test_a_request_leaves_a_line_for_people(text: io.StringIO, ada: Person) -> None:
    answer = ada.get("/orgs/acme?x=1")

    (line,) = text.getvalue().splitlines()
    assert "GET /api/v1/orgs/acme 422" in line
    assert line.endswith(answer.headers["X-Request-ID"])


def test_a_request_leaves_an_object_for_machines(lines: io.StringIO, ada: Person) -> None:
    ada.get("/orgs/acme", headers={"X-Request-ID": "an-id-of-mine"})

    line = orjson.loads(lines.getvalue())
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/orgs/acme", 200)
    assert (line["user"], line["request_id"]) == ("ada", "an-id-of-mine")
    assert line["ms"] > 0


def test_a_path_cannot_forge_a_line(text: io.StringIO, nobody: Person) -> None:
    nobody.get("/api/v1/a%0A12:00:00%20GET%20/admin%1b[2J")

    assert len(text.getvalue().splitlines()) == 1
    assert "\x1b" not in text.getvalue()


def test_secrets_are_not_in_the_log(lines: io.StringIO, ada: Person) -> None:
    minted = ada.post("/tokens", {"name": "ci", "scopes": ["read"]}).json
    assert minted is not None
    ada.holding(minted["secret"]).get(f"/orgs?cursor={minted['secret']}")

    assert minted["secret"] not in lines.getvalue()
    assert str(ada.bearer) not in lines.getvalue()


@pytest.mark.parametrize("stream", ["text", "lines"])
def test_a_crash_is_written_whole(request: pytest.FixtureRequest, stream: str) -> None:
    written: io.StringIO = request.getfixturevalue(stream)

    reason = ZeroDivisionError("the reason")

    logging.getLogger("decant").error("request %s failed", "an-id\nof mine", exc_info=reason)

    assert "the reason" in written.getvalue()
    assert "an-id\nof mine" not in written.getvalue()


def test_a_full_disk_keeps_nobody_from_their_answer(app: Site, ada: Person) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError("no space left")

    write_log(app, Full())

    assert ada.get("/whoami").status_code == 200


def test_nothing_changed_needs_few_headers(ada: Person) -> None:
    etag = ada.get("/orgs/acme").headers["ETag"]

    same = ada.get("/orgs/acme", headers={"If-None-Match": etag})

    assert set(same.headers.keys()) == {"Cache-Control", "ETag", "Vary", "X-Request-ID"}


HOSTILE = "\r\n12:00:00 INFO forged \x1b[2J \x9b31m \u2028\u202e"


@pytest.mark.parametrize("stream", ["text", "lines"])
def test_no_header_can_forge_a_line_or_stain_a_terminal(
    request: pytest.FixtureRequest, ada: Person, app: Site, stream: str
) -> None:
    written: io.StringIO = request.getfixturevalue(stream)
    sent = HOSTILE.encode().decode("latin-1")
    names = ("HTTP_X_REQUEST_ID", "HTTP_AUTHORIZATION", "HTTP_USER_AGENT", "HTTP_REFERER")
    client = app.test_client()

    for path in ("/api/v1/whoami", f"/api/v1/{HOSTILE}", f"/{HOSTILE}"):
        client.get(
            path, environ_overrides={**dict.fromkeys(names, sent), "HTTP_COOKIE": "decant=x"}
        )

    assert len(written.getvalue().splitlines()) == 3
    assert all(line.isprintable() for line in written.getvalue().splitlines())


@pytest.mark.parametrize("stream", ["text", "lines"])
def test_a_secret_stays_out_of_the_log_wherever_it_is_put(
    request: pytest.FixtureRequest, app: Site, ada: Person, stream: str
) -> None:
    written: io.StringIO = request.getfixturevalue(stream)

    def crash(secret: str) -> str:
        raise ValueError(f"cannot use {secret}")

    app.add_url_rule("/api/v1/crash/<secret>", view_func=crash)
    minted = ada.post("/tokens", {"name": "ci", "scopes": ["read"]}).json
    signed = ada.post("/sessions", {"name": "ada", "password": cast.PASSWORD}).json
    assert minted is not None
    assert signed is not None
    secrets = [minted["secret"], signed["refresh_token"], signed["access_token"], cast.PASSWORD]

    for secret in secrets[:3]:
        for path in (f"/tokens/{secret}", f"/crash/{secret}", f"/whoami?token={secret}"):
            ada.holding(secret).get(path)
    ada.post("/sessions", {"name": cast.PASSWORD, "password": cast.PASSWORD})
    ada.put("/whoami/password", {"old_password": "wrong", "new_password": cast.PASSWORD})

    assert "cannot use ***" in written.getvalue()
    for secret in secrets:
        assert secret not in written.getvalue()
    assert "Bearer" not in written.getvalue()


def test_an_exception_cannot_forge_a_line(text: io.StringIO) -> None:
    reason = ValueError("first\n12:00:00 INFO forged\x1b[2J")

    logging.getLogger("decant").error("failed", exc_info=reason)

    first, *others = text.getvalue().splitlines()
    assert first.endswith("ERROR failed")
    assert all(line.startswith("    ") for line in others)
    assert "\x1b" not in text.getvalue()


def test_what_the_database_was_told_stays_out_of_its_errors(database: Database) -> None:
    with pytest.raises(DBAPIError) as refused, database.writing() as session:
        session.execute(statement("INSERT INTO users (id) VALUES (:secret)"), {"secret": "s3cret"})

    assert "s3cret" not in str(refused.value)
