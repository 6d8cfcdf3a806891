"""What each refusal means in HTTP: the only map from errors to status codes.

Every answer from 400 up is a problem (RFC 9457) with a stable `code`. What nobody
foresaw is a 500 that says nothing but its request id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import orjson
from flask import Response
from werkzeug.exceptions import HTTPException

from decant import errors
from decant.errors import Invalid, Refusal, TooMany, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from decant.contract.findings import Finding
    from decant.errors import Fault

MEDIA_TYPE: Final = "application/problem+json"

# fmt: off
STATUSES: Final[dict[type[Refusal], tuple[int, str]]] = {
    errors.NotFound:           (404, "Not found"),
    errors.NotSignedIn:        (401, "Not signed in"),
    errors.BadCredentials:     (401, "Wrong name or password"),
    errors.BadToken:           (401, "Bad token"),
    errors.Forbidden:          (403, "Not allowed"),
    errors.Invalid:            (422, "Invalid request"),
    errors.Unreadable:         (422, "Unreadable document"),
    errors.PushRefused:        (422, "Push refused"),
    errors.Conflict:           (409, "Conflict"),
    errors.NameTaken:          (409, "Name taken"),
    errors.LastOwner:          (409, "Last owner"),
    errors.PreconditionMissing: (428, "Precondition required"),
    errors.PreconditionFailed: (412, "Precondition failed"),
    errors.KeyReused:          (422, "Idempotency key reused"),
    errors.KeyInProgress:      (409, "Idempotency key in progress"),
    errors.TooMany:            (429, "Too many requests"),
    errors.TooLarge:           (413, "Too large"),
    errors.Unavailable:        (503, "Try again"),
}

# What the framework itself refuses, before any of our code runs.
FRAMEWORK: Final[dict[int, tuple[str, str]]] = {
    400: ("bad_request",            "Bad request"),
    401: ("not_signed_in",          "Not signed in"),
    403: ("forbidden",              "Not allowed"),
    404: ("not_found",              "Not found"),
    405: ("method_not_allowed",     "Method not allowed"),
    406: ("not_acceptable",         "Not acceptable"),
    408: ("timeout",                "Timeout"),
    411: ("length_required",        "Length required"),
    413: ("too_large",              "Too large"),
    414: ("url_too_long",           "URL too long"),
    415: ("unsupported_media_type", "Unsupported media type"),
    416: ("range_not_satisfiable",  "Range not satisfiable"),
    431: ("headers_too_large",      "Headers too large"),
    500: ("internal",               "Internal error"),
    503: ("unavailable",            "Try again"),
}
# fmt: on

# Members that only some refusals add, filled by the ways in that know how to present them.
EXTENSIONS: Final[dict[type[Refusal], Callable[[Any], dict[str, Any]]]] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer from 400 up, before it knows which request it is for."""

    status: int
    code: str
    title: str
    detail: str
    faults: list[dict[str, Any]] = field(default_factory=list)
    members: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def response(self, *, instance: str, request_id: str) -> Response:
        """Write it down for the request at `instance`."""
        body = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": quote(instance),
            "code": self.code,
            "request_id": request_id,
            "errors": self.faults,
            **self.members,
        }
        answer = Response(orjson.dumps(body), self.status, mimetype=MEDIA_TYPE)
        answer.headers.update(self.headers)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def of(error: BaseException) -> Problem:
    """Say what an exception means to a caller."""
    if isinstance(error, Refusal):
        return _of_refusal(error)
    if isinstance(error, HTTPException) and (error.code or 500) < 500:
        return _of_framework(error)
    code, title = FRAMEWORK[500]
    return Problem(500, code, title, "something went wrong here; the log has the details")


def status_of(kind: type[Refusal]) -> tuple[int, str]:
    """Look up status and title of a refusal, by itself or the nearest it descends from."""
    for ancestor in kind.__mro__:
        if ancestor in STATUSES:
            return STATUSES[ancestor]
    raise LookupError(f"{kind.__name__} has no status")


def _of_refusal(refusal: Refusal) -> Problem:
    status, title = status_of(type(refusal))
    present = EXTENSIONS.get(type(refusal))
    return Problem(
        status,
        refusal.code,
        title,
        str(refusal) or title,
        _faults(refusal),
        present(refusal) if present else {},
        _headers(refusal),
    )


def _of_framework(error: HTTPException) -> Problem:
    status = error.code or 500
    code, title = FRAMEWORK.get(status, ("bad_request", error.name))
    dropped = {"content-type", "content-length"}
    headers = {name: value for name, value in error.get_headers() if name.lower() not in dropped}
    code = getattr(error, "problem_code", code)
    return Problem(status, code, title, error.description or title, headers=headers)


def _headers(refusal: Refusal) -> dict[str, str]:
    if isinstance(refusal, TooMany | Unavailable):
        return {"Retry-After": str(refusal.retry_after)}
    if isinstance(refusal, errors.KeyInProgress):
        return {"Retry-After": "1"}
    if isinstance(refusal, errors.NotSignedIn):
        # RFC 6750 §3: an error is named only where credentials came.
        bad = isinstance(refusal, errors.BadToken)
        return {"WWW-Authenticate": 'Bearer error="invalid_token"' if bad else "Bearer"}
    return {}


def _faults(refusal: Refusal) -> list[dict[str, Any]]:
    if not isinstance(refusal, Invalid):
        return []
    found = [_of_finding(finding) for finding in getattr(refusal, "findings", ())]
    return found or [_of_fault(fault) for fault in refusal.faults]


def _of_fault(fault: Fault) -> dict[str, Any]:
    return {
        "code": "invalid_value",
        "location": fault.location,
        "pointer": fault.pointer,
        "file": None,
        "line": None,
        "column": None,
        "message": fault.message,
        "hint": None,
    }


def _of_finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.rule,
        "location": "document",
        "pointer": finding.location.pointer,
        "file": finding.location.file,
        "line": finding.location.line,
        "column": finding.location.column,
        "message": finding.message,
        "hint": finding.hint,
    }
