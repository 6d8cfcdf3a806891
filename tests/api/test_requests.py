"""What holds for every request: bodies, ids, headers, hosts, origins, limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest

import documents
from decant.app import create_app
from decant.services.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person
    from decant.pool import Pool
    from decant.services.access import ApiName
    from decant.settings import Settings
    from decant.web import Hub, Site


@pytest.fixture
def public_app(settings: Settings, workers: Pool) -> Iterator[Site]:
    """A hub with a public address and one friendly origin."""
    public = replace(
        settings,
        public_url="https://decant.test",
        allowed_hosts=("decant.test",),
        cors_origins=("https://tools.test",),
    )
    app = create_app(public, pool=workers)
    yield app
    app.extensions["decant"].identities.close()
    app.extensions["decant"].database.dispose()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "broken_json"),
        (b"", 400, "broken_json"),
        (b'{"name": NaN}', 400, "broken_json"),
        (b'{"name": "\\ud800"}', 400, "broken_json"),
        (b'{"name": "\xff"}', 400, "broken_json"),
        (b"[" * 100_000, 400, "broken_json"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b'{"name": 1' + b"0" * 5000 + b"}", 400, "broken_json"),
        (b'{"name": 1' + b"0" * 100 + b"}", 422, "invalid"),
        (b'{"name": "a\\u0000b"}', 422, "invalid"),
    ],
)
def test_a_body_that_is_no_sound_json_is_refused(
    ada: Person, body: bytes, status: int, code: str
) -> None:
    answer = ada.open("POST", "/orgs", data=body, content_type="application/json")

    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (status, code)


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_another_kind_of_body_is_unsupported(ada: Person, kind: str | None) -> None:
    answer = ada.open("POST", "/orgs", data=b'{"name": "umbrella"}', content_type=kind)

    assert answer.status_code == 415


def test_a_body_too_large_is_refused_by_its_announced_length(ada: Person, app: Site) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100

    answer = ada.post("/orgs", {"name": "umbrella", "title": "x" * 200})

    assert answer.status_code == 413
    assert answer.json is not None
    assert answer.json["code"] == "too_large"


def test_an_operation_without_query_parameters_takes_none(ada: Person) -> None:
    answer = ada.get("/whoami?verbose=1")

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"][0]["pointer"] == "/verbose"


@pytest.mark.parametrize("sent", ["8letters", "A-good.id_0123456789"])
def test_a_request_keeps_the_id_it_came_with(ada: Person, sent: str) -> None:
    answer = ada.get("/whoami", headers={"X-Request-ID": sent})

    assert answer.headers["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["short", "x" * 65, "with space", "ünïcödé-id"])
def test_a_bad_request_id_is_replaced(ada: Person, sent: str) -> None:
    answer = ada.get("/whoami", headers={"X-Request-ID": sent.encode().decode("latin-1")})

    assert len(answer.headers["X-Request-ID"]) == 16


@pytest.mark.parametrize("path", ["/whoami", "/nowhere", "/health/live"])
def test_every_answer_is_safe_to_show(ada: Person, path: str) -> None:
    headers = ada.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_private_answer_is_cached_by_its_caller_only(ada: Person) -> None:
    headers = ada.get("/orgs/acme").headers

    assert headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in headers["Vary"]


def test_head_is_get_without_the_body(ada: Person) -> None:
    head = ada.open("HEAD", "/orgs/acme")

    assert head.status_code == 200
    assert head.get_data() == b""
    assert head.headers["ETag"] == ada.get("/orgs/acme").headers["ETag"]


def test_the_caller_sees_what_is_left_and_when_it_is_too_much(
    app: Site, hub: Hub, ada: Person, grace: Person
) -> None:
    app.extensions["decant"] = replace(hub, limits=Limits(2, 10))

    answers = [ada.get("/whoami") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"api";q=2;w=60'
    assert answers[0].headers["RateLimit"] == '"api";r=1;t=30'
    assert answers[2].headers["RateLimit"] == '"api";r=0;t=60'
    assert int(answers[2].headers["Retry-After"]) in range(1, 31)
    assert grace.get("/whoami").status_code == 200


def test_guessing_tokens_is_counted_by_address(app: Site, hub: Hub, nobody: Person) -> None:
    app.extensions["decant"] = replace(hub, limits=Limits(2, 10))
    guess = nobody.holding("dcnt_guess")

    answers = [guess.get("/whoami") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [
        '"api";r=1;t=30',
        '"api";r=0;t=60',
        '"api";r=0;t=60',
    ]


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/whoami?what=now", {}, 422),
        ("GET", "/orgs/nowhere", {}, 404),
        ("POST", "/orgs", {"json": {"name": "acme"}}, 409),
        ("POST", "/orgs", {"data": b"{", "content_type": "application/json"}, 400),
        ("POST", "/orgs", {"data": b"{}", "content_type": "text/plain"}, 415),
        ("DELETE", "/orgs/acme", {}, 428),
        ("DELETE", "/orgs/acme", {"headers": {"If-Match": '"7"'}}, 412),
    ],
)
def test_a_refusal_tells_what_is_left_as_every_answer_does(
    app: Site, hub: Hub, ada: Person, method: str, path: str, sent: dict[str, Any], status: int
) -> None:
    app.extensions["decant"] = replace(hub, limits=Limits(2, 10))

    refused = ada.open(method, path, **sent)

    assert refused.status_code == status
    assert refused.headers["RateLimit"] == '"api";r=1;t=30'
    assert refused.headers["RateLimit-Policy"] == '"api";q=2;w=60'


@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
def test_a_condition_longer_than_any_that_is_known_is_refused(ada: Person, name: str) -> None:
    longest, longer = (ada.get("/orgs/acme", headers={name: "x" * size}) for size in (4096, 4097))

    assert longest.status_code == 200
    assert longer.status_code == 422
    assert longer.json is not None
    assert longer.json["errors"][0]["pointer"] == f"/{name}"


def test_a_foreign_host_is_refused(public_app: Site) -> None:
    client = public_app.test_client()

    foreign = client.get("/health/live", headers={"Host": "evil.test"})
    own = client.get("/health/live", headers={"Host": "decant.test"})

    assert (foreign.status_code, own.status_code) == (400, 200)
    assert foreign.mimetype == "application/problem+json"
    assert own.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_only_a_friendly_origin_may_call_from_a_browser(public_app: Site) -> None:
    client = public_app.test_client()
    host = {"Host": "decant.test"}

    friend = client.get("/api/v1/orgs", headers={**host, "Origin": "https://tools.test"})
    refused = client.get("/api/v1/whoami", headers={**host, "Origin": "https://tools.test"})
    stranger = client.get("/api/v1/orgs", headers={**host, "Origin": "https://evil.test"})

    assert friend.headers["Access-Control-Allow-Origin"] == "https://tools.test"
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == "https://tools.test"
    assert "ETag" in friend.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in friend.headers
    assert "Access-Control-Allow-Origin" not in stranger.headers


def test_a_crash_answers_with_an_id_that_finds_it_in_the_log(
    app: Site, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def crash() -> str:
        raise ZeroDivisionError("a secret detail")

    app.add_url_rule("/api/v1/crash", view_func=crash)

    answer = ada.get("/crash")

    assert answer.status_code == 500
    assert answer.json is not None
    assert "secret" not in answer.get_data(as_text=True)
    assert answer.json["request_id"] in caplog.text
    assert "a secret detail" in caplog.text


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b'{"name": "umbrella", "name": "wayne"}', "name"),
        (b'{"name": "umbrella", "n\\u0061me": "wayne"}', "name"),
        (b'{"name": "umbrella", "title": {"a:": 1, "a:": 2}}', "a:"),
        (b"[" * 300 + b'{"deep": 1, "deep": 1}' + b"]" * 300, "deep"),
    ],
)
def test_a_member_given_twice_is_refused_by_name(ada: Person, body: bytes, key: str) -> None:
    refused = ada.open("POST", "/orgs", data=body, content_type="application/json")

    assert refused.status_code == 400
    assert refused.json is not None
    assert refused.json["code"] == "broken_json"
    assert f"'{key}'" in refused.json["detail"]


@pytest.mark.parametrize(
    "title",
    [b"a: b, c: d", b"\\u003a\\u003A", b'\\"name\\": 1, \\"name\\": 2', "ünïcödé:".encode()],
)
def test_text_that_looks_like_members_is_text(ada: Person, title: bytes) -> None:
    body = b'{"name": "umbrella", "title": "' + title + b'"}'

    assert ada.open("POST", "/orgs", data=body, content_type="application/json").status_code == 201


def test_a_parameter_given_twice_is_refused(ada: Person) -> None:
    refused = ada.get("/orgs?limit=1&limit=100")

    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["errors"][0]["pointer"] == "/limit"


@pytest.mark.parametrize(("path", "who"), [("/sessions", "nobody"), ("/orgs", "ada")])
def test_only_documents_may_be_large(request: pytest.FixtureRequest, path: str, who: str) -> None:
    person: Person = request.getfixturevalue(who)

    assert person.post(path, {"name": "umbrella", "x": "x" * 300_000}).status_code == 413


def test_a_large_document_is_read(grace: Person, petstore: ApiName) -> None:
    document = documents.petstore()
    document["info"]["description"] = "x" * 300_000
    path = f"/orgs/acme/apis/{petstore.api}"
    text = orjson.dumps(document).decode()

    assert grace.post(f"{path}/checks", {"files": {"a.json": text}}).status_code == 201
    assert grace.post(f"{path}/revisions", {"files": {"a.json": text}}).status_code == 201
    assert grace.put(f"{path}/document?label=x", data=text + " ").status_code == 201
