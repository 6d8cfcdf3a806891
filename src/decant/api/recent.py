"""Answers given a moment ago, given again while nothing in the registry has changed.

For reads that tools repeat all day. An entry counts only for the caller it was made for,
until this process commits anything (`Database.generation`), and at most `MEMORY`
seconds, in case another process did. It holds the very bytes that were sent.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from decant.services.access import Actor
    from decant.web import Hub

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


class Recall:
    """What is remembered of the answer to one request; made before the view runs."""

    __slots__ = ("_entries", "_generation", "_key", "_known_etags", "_now")

    def __init__(self, hub: Hub, asker: Actor, environ: WSGIEnvironment) -> None:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        self._key = (asker.user_id, asker.token_id, path, query)
        self._known_etags: str | None = environ.get("HTTP_IF_NONE_MATCH")
        self._entries: dict[object, _Entry] = hub.recent
        self._generation = hub.database.generation
        self._now = time.monotonic()

    def now(self) -> Response | None:
        """Answer from memory, with a 304 if the caller has it already."""
        entry = self._entries.get(self._key)
        if entry is None or entry.generation != self._generation or entry.until <= self._now:
            return None
        if self._known_etags is not None and entry.etag in self._known_etags:
            return Response(status=304, headers={"ETag": entry.etag})
        return None if entry.body is None else Response(entry.body, headers=entry.headers)

    def keep(self, answer: Response) -> Response:
        """Remember an answer that says by its ETag what it is, if it is small."""
        etag = answer.headers.get("ETag")
        if etag is None or answer.is_streamed or answer.status_code not in {200, 304}:
            return answer
        body = answer.get_data() if answer.status_code == 200 else None
        if body is not None and len(body) > MOST_BYTES:
            return answer
        if len(self._entries) >= MOST_ENTRIES:
            self._entries.clear()
        headers = () if body is None else tuple(answer.headers.items())
        self._entries[self._key] = _Entry(self._generation, self._now + MEMORY, etag, body, headers)
        return answer
