"""What every answer carries, whatever route it comes from, and who may call from a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from decant.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import TestResponse

    from decant.pool import Pool
    from decant.settings import Settings
    from decant.web import Site

PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>")
# A path that the route matches, whether anything is there or not.
FITTING = {"uuid": "00000000-0000-4000-8000-000000000000", "ref": "1"}
CROSS_ORIGIN = {
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Expose-Headers",
}
FRIEND = "https://tools.test"


@pytest.fixture
def friendly(settings: Settings, workers: Pool) -> Iterator[Site]:
    """A hub with a public address, that one other origin may call."""
    public = replace(
        settings,
        public_url="https://decant.test",
        allowed_hosts=("decant.test",),
        cors_origins=(FRIEND,),
    )
    app = create_app(public, pool=workers)
    yield app
    app.extensions["decant"].identities.close()
    app.extensions["decant"].database.dispose()


def answers(app: Site, **headers: str) -> Iterator[tuple[str, TestResponse]]:
    """Every route by every method, anonymous; and addresses without a route."""
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        path = PLACEHOLDER.sub(lambda found: FITTING.get(found[1] or "", "main"), rule.rule)
        for method in sorted(rule.methods or ()):
            yield f"{method} {rule.rule}", client.open(path, method=method, headers=headers)
    for method, path in (("GET", "/a/b/c/d/e"), ("TRACE", "/"), ("BREW", "/api/v1/orgs")):
        yield f"{method} {path}", client.open(path, method=method, headers=headers)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_answer_says_what_a_browser_must_not_do_with_it(app: Site, accept: str) -> None:
    for what, answer in answers(app, Accept=accept):
        headers = answer.headers

        assert headers["X-Content-Type-Options"] == "nosniff", what
        assert headers["Referrer-Policy"] == "no-referrer", what
        assert "default-src 'none'" in headers["Content-Security-Policy"], what
        assert "frame-ancestors" in headers["Content-Security-Policy"], what
        assert "unsafe-" not in headers["Content-Security-Policy"], what
        assert headers["Cross-Origin-Resource-Policy"] in {"same-origin", "cross-origin"}, what
        assert "Cache-Control" in headers, what
        assert len(headers["X-Request-ID"]) == 16, what
        assert "Server" not in headers, what
        assert "X-Powered-By" not in headers, what
        assert answer.status_code != 500, what


def test_only_files_without_secrets_may_be_used_by_other_sites(app: Site) -> None:
    shared = {
        what
        for what, answer in answers(app)
        if answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    }

    assert shared <= {"GET /assets/<digest>/<name>", "HEAD /assets/<digest>/<name>"}


def test_no_other_origin_may_call_unless_it_is_named(app: Site) -> None:
    for what, answer in answers(app, Origin=FRIEND):
        assert not CROSS_ORIGIN & set(answer.headers.keys()), what


def test_a_named_origin_may_call_the_api_and_nothing_else(friendly: Site) -> None:
    for what, answer in answers(friendly, Host="decant.test", Origin=FRIEND):
        allowed = answer.headers.get("Access-Control-Allow-Origin")

        of_the_api = " /api/" in what
        assert allowed == (FRIEND if of_the_api else None), what
        assert "Access-Control-Allow-Credentials" not in answer.headers, what
        if of_the_api:
            assert "Origin" in ", ".join(answer.headers.getlist("Vary")), what


@pytest.mark.parametrize(
    "origin",
    ["https://evil.test", "null", "https://tools.test.evil.test", "http://tools.test", "*"],
)
def test_an_origin_that_only_looks_like_it_may_not_call(friendly: Site, origin: str) -> None:
    for what, answer in answers(friendly, Host="decant.test", Origin=origin):
        assert "Access-Control-Allow-Origin" not in answer.headers, what


def test_a_browser_that_asks_first_is_told_the_methods_and_the_token_header(
    friendly: Site,
) -> None:
    asks = {
        "Host": "decant.test",
        "Origin": FRIEND,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, if-match",
    }

    answer = friendly.test_client().options("/api/v1/orgs/acme", headers=asks)

    assert answer.status_code == 200
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Max-Age"] == "600"


@pytest.mark.parametrize(
    "host", ["evil.test", "decant.test.evil.test", "decant.test@evil.test", ""]
)
def test_a_host_that_the_hub_does_not_serve_is_a_bad_request(friendly: Site, host: str) -> None:
    for what, answer in answers(friendly, Host=host):
        assert answer.status_code == 400, what
        assert answer.mimetype == "application/problem+json", what


def test_over_tls_every_answer_says_to_stay_there(friendly: Site) -> None:
    for what, answer in answers(friendly, Host="decant.test"):
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000", what
