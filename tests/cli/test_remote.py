"""The line to a hub: patience with what passes, clear words for what does not.

A hub that is healthy shows none of this, so a server that misbehaves on purpose stands in
for the network between.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from cli.shell import PETS, decant, lay
from decant import __version__
from decant.cli import exchanges
from decant.cli.exchanges import parsed
from decant.cli.exits import Misused, NotAllowed, ServiceDown
from decant.cli.remote import Hub, HubRefused, api_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Line:
    """A bad line: what it answers, in order, and what it was asked."""

    answers: list[tuple[int, dict[str, str], bytes]]
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def line(*answers: tuple[int, dict[str, str], bytes]) -> Iterator[Line]:
    """Serve these answers, then the last one for ever; status 0 hangs up instead."""
    script = Line(list(answers))

    class Misbehaving(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            script.asked.append({"path": self.path, **dict(self.headers.items())})
            status, headers, body = script.answers[0]
            if len(script.answers) > 1:
                script.answers.pop(0)
            if status == 0:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815 - the names http.server asks for

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as its base calls it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving)
    script.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def self_signed(folder: Path) -> Iterator[str]:
    """A TLS server with a certificate of its own making."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "both.pem").write_bytes(pem + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")

    def shake_hands(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection, suppress(ssl.SSLError, OSError):
            context.wrap_socket(connection, server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=shake_hands, args=(server,))
        thread.start()
        yield f"https://localhost:{server.getsockname()[1]}"
        thread.join()


def good(value: Any = None) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def problem(status: int, **members: Any) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/problem+json"}, json.dumps(members).encode()


def test_a_busy_hub_is_asked_again_with_the_same_key() -> None:
    with line((503, {"Retry-After": "1"}, b""), (429, {}, b""), good({"a": 1})) as bad:
        began = time.monotonic()

        answer = Hub(bad.url).post("/orgs", {})

    assert answer.json() == {"a": 1}
    assert time.monotonic() - began >= 1
    keys = {request["Idempotency-Key"] for request in bad.asked}
    assert (len(bad.asked), len(keys)) == (3, 1)


def test_two_posts_have_two_keys() -> None:
    with line(good()) as healthy:
        hub = Hub(healthy.url)

        hub.post("/orgs", {})
        hub.post("/orgs", {})

    assert len({request["Idempotency-Key"] for request in healthy.asked}) == 2


def test_a_hub_that_asks_for_too_much_patience_gets_none() -> None:
    words = "429 Too Many Requests"
    with line((429, {"Retry-After": "3600"}, b"")) as bad, pytest.raises(ServiceDown, match=words):
        Hub(bad.url).get("/whoami")

    assert len(bad.asked) == 1


def test_a_hub_that_stays_busy_is_given_up() -> None:
    words = "503 Service Unavailable"
    with line((503, {}, b"")) as bad, pytest.raises(ServiceDown, match=words):
        Hub(bad.url).get("/whoami")

    assert len(bad.asked) == 4


def test_the_first_try_of_the_same_push_is_waited_for() -> None:
    with line((409, {"Retry-After": "1"}, b""), good({"a": 1})) as bad:
        assert Hub(bad.url).post("/orgs", {}).json() == {"a": 1}


def test_a_lost_answer_is_asked_for_again_if_that_does_no_harm() -> None:
    with line((0, {}, b""), good({"a": 1})) as bad:
        assert Hub(bad.url).post("/orgs", {}).json() == {"a": 1}


def test_a_lost_answer_to_what_must_not_be_repeated_is_trouble() -> None:
    with line((0, {}, b""), good()) as bad, pytest.raises(ServiceDown, match="cannot reach"):
        Hub(bad.url).post("/sessions", {}, once=False)

    assert len(bad.asked) == 1


def test_a_hub_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hub = Hub(f"http://127.0.0.1:{silent.getsockname()[1]}")

        with pytest.raises(ServiceDown, match="no answer within"):
            hub.get("/whoami")


def test_a_hub_that_is_not_there_is_a_service_failure(here: Path) -> None:
    lay(here, {"api.yaml": PETS})
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"

    ran = decant("push", "api.yaml", "--api", "acme/pets", "--url", url)

    assert ran.code == 5
    assert f"cannot reach {url}: Connection refused" in ran.err
    assert "is the hub running" in ran.err


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (problem(401, detail="who are you"), NotAllowed, "who are you"),
        (problem(403, detail="not yours"), NotAllowed, "not yours"),
        (problem(404, detail="no API 'acme/pets'"), NotAllowed, "no API 'acme/pets'"),
        (problem(409, title="Name taken"), HubRefused, "Name taken"),
        (problem(500, detail="oh no"), ServiceDown, "oh no"),
        ((502, {"Content-Type": "text/html"}, b"<h1>"), ServiceDown, "502 Bad Gateway"),
        ((302, {"Location": "https://x.example"}, b""), Misused, "answers from https://x.example"),
        ((500, {"Content-Type": "application/json"}, b"{"), ServiceDown, "not JSON"),
    ],
)
def test_each_refusal_is_told_in_words(
    answer: tuple[int, dict[str, str], bytes], kind: type[Exception], words: str
) -> None:
    with line(answer) as bad, pytest.raises(kind, match=words):
        Hub(bad.url).get("/whoami")


