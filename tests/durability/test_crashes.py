"""What a hub has acknowledged survives its death; what it has not leaves nothing torn."""

from __future__ import annotations

import random
import signal
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import orjson
import pytest

if TYPE_CHECKING:
    from processes import Answer, HubProcess

PUSHES = 50
REVISIONS = "/orgs/acme/apis/books/revisions"


def numbered(number: int) -> bytes:
    operation = {"responses": {"200": {"description": f"Book {number}"}}}
    paths = {f"/books/{part}": {"get": operation} for part in range(20)}
    info = {"title": f"Books {number}", "version": "1"}
    return orjson.dumps({"openapi": "3.1.0", "info": info, "paths": paths})


def pushed_until_death(hub: HubProcess, deaths: int) -> dict[int, Any]:
    """Push from four threads, kill the hub after some answers; what it acknowledged, by number."""
    acknowledged: dict[int, Any] = {}
    lock, dead = Lock(), Event()

    def push(number: int) -> None:
        if dead.is_set():
            return
        try:
            answer = hub.push("acme/books", numbered(number), label=f"branch-{number}")
        except (OSError, HTTPException):
            return
        with lock:
            if answer.status == 201:
                acknowledged[number] = answer.json
            if len(acknowledged) == deaths and not dead.is_set():
                dead.set()
                hub.stop(signal.SIGKILL)

    with ThreadPoolExecutor(4) as callers:
        list(callers.map(push, range(PUSHES)))
    if not dead.is_set():
        hub.stop(signal.SIGKILL)
    return acknowledged


def every_revision(hub: HubProcess) -> list[Any]:
    found, path = [], f"{REVISIONS}?limit=100"
    while path:
        answer = hub.ask("GET", path).json
        found += answer["items"]
        cursor = answer["next_cursor"]
        path = f"{REVISIONS}?limit=100&cursor={cursor}" if cursor else ""
    return found


def is_whole(hub: HubProcess, revision: Any) -> bool:
    """Whether the texts, the units and the label of a revision are all there."""
    reference = f"{REVISIONS}/{revision['number']}"
    pushed: Answer = hub.ask("GET", f"{reference}/document")
    bundled = hub.ask("GET", f"{reference}/document?form=bundled&format=json")
    operations = hub.ask("GET", f"{reference}/operations")
    number = int(revision["title"].split()[1])
    return (
        pushed.body == numbered(number)
        and orjson.loads(bundled.body) == orjson.loads(numbered(number))
        and operations.status == 200
        and revision["labels"] == [f"branch-{number}"]
    )


@pytest.mark.slow
@pytest.mark.parametrize("deaths", [random.Random(seed).randint(1, 40) for seed in range(3)])
def test_a_killed_hub_keeps_what_it_acknowledged(hub_process: HubProcess, deaths: int) -> None:
    acknowledged = pushed_until_death(hub_process, deaths)

    hub_process.start()

    kept = {revision["digest"]: revision for revision in every_revision(hub_process)}
    assert len(acknowledged) >= deaths
    for number, publication in acknowledged.items():
        assert kept[publication["revision"]["digest"]]["title"] == f"Books {number}"
    assert all(is_whole(hub_process, revision) for revision in kept.values())
    assert len({revision["number"] for revision in kept.values()}) == len(kept)
    again = hub_process.push("acme/books", numbered(PUSHES), label="after")
    assert again.status == 201
    assert "ok" in hub_process.command("doctor").lower()
