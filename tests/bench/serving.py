"""How much the registry costs over a bare Flask view on the same waitress, in one run.

Rounds are interleaved, so that what else the machine does hits all of them alike; what
counts is the median of the ratios.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

from processes import HubProcess

from .figures import Figure, Table, middle
from .load import Target, requests_per_second

if TYPE_CHECKING:
    from collections.abc import Iterator

THREADS: Final = 4
ROUNDS: Final = 5
SECONDS: Final = 2.0
# fmt: off
TARGETS: Final[dict[str, float]] = {
    "GET one revision":               0.5,
    "GET one revision, unchanged":    0.8,
    "GET a list of 50 revisions":     0.0,
}
# fmt: on


def run() -> None:
    """Measure and print."""
    table = Table("Serving")
    with tempfile.TemporaryDirectory() as folder, _bare() as bare:
        hub = HubProcess(Path(folder), {"DECANT_THREADS": str(THREADS)})
        hub.set_up()
        hub.start()
        try:
            _measure(table, Target(bare, "/hello"), _targets(hub))
        finally:
            hub.stop(signal.SIGTERM)
    print(f"written to {table.write()}")


def _measure(table: Table, bare: Target, targets: dict[str, Target]) -> None:
    rates: dict[str, list[float]] = {name: [] for name in ("bare", *targets)}
    for number in range(ROUNDS + 1):
        for name, target in {"bare": bare, **targets}.items():
            rate = requests_per_second(target, SECONDS)
            if number:  # the first round warms up
                rates[name].append(rate)
    table.add(Figure("a bare Flask view", f"{middle(rates['bare']):.0f}/s", "1.00"))
    for name in targets:
        pairs = zip(rates[name], rates["bare"], strict=True)
        ratio = middle([ours / theirs for ours, theirs in pairs])
        wanted = TARGETS[name]
        goal = f">= {wanted}" if wanted else ""
        is_met = ratio >= wanted if wanted else None
        table.add(Figure(name, f"{middle(rates[name]):.0f}/s", f"{ratio:.2f}", goal, is_met))


def _targets(hub: HubProcess) -> dict[str, Target]:
    hub.ask("POST", "/orgs", {"name": "acme"})
    hub.ask("POST", "/orgs/acme/apis", {"name": "books"})
    for number in range(60):
        info = {"title": "Books", "version": f"1.{number}"}
        hub.push("acme/books", orjson.dumps({"openapi": "3.1.0", "info": info, "paths": {}}))
    path = "/orgs/acme/apis/books/revisions"
    one = hub.ask("GET", f"{path}/main")
    bearer = ("Authorization", f"Bearer {hub.token}")
    known = ("If-None-Match", one.headers["etag"])
    api = f"/api/v1{path}"
    return {
        "GET one revision": Target(hub.port, f"{api}/main", (bearer,)),
        "GET one revision, unchanged": Target(hub.port, f"{api}/main", (bearer, known), 304),
        "GET a list of 50 revisions": Target(hub.port, f"{api}?limit=50", (bearer,)),
    }


@contextmanager
def _bare() -> Iterator[int]:
    """The port of a bare Flask view, served for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    script = Path(__file__).with_name("bare.py")
    process = subprocess.Popen([sys.executable, str(script), str(port), str(THREADS)])
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the bare Flask view did not start")
