"""Named parts of the contract that many operations share: errors, headers, parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from . import etags
from .schemas import REQUEST_ID, ProblemSchema


@dataclass(frozen=True, slots=True)
class Response:
    """An error answer: its component's name, what it means, and headers it carries."""

    name: str
    description: str
    headers: tuple[str, ...] = ()


# Own names and words: those of Python's http.HTTPStatus change between versions.
# fmt: off
RESPONSES: Final[dict[int, Response]] = {
    400: Response("BadRequest", "The request is malformed: broken JSON, or a host the hub does not serve."),
    401: Response("NotSignedIn", "No credentials, or none that hold.", ("WWW-Authenticate",)),
    403: Response("Forbidden", "You may see this, but not do that."),
    404: Response("NotFound", "Nothing there that you may see."),
    409: Response("Conflict", "It clashes with what is there, or the same request is still running."),
    412: Response("PreconditionFailed", "It has changed since you looked: read it again."),
    413: Response("TooLarge", "More bytes than the hub takes."),
    415: Response("UnsupportedMediaType", "The body has another Content-Type than this operation reads."),
    422: Response("Invalid", "What was sent does not make sense; `errors` says where."),
    428: Response("PreconditionRequired", "Say which version you mean, with If-Match."),
    429: Response("TooManyRequests", "Slow down.", ("Retry-After",)),
    500: Response("InternalError", "Something went wrong in the hub; `request_id` finds it in the log."),
    503: Response("Unavailable", "The hub is busy; try again.", ("Retry-After",)),
}

UUID_LENGTH: Final = 36
# Whatever arrives in a header fits (RFC 9110 §5.5).
LINE: Final = r"^[^\u0000\r\n]*$"
LONGEST_LINK: Final = 64 * 1024  # twice what the listener takes of headers


def _text(pattern: str, most: int) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, "maxLength": most}


HEADERS: Final[dict[str, dict[str, Any]]] = {
    "Access-Control-Allow-Origin": {"description": "The page's own origin, if the operator lets pages from there call the API; else it is left out. Never `*`.", "schema": _text(r"^https?://[^\s/]{1,255}$", 263)},
    "ETag": {"description": "The version of what is answered, for If-None-Match and If-Match.", "schema": _text(r'^"[!#-~]{1,198}"$', 200)},
    "Link": {"description": 'The next page, as rel="next" (RFC 8288).', "schema": _text('^</[!-=?-~]*>; rel="next"$', LONGEST_LINK)},
    "Location": {"description": "Where the new thing is.", "schema": {"type": "string", "format": "uri-reference", "maxLength": 400}},
    "RateLimit": {"description": "What is left of the limit: r requests, all of them again in t seconds. Left out if the operator has set no limit.", "schema": _text(r'^"api";r=[0-9]{1,10};t=[0-9]{1,2}$', 23)},
    "RateLimit-Policy": {"description": "The limit: q requests in w seconds. Left out if the operator has set none.", "schema": _text(r'^"api";q=[0-9]{1,10};w=60$', 23)},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 300}},
    "WWW-Authenticate": {"description": "How to sign in (RFC 6750).", "schema": {"type": "string", "enum": ["Bearer", 'Bearer error="invalid_token"']}},
    "X-Request-ID": {"description": "The id of this request in the hub's log.", "schema": _text(REQUEST_ID, 64)},
}

PARAMETERS: Final[dict[str, tuple[str, str]]] = {  # name in HTTP, words
    "If-Match": ("If-Match", "The ETag of the version you mean to change; 412 if it has moved on."),
    "If-Match-Optional": ("If-Match", "The ETag of the version you mean to change, if you care; 412 if it has moved on."),
    "If-None-Match": ("If-None-Match", "An ETag you know; 304 if nothing has changed since."),
    "Idempotency-Key": ("Idempotency-Key", "Any string of 1 to 255 characters; repeating the request with it has one effect and one answer."),
}

REQUIRED: Final = frozenset({"If-Match"})  # 428 without it
LENGTHS: Final[dict[str, dict[str, int]]] = {"Idempotency-Key": {"minLength": 1, "maxLength": 255}}
# What every answer carries, and what those below /api/ do: the pages of others may call these.
ANYWHERE: Final = ("RateLimit", "RateLimit-Policy", "X-Request-ID")
ALWAYS: Final = (*ANYWHERE, "Access-Control-Allow-Origin")

PATH_PARAMETERS: Final[dict[str, tuple[str, str | None]]] = {  # words, example
    "org": ("The name of an org.", "acme"),
    "api": ("The name of an API in the org.", "petstore"),
    "user": ("The name of a user.", "grace"),
    "ref": ("A revision: its number, a label, `sha256:` and its digest, or 12 or more first digits of that.", "main"),
    "label": ("The name of a label.", "main"),
    "ruleset": ("The name of a ruleset of the org.", "style"),
    "number": ("The number of a revision.", None),
    "check_id": ("The id of a check.", None),
    "review_id": ("The id of a review.", None),
    "token_id": ("The id of a token.", None),
    "waiver_id": ("The id of a waiver.", None),
}
# fmt: on


def described(status: int, response: Response, media_type: str) -> dict[str, Any]:
    """Write a response component for an error."""
    written: dict[str, Any] = {
        "description": response.description,
        "headers": {name: name for name in (*response.headers, *ALWAYS)},
        "content": {
            media_type: {"schema": ProblemSchema, "example": _example(status, response)},
        },
    }
    return written


def register(spec: Any) -> None:
    """Add the headers, and the parameters once they are used."""
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    for key, (name, description) in PARAMETERS.items():
        parameter: dict[str, Any] = {"name": name, "description": description}
        if key in REQUIRED:
            parameter["required"] = True
        parameter["schema"] = {**_text(LINE, etags.LONGEST), **LENGTHS.get(key, {})}
        spec.components.parameter(key, "header", parameter, lazy=True)


def _example(status: int, response: Response) -> dict[str, Any]:
    code = EXAMPLE_CODES.get(status, "bad_request")
    return {
        "type": f"/problems/{code}",
        "title": response.name,
        "status": status,
        "detail": response.description,
        "instance": "/api/v1/orgs/acme",
        "code": code,
        "request_id": "3f0c9a5be2d14c77",
        "errors": [],
    }


EXAMPLE_CODES: Final[dict[int, str]] = {
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    412: "precondition_failed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    428: "precondition_required",
    429: "too_many_requests",
    500: "internal",
    503: "unavailable",
}