@pytest.mark.parametrize("said", [{"verdict": "pass"}, [], "hello", None])
def test_an_answer_that_no_hub_gives_is_a_service_failure(here: Path, said: Any) -> None:
    lay(here, {"api.yaml": PETS})
    with line(good(said)) as other:
        ran = decant("check", "api.yaml", "--api", "acme/pets", "--url", other.url)

    assert ran.code == 5
    assert "is this a Decant hub" in ran.err


def test_every_error_of_a_problem_is_told_with_its_place() -> None:
    errors = [
        {"file": "api.yaml", "line": 3, "column": 5, "message": "is wrong", "hint": "fix it"},
        {"location": "json", "pointer": "/label", "message": "is no label"},
        {"message": "is wrong somewhere"},
    ]
    answer = problem(422, detail="invalid", errors=errors)
    with line(answer) as bad, pytest.raises(HubRefused) as refusal:
        Hub(bad.url).post("/orgs", {})

    assert refusal.value.details == (
        "api.yaml:3:5: is wrong (fix it)",
        "json /label: is no label",
        "is wrong somewhere",
    )


def test_the_hub_learns_who_asks_and_with_what() -> None:
    with line(good()) as healthy:
        Hub(f"{healthy.url}/decant/", "dcnt_x").get("/whoami", {"a": "b c"})

    (request,) = healthy.asked
    assert request["path"] == "/decant/api/v1/whoami?a=b+c"
    assert request["User-Agent"] == f"decant/{__version__}"
    assert request["Authorization"] == "Bearer dcnt_x"


def test_a_certificate_nobody_vouches_for_is_not_accepted(here: Path) -> None:
    with self_signed(here) as url, pytest.raises(ServiceDown, match="certificate of localhost"):
        Hub(url).get("/whoami")


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        ("HTTPS://Decant.Example.com/", "https://decant.example.com"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://example.com:8443/hub/", "https://example.com:8443/hub"),
    ],
)
def test_an_address_has_one_spelling(url: str, spelled: str) -> None:
    assert parsed(url).geturl() == spelled


@pytest.mark.parametrize(
    "url",
    ["", "decant.example.com", "ftp://a.example", "https://u:p@a.example", "http://a.example:x"],
)
def test_what_is_no_address_is_a_usage_error(url: str) -> None:
    with pytest.raises(Misused):
        parsed(url)


@pytest.mark.parametrize("name", ["acme", "acme/", "/pets", "acme/pets/1", "", "acme/.."])
def test_what_is_no_api_is_a_usage_error(name: str) -> None:
    with pytest.raises(Misused, match="is no API"):
        api_path(name)


def test_names_cannot_lead_elsewhere_on_the_hub() -> None:
    assert api_path("acme/pets?x=#..") == "/orgs/acme/apis/pets%3Fx%3D%23.."
