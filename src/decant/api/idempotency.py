"""A POST repeated with its Idempotency-Key has one effect and one answer.

(draft-ietf-httpapi-idempotency-key-header-07.) The first request claims the key; its
answer is kept for a day, in the very transaction that did the work where there is one.
Refusals that time may heal (429, 5xx) are not kept.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import Response, request
from sqlalchemy import delete, update

from decant import problems
from decant.errors import Conflict, Fault, Invalid, KeyInProgress, KeyReused, Refusal
from decant.models import KeptAnswer, utcnow
from decant.web import actor, database, end_transaction, is_bound, request_id, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

KEPT: Final = timedelta(hours=24)
# A claim this old belongs to a request that died with its process.
ABANDONED: Final = timedelta(minutes=5)
LONGEST_KEY: Final = 255
KEPT_HEADERS: Final = ("Content-Type", "ETag", "Location", "Link")


def once(view: Callable[[], Any]) -> Response:
    """Run the view, or answer as it did the first time."""
    key = request.headers["Idempotency-Key"]
    if not 1 <= len(key) <= LONGEST_KEY:
        fault = Fault("headers", "/Idempotency-Key", "must have 1 to 255 characters")
        raise Invalid(f"Idempotency-Key: {fault.message}", [fault])
    # A token must not be told what another one, which reached further, was answered.
    who = f"{actor().user_id}/{actor().token_id}"
    scope = _digest(f"{who}\n{request.method}\n{request.path}\n{key}".encode())
    kept = _claim(scope, _digest(request.query_string + b"\n" + request.get_data()))
    if kept is not None:
        return _replay(kept)
    try:
        answer: Response = view()
    except Refusal as refusal:
        end_transaction(refusal)
        _keep_refusal(scope, refusal)
        raise
    except BaseException as error:
        end_transaction(error)
        _release(scope)
        raise
    _keep(scope, answer)
    return answer


def _claim(scope: bytes, fingerprint: bytes) -> KeptAnswer | None:
    now = utcnow()
    try:
        with database().writing() as writing:
            writing.execute(delete(KeptAnswer).where(KeptAnswer.created_at < now - KEPT))
            kept = writing.get(KeptAnswer, scope)
            if kept is None:
                writing.add(KeptAnswer(scope=scope, fingerprint=fingerprint, created_at=now))
                return None
            if kept.fingerprint != fingerprint:
                raise KeyReused("this Idempotency-Key came with another request before")
            if kept.status is None:
                if kept.created_at > now - ABANDONED:
                    raise KeyInProgress("the first request with this key is still running")
                kept.created_at = now
                return None
    except Conflict as error:
        raise KeyInProgress("the first request with this key is still running") from error
    return kept


def _replay(kept: KeptAnswer) -> Response:
    answer = Response(kept.body or b"", kept.status)
    answer.headers.update(kept.headers or {})
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _keep(scope: bytes, answer: Response) -> None:
    if is_bound():
        _fill(session(), scope, answer)
        return
    with database().writing() as writing:
        _fill(writing, scope, answer)


def _keep_refusal(scope: bytes, refusal: Refusal) -> None:
    problem = problems.of(refusal)
    if problem.status == 429 or problem.status >= 500:
        _release(scope)
        return
    answer = problem.response(instance=request.path, request_id=request_id())
    with database().writing() as writing:
        _fill(writing, scope, answer)


def _release(scope: bytes) -> None:
    with database().writing() as writing:
        writing.execute(delete(KeptAnswer).where(KeptAnswer.scope == scope))


def _fill(writing: Session, scope: bytes, answer: Response) -> None:
    headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
    writing.execute(
        update(KeptAnswer)
        .where(KeptAnswer.scope == scope)
        .values(status=answer.status_code, headers=headers, body=answer.get_data())
    )


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
