"""Messages between the hub and its engine workers: a JSON head and any number of parts.

JSON, not pickle: a document that took over its worker must not run code in the hub.
"""

from __future__ import annotations

import struct
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

if TYPE_CHECKING:
    import socket

Json: TypeAlias = Any

_SIZES: Final = struct.Struct("<QQ")
# Far above what a push may hold; a worker that announces more is not to be believed.
_MOST_BYTES: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Message:
    """`head` is JSON; `parts` are bytes that JSON would have to spell."""

    head: dict[str, Json]
    parts: tuple[bytes, ...] = ()


class ChannelClosed(Exception):  # noqa: N818 - an outcome the caller always answers
    """The other side is gone, or talks nonsense."""


class Channel:
    """One end of a socket pair. Deadlines are in seconds of `time.monotonic`."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: Message, deadline: float | None = None) -> None:
        """Write a message; raises TimeoutError past the deadline, ChannelClosed if nobody reads."""
        head = orjson.dumps([message.head, [len(part) for part in message.parts]])
        body = sum(map(len, message.parts))
        self._wait_until(deadline)
        try:
            self._end.sendall(b"".join((_SIZES.pack(len(head), body), head, *message.parts)))
        except (BrokenPipeError, ConnectionError) as gone:
            raise ChannelClosed from gone

    def receive(self, deadline: float | None = None) -> Message:
        """Read the next message; raises TimeoutError past the deadline, ChannelClosed at the end."""
        head_size, body_size = _SIZES.unpack(self._exactly(_SIZES.size, deadline))
        if head_size + body_size > _MOST_BYTES:
            raise ChannelClosed
        try:
            head, lengths = orjson.loads(self._exactly(head_size, deadline))
        except (orjson.JSONDecodeError, ValueError) as nonsense:
            raise ChannelClosed from nonsense
        body = self._exactly(body_size, deadline)
        parts, start = [], 0
        for length in lengths:
            parts.append(bytes(body[start : start + length]))
            start += length
        return Message(head, tuple(parts))

    def close(self) -> None:
        """Hang up; the other side reads the end."""
        self._end.close()

    def _exactly(self, size: int, deadline: float | None) -> memoryview:
        buffer = memoryview(bytearray(size))
        filled = 0
        while filled < size:
            self._wait_until(deadline)
            try:
                count = self._end.recv_into(buffer[filled:])
            except ConnectionError as gone:
                raise ChannelClosed from gone
            if count == 0:
                raise ChannelClosed
            filled += count
        return buffer

    def _wait_until(self, deadline: float | None) -> None:
        if deadline is None:
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._end.settimeout(left)
