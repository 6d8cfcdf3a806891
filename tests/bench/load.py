"""A load client: a few connections that each ask again as soon as they are answered.

Its own process, so that its work is not the server's; bounded in seconds, loopback only.
"""

from __future__ import annotations

import multiprocessing
import selectors
import socket
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

CONNECTIONS: Final = 8
HEAD_END: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Target:
    """One request, to be repeated."""

    port: int
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200

    def request(self) -> bytes:
        """The request as bytes on the wire."""
        lines = [f"GET {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode() + HEAD_END


def requests_per_second(target: Target, seconds: float) -> float:
    """How many requests a second the target answers, as seen by another process."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_measure, args=(theirs, target, seconds)
    )
    process.start()
    rate, fault = ours.recv()
    process.join()
    if fault:
        raise RuntimeError(fault)
    return float(rate)


def _measure(pipe: Connection, target: Target, seconds: float) -> None:
    try:
        pipe.send((_rate(target, seconds), ""))
    except (OSError, RuntimeError) as error:
        pipe.send((0.0, f"GET {target.path}: {error}"))


def _rate(target: Target, seconds: float) -> float:
    request, wanted = target.request(), f"HTTP/1.1 {target.status} ".encode()
    selector = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", target.port))
        selector.register(connection, selectors.EVENT_READ, bytearray())
        connection.sendall(request)
    answered, started = 0, perf_counter()
    end = started + seconds
    while (now := perf_counter()) < end:
        for key, _ in selector.select(end - now):
            ready, buffer = key.fileobj, key.data
            assert isinstance(ready, socket.socket)
            received = ready.recv(262_144)
            if not received:
                raise RuntimeError("the server closed the connection")
            buffer += received
            if _is_whole(buffer):
                if not buffer.startswith(wanted):
                    raise RuntimeError(f"answered {bytes(buffer[:200])!r}")
                buffer.clear()
                answered += 1
                ready.sendall(request)
    return answered / (perf_counter() - started)


def _is_whole(buffer: bytearray) -> bool:
    end = buffer.find(HEAD_END)
    if end < 0:
        return False
    head = bytes(buffer[:end]).lower()
    place = head.find(b"content-length:")
    length = 0 if place < 0 else int(head[place + 15 :].split(b"\r\n", 1)[0])
    return len(buffer) >= end + len(HEAD_END) + length
