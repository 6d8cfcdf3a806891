"""A hub that is told to stop, and the demo that finds itself again."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import orjson
import pytest

import documents
from processes import SERVER, Demo, HubProcess, demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUSHES = 12


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """A running hub with an API to push to."""
    process = HubProcess(tmp_path)
    process.set_up()
    process.start()
    assert process.ask("POST", "/orgs", {"name": "acme"}).status == 201
    assert process.ask("POST", "/orgs/acme/apis", {"name": "books"}).status == 201
    yield process
    process.stop(signal.SIGKILL)


def test_a_hub_told_to_stop_answers_every_push_it_has_taken(hub: HubProcess) -> None:
    texts = [orjson.dumps(documents.numbered_petstore(number)) for number in range(PUSHES)]
    process = hub.process
    assert process is not None

    with ThreadPoolExecutor(PUSHES) as clients:
        pushes = [clients.submit(hub.push, "acme/books", text) for text in texts]
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        statuses = [push.result().status for push in pushes]

    assert statuses == [201] * PUSHES
    assert process.wait(30) == 0


def test_slow_clients_do_not_keep_others_waiting(hub: HubProcess) -> None:
    dawdlers = []
    for _ in range(110):
        dawdler = socket.create_connection(("127.0.0.1", hub.port))
        dawdler.sendall(b"POST /api/v1/orgs HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
        dawdlers.append(dawdler)
    began = time.monotonic()

    answer = hub.ask("GET", "/orgs/acme")

    assert answer.status == 200
    assert time.monotonic() - began < 20  # a dawdler may take thirty seconds
    for dawdler in dawdlers:
        dawdler.close()


def asking(hub: HubProcess, shown: Demo) -> HubProcess:
    port = int(shown.address.rpartition(":")[2])
    return HubProcess(hub.folder, hub.settings, port, shown.token)


def test_the_demo_shows_an_api_that_evolved_and_was_kept_from_breaking(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)

    with demo(hub) as shown:
        caller = asking(hub, shown)
        revisions = caller.ask("GET", "/orgs/demo/apis/bookshop/revisions").json["items"]
        checks = caller.ask("GET", "/orgs/demo/apis/bookshop/checks").json["items"]

    assert [revision["version"] for revision in revisions] == ["1.2.0", "1.1.0", "1.0.0"]
    assert [check["verdict"] for check in checks] == ["fail", "pass", "pass", "pass"]


def test_the_demo_started_again_is_the_same(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    with demo(hub) as first:
        pass

    with demo(hub) as second:
        checks = asking(hub, second).ask("GET", "/orgs/demo/apis/bookshop/checks").json["items"]

    assert (second.token, second.password) == (first.token, first.password)
    assert len(checks) == 4


def test_the_demos_secrets_are_for_their_owner_only(tmp_path: Path) -> None:
    with demo(HubProcess(tmp_path)):
        pass

    for name in ("admin-password", "demo-token", "secret_key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_token_of_the_demo_that_was_revoked_is_made_anew(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    with demo(hub) as first:
        caller = asking(hub, first)
        token = caller.ask("GET", "/tokens").json["items"][0]["id"]
        assert caller.ask("DELETE", f"/tokens/{token}").status == 204

    with demo(hub) as second:
        assert asking(hub, second).ask("GET", "/whoami").status == 200

    assert second.token != first.token


def test_the_demo_is_not_for_production(tmp_path: Path) -> None:
    settings = {
        "DECANT_ENV": "production",
        "DECANT_SECRET_KEY": "correct-horse-battery-staple-0123456789",
        "DECANT_PUBLIC_URL": "https://hub.test",
    }
    hub = HubProcess(tmp_path, settings)

    answer = subprocess.run(
        [*SERVER, "demo"],
        env=hub.environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert answer.returncode == 2
    assert "in production use `run`" in answer.stderr
