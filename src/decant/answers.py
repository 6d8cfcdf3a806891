"""What every answer of the hub carries, and the line it leaves in the log.

Headers are added where the server takes the answer over, so none can be forgotten: not
for an error, not for a file. The log never holds a query, a header or a body.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import orjson
from flask import g, request

from decant.services.limits import WINDOW
from decant.web import address, request_id

if TYPE_CHECKING:
    from decant.settings import Settings
    from decant.web import Headers

access_log: Final = logging.getLogger("decant.access")

ALWAYS: Final[Headers] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]
# Unless it says otherwise: as a page it may do nothing, and it is for its caller only.
UNLESS_GIVEN: Final[dict[str, Headers]] = {
    "Content-Security-Policy": [
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
    ],
    "Cross-Origin-Resource-Policy": [("Cross-Origin-Resource-Policy", "same-origin")],
    "Cache-Control": [("Cache-Control", "private, no-cache"), ("Vary", "Authorization, Cookie")],
}


class Finish:
    """Completes the headers of an answer and logs it."""

    def __init__(self, settings: Settings) -> None:
        self._always = list(ALWAYS)
        if settings.serves_https:
            self._always.append(("Strict-Transport-Security", "max-age=31536000"))

    def __call__(self, status: str, headers: Headers, begun: float) -> Headers:
        """Return the headers to send; the request began at `begun` on the monotonic clock."""
        given = {name for name, _ in headers}
        sent = headers + self._always
        sent.append(("X-Request-ID", request_id()))
        for name, usual in UNLESS_GIVEN.items():
            if name not in given:
                sent += usual
        allowance = g.get("allowance")
        if allowance is not None:
            reset = allowance.reset
            sent.append(("RateLimit-Policy", f'"api";q={allowance.limit};w={int(WINDOW)}'))
            sent.append(("RateLimit", f'"api";r={allowance.remaining};t={reset}'))
        if access_log.isEnabledFor(logging.INFO):
            _log(status, begun)
        return sent


def _log(status: str, begun: float) -> None:
    actor = g.get("actor")
    access_log.info(
        "%s %s",
        request.method,
        quote(request.path),
        extra={
            "facts": {
                "status": int(status[:3]),
                "ms": round((time.monotonic() - begun) * 1000, 1),
                "request_id": request_id(),
                "user": actor.name if actor is not None else "",
                "address": address(),
            }
        },
    )


class Lines(logging.Formatter):
    """A line for people: time, what, then the facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record; only a traceback takes more than a line."""
        facts = " ".join(f"{name}={value}" for name, value in _facts(record).items() if value)
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        return f"{moment} {_one_line(record.getMessage())} {facts}{self._trace(record)}".rstrip()

    def _trace(self, record: logging.LogRecord) -> str:
        return "\n" + self.formatException(record.exc_info) if record.exc_info else ""


class JSONLines(logging.Formatter):
    """A line for machines: one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    facts: dict[str, Any] = getattr(record, "facts", {})
    return facts


def _one_line(message: str) -> str:
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in message)
