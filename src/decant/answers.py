"""What every answer of the hub carries, and the line it leaves in the log.

Headers are added where the server takes the answer over, so none can be forgotten: not
for an error, not for a file. The log never holds a query, a header or a body.
"""

from __future__ import annotations

import json
import logging
import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TextIO

import orjson

from decant.services.limits import WINDOW
from decant.web import id_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from decant.services.limits import Allowance
    from decant.settings import Settings
    from decant.web import Headers

ALWAYS: Final[Headers] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]
# Unless it says otherwise: as a page it may do nothing, and it is for its caller only.
UNLESS_GIVEN: Final[Headers] = [
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
PRIVATE: Final[Headers] = [
    ("Cache-Control", "private, no-cache"),
    ("Vary", "Authorization, Cookie"),
]


# A token or a refresh token of ours, or a JWT, in a path or in what an exception repeats.
SECRET: Final = re.compile(r"dcn[tr]_[\w-]*|eyJ[\w-]{10,}[\w.-]*")


class Finish:
    """Completes the headers of an answer, and logs it once a process that serves sets `log`."""

    log: AccessLog | None = None

    def __init__(self, settings: Settings) -> None:
        self._always = list(ALWAYS)
        if settings.serves_https:
            self._always.append(("Strict-Transport-Security", "max-age=31536000"))

    def __call__(self, environ: WSGIEnvironment, status: str, headers: Headers) -> Headers:
        """Return the headers to send."""
        given = {name for name, _ in headers}
        sent = [*headers, ("X-Request-ID", id_of(environ))]
        if "Cache-Control" not in given:
            sent += PRIVATE
        if not status.startswith("304"):  # whose receiver has all these (RFC 9110 §15.4.5)
            sent += self._always
            sent += [header for header in UNLESS_GIVEN if header[0] not in given]
        allowance: Allowance | None = environ.get("decant.allowance")
        if allowance is not None:
            reset = allowance.reset
            sent.append(("RateLimit-Policy", f'"api";q={allowance.limit};w={int(WINDOW)}'))
            sent.append(("RateLimit", f'"api";r={allowance.remaining};t={reset}'))
        if self.log is not None:
            self.log.write(environ, status)
        return sent


class AccessLog:
    """A line for each request, written without the detour of `logging`: it is on every path."""

    def __init__(self, stream: TextIO, *, as_json: bool) -> None:
        self._stream = stream
        self._as_json = as_json

    def write(self, environ: WSGIEnvironment, status: str) -> None:
        """Write the line of one request."""
        took = time.monotonic() - environ["decant.begun"]
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": environ["REQUEST_METHOD"],
            "path": _path(environ),
            "status": int(status[:3]),
            "ms": round(took * 1000, 1),
            "user": environ.get("decant.user") or "-",
            "address": environ.get("REMOTE_ADDR", "-"),
            "request_id": id_of(environ),
        }
        with suppress(OSError):  # a full disk must not keep anybody from their answer
            self._stream.write((_as_json if self._as_json else _as_text)(line) + "\n")


def _path(environ: WSGIEnvironment) -> str:
    path = _without_secrets(environ.get("PATH_INFO", ""))
    # PEP 3333: the bytes of the path, as if they were Latin-1.
    return path if path.isascii() else path.encode("latin-1").decode("utf-8", "replace")


def _as_json(line: dict[str, Any]) -> str:
    written = orjson.dumps(line).decode()
    if written.isprintable():
        return written
    # JSON lets C1 controls and U+2028 stand as they are; terminals and readers of lines do not.
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in written)


def _as_text(line: dict[str, Any]) -> str:
    clock = line["time"][11:19]
    return " ".join([clock, *(_one_line(str(line[name])) for name in line if name != "time")])


class Lines(logging.Formatter):
    """A line for people: when, what; only a traceback takes more."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        said = f"{moment} {record.levelname} {_one_line(_without_secrets(record.getMessage()))}"
        if not record.exc_info:
            return said
        # Indented, so that nothing an exception repeats can pass for a line of its own.
        trace = _without_secrets(self.formatException(record.exc_info)).splitlines()
        return "\n    ".join([said, *map(_one_line, trace)])


class JSONLines(logging.Formatter):
    """A line for machines: one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _without_secrets(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = _without_secrets(self.formatException(record.exc_info))
        return _as_json(line)


def _without_secrets(said: str) -> str:
    return SECRET.sub("***", said)


def _one_line(said: str) -> str:
    if said.isprintable():
        return said
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in said)
