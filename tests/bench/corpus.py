"""Real documents with their history, pushed in order by the command line into a running hub.

Each is pushed twice: the second push must change nothing. Policies of these APIs only
warn, as vendors do break their clients, and the verdict is what is to be seen.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import orjson

from processes import HubProcess

from .figures import Figure, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS: Final = Path(__file__).parents[3] / "shared" / "corpus"
DECANT: Final = Path(sys.executable).with_name("decant")
ROOTS: Final = {"digitalocean": "DigitalOcean-public.v2.yaml"}


@dataclass(frozen=True, slots=True)
class Push:
    """One push by the command line: its exit code, what it printed, how long it took."""

    code: int
    report: dict[str, Any]
    seconds: float


def run() -> None:
    """Push the corpus and print what came of each document."""
    if not CORPUS.is_dir():
        print(f"no corpus at {CORPUS}: nothing was pushed")
        return
    table = Table("Corpus")
    with tempfile.TemporaryDirectory() as folder:
        hub = HubProcess(Path(folder))
        hub.set_up()
        hub.start()
        try:
            _push_all(hub, table)
        finally:
            hub.stop(signal.SIGTERM)
    print(f"written to {table.write()}")


def documents() -> Iterator[tuple[str, Path]]:
    """(API, path) of every document, in order of time."""
    for vendor in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        for path in sorted(vendor.iterdir()):
            yield vendor.name, path


def _push_all(hub: HubProcess, table: Table) -> None:
    hub.ask("POST", "/orgs", {"name": "corpus"})
    for api, path in documents():
        hub.ask("POST", "/orgs/corpus/apis", {"name": api, "visibility": "public"})
        _allow(hub, api)
        first, again = push(hub, api, path), push(hub, api, path)
        check = first.report["check"]
        said = check["counts"]
        words = (
            f"{check['verdict']}, exit {first.code}; {_listed(said['changes'])}; "
            f"findings {_listed(said['findings'])}; again {again.report['created']}, "
            f"exit {again.code}, {again.seconds:.2f} s"
        )
        size = f"{first.report['revision']['size'] / 1e6:.2f} MB"
        is_met = first.code == again.code == 0 and again.report["created"] is False
        table.add(Figure(f"{api} {path.name}", f"{first.seconds:.2f} s", size, words, is_met))


def _allow(hub: HubProcess, api: str) -> None:
    path = f"/orgs/corpus/apis/{api}/policy"
    known = hub.ask("GET", path)
    policy = {**known.json, "breaking": "warn"}
    wanted = {name: policy[name] for name in ("breaking", "invalid", "profile")}
    hub.ask("PUT", path, wanted, **{"If-Match": known.headers["etag"]})


def push(hub: HubProcess, api: str, path: Path) -> Push:
    """Push one document with the command line, as a user would."""
    command = [str(DECANT), "push", str(path), "--api", f"corpus/{api}"]
    command += ["--format", "json", "--no-vcs"]
    if api in ROOTS:
        command += ["--root", ROOTS[api]]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DECANT_")}
    environment = {**kept, "DECANT_URL": f"http://127.0.0.1:{hub.port}", "DECANT_TOKEN": hub.token}
    started = perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    seconds = perf_counter() - started
    if not done.stdout:
        raise RuntimeError(f"{path}: exit {done.returncode}: {done.stderr.decode()[-2000:]}")
    return Push(done.returncode, orjson.loads(done.stdout), seconds)


def _listed(counts: dict[str, int]) -> str:
    return " ".join(f"{count} {name}" for name, count in counts.items() if count) or "none"
