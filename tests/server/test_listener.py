"""The listener finishes what it began and hangs up on those who dawdle."""

from __future__ import annotations

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest

from decant.server.listener import Limits, Listener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLOW_SECONDS = 0.8


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    if environ["PATH_INFO"] == "/slow":
        time.sleep(SLOW_SECONDS)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"done"]


class Served:
    """A listener that serves `app` from a thread."""

    def __init__(self) -> None:
        limits = Limits("127.0.0.1", 0, threads=2, body_bytes=1000, receive_seconds=3.0)
        self.listener = Listener(app, limits)
        self.port = int(self.listener.effective_port)
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self.listener.serve_until, args=(self.stop,))
        self._thread.start()

    def get(self, path: str) -> tuple[int, bytes, str | None]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheader("Connection")
        finally:
            connection.close()

    def connect(self, sent: bytes) -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        client.sendall(sent)
        return client

    def join(self) -> bool:
        self._thread.join(10)
        return not self._thread.is_alive()


@pytest.fixture
def served() -> Iterator[Served]:
    running = Served()
    yield running
    running.stop.set()
    running.join()


def test_stopping_answers_what_runs_and_what_waits(served: Served) -> None:
    with ThreadPoolExecutor(5) as clients:
        answers = [clients.submit(served.get, "/slow") for _ in range(5)]
        time.sleep(SLOW_SECONDS / 2)

        served.stop.set()

        assert [answer.result()[:2] for answer in answers] == [(200, b"done")] * 5
    assert served.join()


def test_the_last_answers_say_that_the_connection_closes(served: Served) -> None:
    with ThreadPoolExecutor(1) as clients:
        answer = clients.submit(served.get, "/slow")
        time.sleep(SLOW_SECONDS / 2)

        served.stop.set()

        assert answer.result()[2] == "close"


def test_stopping_answers_a_request_that_is_still_arriving(served: Served) -> None:
    with served.connect(b"GET / HTTP/1.1\r\nHost: x\r\n") as client:
        time.sleep(0.3)
        served.stop.set()
        time.sleep(0.3)

        client.sendall(b"\r\n")

        assert client.recv(1000).startswith(b"HTTP/1.1 200 OK")


def test_nobody_new_is_let_in_once_stopping(served: Served) -> None:
    with ThreadPoolExecutor(1) as clients:
        running = clients.submit(served.get, "/slow")
        time.sleep(SLOW_SECONDS / 4)
        served.stop.set()
        time.sleep(SLOW_SECONDS / 2)

        with pytest.raises(ConnectionRefusedError):
            served.get("/")

        assert running.result()[0] == 200


@pytest.mark.parametrize(
    "start",
    [b"GET / HTTP/1.1\r\nX-Slow: ", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n"],
    ids=["header", "body"],
)
def test_dawdlers_neither_block_others_nor_stay(served: Served, start: bytes) -> None:
    dawdlers = [served.connect(start) for _ in range(110)]
    began = time.monotonic()

    status, *_ = served.get("/")
    seconds = time.monotonic() - began

    assert status == 200
    assert seconds < 3  # not as long as a dawdler may take
    assert all(is_hung_up_on(dawdler) for dawdler in dawdlers)


def is_hung_up_on(dawdler: socket.socket) -> bool:
    """Drip until the other side closes; False if it has not within ten seconds."""
    dawdler.settimeout(0.2)
    with dawdler:
        for _ in range(50):
            try:
                dawdler.sendall(b"a")
                if dawdler.recv(1) == b"":
                    return True
            except TimeoutError:
                continue
            except ConnectionError:
                return True
    return False


def test_a_connection_that_is_kept_open_is_not_a_dawdler(served: Served) -> None:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=10)
    statuses = []
    for _ in range(3):
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
        time.sleep(1.6)
    connection.close()

    assert statuses == [200, 200, 200]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nX-Long: ".ljust(32 * 1024, b"a"), 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: odd\r\n\r\n", 501),
    ],
)
def test_what_is_no_request_is_refused_with_a_problem(
    served: Served, sent: bytes, status: int
) -> None:
    with served.connect(sent) as client:
        answer = b"".join(iter(lambda: client.recv(4096), b""))

    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == status
    assert b"waitress" not in answer


def test_it_does_not_say_what_it_is_made_of(served: Served) -> None:
    client = served.connect(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    with client:
        head = client.makefile("rb").read().split(b"\r\n\r\n")[0].lower()

    assert head.startswith(b"http/1.1 200")
    assert b"waitress" not in head
    assert b"server:" not in head
    assert b"via:" not in head
