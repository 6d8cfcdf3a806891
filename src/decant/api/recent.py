"""Answers given a moment ago, given again while nothing in the registry has changed.

For reads that tools repeat all day. An entry counts only for the caller it was made for,
until this process commits anything (`Database.generation`), and at most `MEMORY`
seconds, in case another process did. It holds the very bytes that were sent.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Response, current_app, request

from decant.web import actor, database

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY: Final = 2.0  # seconds
MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 32_768  # of one answer


@dataclass(frozen=True, slots=True)
class _Entry:
    generation: int
    until: float  # on the monotonic clock
    etag: str
    body: bytes | None  # None where all that was sent is that nothing has changed
    headers: tuple[tuple[str, str], ...]


def remembered(view: Callable[[], Response]) -> Response:
    """Answer from memory, with a 304 if the caller knows it already; else ask the view."""
    entries: dict[Any, _Entry] = current_app.extensions.setdefault("decant.recent", {})
    asker = actor()
    key = (asker.user_id, asker.token_id, request.path, request.query_string)
    generation = database().generation
    now = time.monotonic()
    entry = entries.get(key)
    if entry is not None and entry.generation == generation and entry.until > now:
        again = _again(entry)
        if again is not None:
            return again
    answer = view()
    made = _entry(answer, generation, now + MEMORY)
    if made is not None:
        if len(entries) >= MOST_ENTRIES:
            entries.clear()
        entries[key] = made
    return answer


def _again(entry: _Entry) -> Response | None:
    known = request.environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and entry.etag in known:
        return Response(status=304, headers={"ETag": entry.etag})
    return None if entry.body is None else Response(entry.body, headers=entry.headers)


def _entry(answer: Response, generation: int, until: float) -> _Entry | None:
    etag = answer.headers.get("ETag")
    if etag is None or answer.is_streamed or answer.status_code not in {200, 304}:
        return None
    if answer.status_code == 304:
        return _Entry(generation, until, etag, None, ())
    body = answer.get_data()
    if len(body) > MOST_BYTES:
        return None
    return _Entry(generation, until, etag, body, tuple(answer.headers.items()))
