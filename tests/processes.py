"""A hub in a process of its own, as an operator starts it, and callers that talk HTTP to it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER: Final = (sys.executable, "-m", "decant.server")
PASSWORD: Final = "correct horse battery"
LISTENS: Final = re.compile(r"listens on http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the hub said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass(slots=True)
class HubProcess:
    """One hub on a folder; it can be killed and started again on what is left there."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    token: str = ""
    process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DECANT_")}
        return {
            **kept,
            "DECANT_ENV": "development",
            "DECANT_DATA_DIR": str(self.folder),
            "DECANT_RATE_LIMIT": "0",
            **self.settings,
        }

    def command(self, *arguments: str, said: str | None = None) -> str:
        """Run one `decant-server` command to its end and return what it printed."""
        done = subprocess.run(
            [*SERVER, *arguments],
            env=self.environment(),
            cwd=self.folder,
            input=said,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"decant-server {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def set_up(self) -> None:
        """Make the database, an administrator and a token."""
        self.command("upgrade")
        self.command("create-admin", "ada", said=PASSWORD + "\n")
        self.token = self.command("token", "ada", "--scopes", "read,write,admin").strip()

    def start(self) -> None:
        """Serve on a free port; returns once it listens."""
        log = (self.folder / "log").open("a")
        self.process = subprocess.Popen(
            [*SERVER, "run", "--port", "0"],
            env=self.environment(),
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found = LISTENS.search(line)
            if found:
                self.port = int(found[1])
                return
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it: politely, or with SIGKILL as a power cut would."""
        if self.process is None:
            return
        self.process.send_signal(number)
        self.process.wait(40)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        payload = None
        if body is not None:
            payload = body if isinstance(body, bytes) else orjson.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, f"/api/v1{path}", payload, sent)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()

    def push(self, api: str, text: bytes, *, label: str = "main") -> Answer:
        """Push a document of one file to `org/api`."""
        org, _, name = api.partition("/")
        upload = {"files": {"openapi.json": text.decode()}, "label": label}
        return self.ask("POST", f"/orgs/{org}/apis/{name}/revisions", upload)


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo prints."""

    address: str
    token: str
    password: str


@contextmanager
def demo(hub: HubProcess) -> Iterator[Demo]:
    """A hub that serves the demo, for as long as it is needed."""
    process = subprocess.Popen(
        [*SERVER, "demo", "--port", "0"],
        env=hub.environment(),
        cwd=hub.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Stop with" in line:
            break
    try:
        yield Demo(
            _found(r"export DECANT_URL=(\S+)", said),
            _found(r"export DECANT_TOKEN=(\S+)", said),
            _found(r"Sign in +admin / (\S+)", said),
        )
    finally:
        process.send_signal(signal.SIGTERM)
        process.stdout.close()
        code = process.wait(30)
    assert code == 0


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match[1]
