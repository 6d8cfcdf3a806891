"""How long a push takes, with a base to compare, against the bare parse of the same text."""

from __future__ import annotations

import shutil
import signal
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

import orjson

from processes import HubProcess

from .corpus import CORPUS
from .figures import Figure, Table, middle
from .pairs import github

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS: Final = 5
WARM_UP: Final = '{"openapi": "3.1.0", "info": {"title": "Books", "version": "1"}, "paths": {}}'


def run() -> None:
    """Push neighbours in a history, each round to a hub that has seen nothing yet."""
    table = Table("Pushing")
    with tempfile.TemporaryDirectory() as folder:
        prepared = HubProcess(Path(folder) / "prepared")
        prepared.folder.mkdir()
        prepared.set_up()
        _measure(prepared, table, ("Box", 0.5), _box())
        _measure(prepared, table, ("GitHub", 2.0), _github())
    print(f"written to {table.write()}")


def _box() -> tuple[bytes, bytes] | None:
    files = sorted((CORPUS / "box").glob("*.json"))
    return (files[-2].read_bytes(), files[-1].read_bytes()) if files else None


def _github() -> tuple[bytes, bytes] | None:
    older, newer = github("23.0.0"), github("23.0.1")
    return (older.read_bytes(), newer.read_bytes()) if older and newer else None


def _measure(
    prepared: HubProcess, table: Table, aim: tuple[str, float], texts: tuple[bytes, bytes] | None
) -> None:
    name, most = aim
    if texts is None:
        table.add(Figure(f"push {name}", "not at hand"))
        return
    first, second, parsing = [], [], []
    for number in range(ROUNDS):
        with _fresh(prepared, f"{name}-{number}") as hub:
            first.append(_pushed(hub, texts[0]))
            second.append(_pushed(hub, texts[1]))
        started = perf_counter()
        orjson.loads(texts[1])
        parsing.append(perf_counter() - started)
    parse, size = middle(parsing), f"{len(texts[1]) / 1e6:.1f} MB"
    for words, seconds in (("first", middle(first)), ("with a base", middle(second))):
        what, ratio = f"push {name}, {size}, {words}", f"{seconds / parse:.0f} x parse"
        table.add(Figure(what, f"{seconds:.2f} s", ratio, f"<= {most} s", seconds <= most))


@contextmanager
def _fresh(prepared: HubProcess, name: str) -> Iterator[HubProcess]:
    """A hub of its own that serves an empty API, its engine started."""
    folder = prepared.folder.with_name(name)
    shutil.copytree(prepared.folder, folder)
    hub = HubProcess(folder, token=prepared.token)
    hub.start()
    try:
        hub.ask("POST", "/orgs", {"name": "acme"})
        hub.ask("POST", "/orgs/acme/apis", {"name": "books"})
        hub.ask("POST", "/orgs/acme/apis/books/checks", {"files": {"a.json": WARM_UP}})
        yield hub
    finally:
        hub.stop(signal.SIGTERM)


def _pushed(hub: HubProcess, text: bytes) -> float:
    upload = orjson.dumps({"files": {"openapi.json": text.decode()}, "override_reason": "measured"})
    started = perf_counter()
    answer = hub.ask("POST", "/orgs/acme/apis/books/revisions", upload)
    seconds = perf_counter() - started
    if answer.status != 201:
        raise RuntimeError(f"{answer.status}: {answer.body[:500]!r}")
    return seconds
