"""Messages between the hub and its workers: whole, in time, or not at all."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from decant.pool.channel import Channel, ChannelClosed, Message

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ends() -> Iterator[tuple[Channel, socket.socket]]:
    """A channel, and the bare socket at its other end."""
    ours, theirs = socket.socketpair()
    channel = Channel(ours)
    with closing(channel), closing(theirs):
        yield channel, theirs


def test_a_message_arrives_as_it_was_sent(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    message = Message({"task": "none"}, (b"", b"\0" * 100_000))
    sender = threading.Thread(target=Channel(other).send, args=(message,))
    sender.start()

    assert channel.receive(time.monotonic() + 10) == message
    sender.join()


@pytest.mark.parametrize(
    "bytes_",
    [b"", b"short", b"\xff" * 16, struct.pack("<QQ", 5, 0) + b"{no}!"],
    ids=["nothing", "half a size", "more than anybody sends", "no JSON"],
)
def test_an_end_that_hangs_up_or_talks_nonsense_is_gone(
    ends: tuple[Channel, socket.socket], bytes_: bytes
) -> None:
    channel, other = ends
    other.sendall(bytes_)
    other.close()

    with pytest.raises(ChannelClosed):
        channel.receive()


def test_nobody_to_send_to_is_told(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    other.close()

    with pytest.raises(ChannelClosed):
        channel.send(Message({}))


def test_an_end_that_does_not_read_is_not_waited_for(
    ends: tuple[Channel, socket.socket],
) -> None:
    channel, _ = ends

    with pytest.raises(TimeoutError):
        channel.send(Message({}, (b"x" * (8 << 20),)), time.monotonic() + 0.1)
