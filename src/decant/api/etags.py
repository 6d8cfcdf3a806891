"""Versions of things, as ETags: answered before loading, demanded before changing.

ETags are strong and the same for every caller. A mutable thing's begins with its
version, so that If-Match says which version the caller has seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import Response, request

from decant.errors import Fault, Invalid, PreconditionFailed, PreconditionMissing

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

CONDITIONS: Final = {"HTTP_IF_MATCH": "If-Match", "HTTP_IF_NONE_MATCH": "If-None-Match"}
LONGEST: Final = 4096  # characters of one of these
OURS: Final = re.compile(r'"([0-9]{1,15})(?:-[^"]*)?"')


def tag(version: int | str, *parts: object) -> str:
    """Write an ETag: the version, then whatever else the answer depends on."""
    rest = "".join(f"-{part}" for part in parts)
    return f'"{version}{rest}"'


def refuse_long(environ: WSGIEnvironment) -> None:
    """Refuse conditions that name more ETags than anybody can have seen."""
    for key, name in CONDITIONS.items():
        if len(environ.get(key, "")) > LONGEST:
            message = f"must have at most {LONGEST} characters"
            raise Invalid(f"{name}: {message}", [Fault("headers", f"/{name}", message)])


def unchanged(etag: str) -> Response | None:
    """Return the 304 if the caller knows this ETag already; ask before loading anything."""
    known = request.headers.get("If-None-Match")
    if known is None:
        return None
    # RFC 9110 §13.1.2: weak comparison; a proxy that compresses may have weakened the tag.
    sent = {part.strip().removeprefix("W/") for part in known.split(",")}
    if etag not in sent and known.strip() != "*":
        return None
    return Response(status=304, headers={"ETag": etag})


def expected() -> int | None:
    """Return the version that If-Match names, None for any; raise where it is missing."""
    sent = request.headers.get("If-Match")
    if sent is None:
        raise PreconditionMissing("send If-Match with the ETag of what you mean to change")
    if sent.strip() == "*":
        return None
    found = OURS.fullmatch(sent.strip())
    if found is None:
        # RFC 9110 §13.1.1: a tag that is not ours matches nothing.
        raise PreconditionFailed("If-Match names no version of this; read it again")
    return int(found[1])


def given() -> int | None:
    """Return the version that If-Match names, where it is optional; None for any."""
    return expected() if "If-Match" in request.headers else None


def creates() -> bool:
    """Say whether the caller means to create only: `If-None-Match: *`."""
    return request.headers.get("If-None-Match", "").strip() == "*"
