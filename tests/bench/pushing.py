"""How long a push takes, with a base to compare, against the bare parse of the same text."""

from __future__ import annotations

import signal
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

import orjson

from processes import HubProcess

from .corpus import CORPUS
from .figures import Figure, Table, middle
from .pairs import github

ROUNDS: Final = 5


def run() -> None:
    """Push neighbours in a history in turn, each time to an API of its own."""
    table = Table("Pushing")
    with tempfile.TemporaryDirectory() as folder:
        hub = HubProcess(Path(folder))
        hub.set_up()
        hub.start()
        hub.ask("POST", "/orgs", {"name": "acme"})
        try:
            _measure(hub, table, "Box", 0.5, _box())
            _measure(hub, table, "GitHub", 2.0, _github())
        finally:
            hub.stop(signal.SIGTERM)
    print(f"written to {table.write()}")


def _box() -> tuple[bytes, bytes] | None:
    files = sorted((CORPUS / "box").glob("*.json"))
    return (files[-2].read_bytes(), files[-1].read_bytes()) if files else None


def _github() -> tuple[bytes, bytes] | None:
    older, newer = github("23.0.0"), github("23.0.1")
    return (older.read_bytes(), newer.read_bytes()) if older and newer else None


def _measure(
    hub: HubProcess, table: Table, name: str, wanted: float, texts: tuple[bytes, bytes] | None
) -> None:
    if texts is None:
        table.add(Figure(f"push {name}", "not at hand"))
        return
    older, newer = texts
    first, second, parsing = [], [], []
    for number in range(ROUNDS):
        api = f"{name.lower()}-{number}"
        hub.ask("POST", "/orgs/acme/apis", {"name": api})
        hub.ask("GET", "/whoami")
        first.append(_pushed(hub, api, older))
        second.append(_pushed(hub, api, newer))
        started = perf_counter()
        orjson.loads(newer)
        parsing.append(perf_counter() - started)
    parse, size = middle(parsing), f"{len(newer) / 1e6:.1f} MB"
    for words, seconds in (("first", middle(first)), ("with a base", middle(second))):
        ratio = f"{seconds / parse:.0f} x parse"
        is_met = seconds <= wanted
        row = Figure(
            f"push {name}, {size}, {words}", f"{seconds:.2f} s", ratio, f"<= {wanted} s", is_met
        )
        table.add(row)


def _pushed(hub: HubProcess, api: str, text: bytes) -> float:
    upload = orjson.dumps({"files": {"openapi.json": text.decode()}, "override_reason": "measured"})
    started = perf_counter()
    answer = hub.ask("POST", f"/orgs/acme/apis/{api}/revisions", upload)
    seconds = perf_counter() - started
    if answer.status != 201:
        raise RuntimeError(f"{answer.status}: {answer.body[:500]!r}")
    return seconds
