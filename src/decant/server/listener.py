"""The web server: waitress, taught to finish what it began and to hang up on dawdlers.

Two things waitress 3.0.2 does not do by itself. On SIGTERM it cuts requests in flight;
here the socket closes, running and queued requests are answered, then the loop ends. And
a client that drips one byte a second holds a connection for ever; here a request must
arrive within a deadline that only a decent pace extends. Both lean on attributes waitress
does not document, which is why its version is pinned and both have fault tests.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import orjson
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

RECEIVE_SECONDS: Final = 30.0
DECENT_PACE: Final = 32 * 1024  # bytes that buy one more second to arrive
DRAIN_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.25
FRAMING_ALLOWANCE: Final = 64 * 1024  # the app says 413 first, with more to tell


@dataclass(frozen=True, slots=True)
class Limits:
    """What the listener binds and allows; sizes are in bytes, times in seconds."""

    host: str
    port: int
    threads: int
    body_bytes: int
    trusted_proxy: str | None = None
    receive_seconds: float = RECEIVE_SECONDS
    drain_seconds: float = DRAIN_SECONDS


class Answer(WSGITask):  # type: ignore[misc]  # waitress ships no types
    """An answer that says goodbye when the server is on its way out."""

    def build_response_header(self) -> bytes:
        """Close the connection after this answer once the server drains."""
        if self.channel.server.is_draining:
            self.set_close_on_finish()
        header: bytes = super().build_response_header()
        return header

    def set_close_on_finish(self) -> None:
        """Keep the connection after a 204 or a 304, which end without a length (RFC 9112 §6.3).

        waitress hangs up after each, so asking whether anything changed would cost a
        connection every time.
        """
        asked = self.request.headers.get("CONNECTION", "").lower()
        leaving = self.channel.server.is_draining or asked == "close"
        if leaving or self.has_body or self.version != "1.1":
            super().set_close_on_finish()


class Complaint(ErrorTask):  # type: ignore[misc]  # waitress ships no types
    """What is wrong with a request that never became one, as problem+json (RFC 9457)."""

    def execute(self) -> None:
        """Answer for waitress's own refusals in the words of the rest of the hub."""
        error = self.request.error
        body = orjson.dumps(
            {
                "type": "about:blank",
                "title": error.reason,
                "status": error.code,
                "detail": str(error.body),
                "code": HTTPStatus(error.code).name.lower(),
                "request_id": uuid4().hex,
                "errors": [],
            }
        )
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "application/problem+json"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress ships no types
    """A connection that knows since when its unfinished request has been arriving."""

    task_class = Answer
    error_task_class = Complaint
    began: float | None = None
    arrived = 0

    def received(self, data: bytes) -> bool:
        """Take bytes in, and note when the request they belong to began."""
        before = self.request
        taken: bool = super().received(data)
        if self.request is None:
            self.began = None
        elif self.request is before and self.began is not None:
            self.arrived += len(data)
        else:
            self.began, self.arrived = time.monotonic(), len(data)
        return taken

    def is_late(self, allowed: float) -> bool:
        """Say whether an unfinished request has taken longer than its size excuses."""
        if self.began is None:
            return False
        return time.monotonic() - self.began > allowed + self.arrived / DECENT_PACE

    @property
    def is_busy(self) -> bool:
        """Somebody still waits for an answer here, or is still sending the question."""
        return bool(self.requests or self.request is not None or self.total_outbufs_len)


class Listener(TcpWSGIServer):  # type: ignore[misc]  # waitress ships no types
    """One listening socket, its connections and its threads."""

    channel_class = Connection
    is_draining = False

    def __init__(self, application: Callable[..., Any], limits: Limits) -> None:
        self.limits = limits
        adjustments = Adjustments(**_adjustments(limits))
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(adjustments.threads)
        super().__init__(
            application, {}, dispatcher=dispatcher, adj=adjustments, sockinfo=adjustments.listen[0]
        )

    @property
    def address(self) -> str:
        """Return where it listens, as a URL."""
        host = self.effective_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.effective_port}"

    def maintenance(self, now: float) -> None:
        """Hang up on idle connections and on requests that take too long to arrive."""
        super().maintenance(now)
        for connection in self.active_channels.values():
            if connection.is_late(self.limits.receive_seconds):
                connection.will_close = True

    def serve_until(self, stop: threading.Event) -> None:
        """Serve; once `stop` is set, answer what has begun and return."""
        while not stop.is_set():
            self._turn()
        self._drain(time.monotonic() + self.limits.drain_seconds)

    def _turn(self) -> None:
        self.asyncore.loop(
            timeout=POLL_SECONDS, map=self._map, use_poll=self.adj.asyncore_use_poll, count=1
        )

    def _drain(self, deadline: float) -> None:
        self.is_draining = True
        self.del_channel()
        self.socket.close()
        while self._is_busy() and time.monotonic() < deadline:
            self.maintenance(time.time())
            self._turn()
        left = max(0.0, deadline - time.monotonic())
        self.task_dispatcher.shutdown(cancel_pending=False, timeout=left)
        self.asyncore.close_all(self._map, ignore_all=True)

    def _is_busy(self) -> bool:
        return any(connection.is_busy for connection in self.active_channels.values())


def _adjustments(limits: Limits) -> dict[str, Any]:
    adjustments: dict[str, Any] = {
        "host": limits.host,
        "port": limits.port,
        "threads": limits.threads,
        "ident": None,
        "connection_limit": 1000,
        "asyncore_use_poll": True,
        "channel_timeout": 60,
        "cleanup_interval": 1,
        "max_request_body_size": limits.body_bytes + FRAMING_ALLOWANCE,
        "max_request_header_size": 32 * 1024,
        "expose_tracebacks": False,
        "clear_untrusted_proxy_headers": True,
    }
    if limits.trusted_proxy:
        adjustments |= {
            "trusted_proxy": limits.trusted_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        }
    # Its depth says nothing an operator can act on, at a line for every busy moment.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return adjustments
