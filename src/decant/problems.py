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
from werkzeug.exceptions import HTTPException, NotFound

from decant import errors
from decant.errors import Invalid, Refusal, TooMany, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from decant.contract.findings import Finding
    from decant.errors import Fault

MEDIA_TYPE: Final = "application/problem+json"
BROKEN_JSON: Final = "broken_json"

# fmt: off
STATUSES: Final[dict[type[Refusal], tuple[int, str]]] = {
    errors.NotFound:           (404, "Not found"),
    errors.NotSignedIn:        (401, "Not signed in"),
    errors.BadCredentials:     (401, "Wrong name or password"),
    errors.BadToken:           (401, "Bad token"),
    errors.Forbidden:          (403, "Not allowed"),
    errors.Invalid:            (422, "Invalid request"),
    errors.Unreadable:         (422, "Unreadable document"),
    errors.UnreadableRuleset:  (422, "Unreadable ruleset"),
    errors.PushRefused:        (422, "Push refused"),
    errors.Conflict:           (409, "Conflict"),
    errors.NameTaken:          (409, "Name taken"),
    errors.LastOwner:          (409, "Last owner"),
    errors.PolicyBelowFloor:   (409, "Policy below the floor"),
    errors.SecondPersonNeeded: (409, "Second person needed"),
    errors.WaiverSettled:      (409, "Waiver settled"),
    errors.ReviewDecided:      (409, "Review decided"),
    errors.ReviewOutdated:     (409, "Review outdated"),
    errors.NotLetIn:           (409, "Not let in"),
    errors.PreconditionMissing: (428, "Precondition required"),
    errors.PreconditionFailed: (412, "Precondition failed"),
    errors.KeyReused:          (422, "Idempotency key reused"),
    errors.KeyInProgress:      (409, "Idempotency key in progress"),
    errors.TooMany:            (429, "Too many requests"),
    errors.TooLarge:           (413, "Too large"),
    errors.Unavailable:        (503, "Try again"),
}

# A name or an id of the wrong form ends there, too, and nobody typed the address.
NOWHERE: Final = "there is nothing at this address; is every name and id in it whole?"
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

MOST_ERRORS: Final = 100  # in one problem, of what may be wrong in a large document

# What each code means, and what to do about it.
EXPLANATIONS: Final[dict[str, tuple[str, str]]] = {
    "not_found": (
        "There is nothing here that you may see: it does not exist, or it is not yours to see.",
        (
            "Check the address. If it should be there, sign in, or use a token that reaches it; "
            "`GET /api/v1/whoami` says whom the hub takes you for."
        ),
    ),
    "not_signed_in": (
        "This takes somebody, and the request did not say who.",
        "Send a token as `Authorization: Bearer …`; `decant login` keeps one.",
    ),
    "bad_credentials": (
        "The name or the password is wrong, or the refresh token is; which one is not said.",
        "Try again, or sign in anew. After ten attempts, wait five minutes.",
    ),
    "bad_token": (
        "The token is mistyped, expired, revoked, or of a session that has ended.",
        "Make a new token, or sign in again. Whoever runs CI should look when theirs ends.",
    ),
    "forbidden": (
        "You may see this, but not do what you asked: your role or your token does not reach.",
        "Ask a maintainer of the org, or use a token with a wider scope. The detail says which.",
    ),
    "invalid": (
        "The request makes no sense; every fault is in `errors`, with its place.",
        (
            "Mend what `errors` names. Fields and parameters that the contract does not know are "
            "refused, so that a slip is not overlooked."
        ),
    ),
    "unreadable_document": (
        "The files are not an OpenAPI document that can be read.",
        "Each of `errors` has the file, the line and a hint. `decant validate` finds them locally.",
    ),
    "unreadable_ruleset": (
        "The files are not a ruleset that can run as it is.",
        (
            "Each of `errors` has the file, the line and a hint. `decant lint --ruleset` finds "
            "most of them locally."
        ),
    ),
    "push_refused": (
        "The policy of the API does not let this document in. The check that says why is kept.",
        (
            "Open the check: it names every change and what to do instead. A maintainer may push "
            "with a reason, which is kept."
        ),
    ),
    "conflict": (
        "It clashes with what is there, or with what somebody wrote at the same moment.",
        "Read what is there now, and decide anew.",
    ),
    "name_taken": (
        "The name is reserved, or is or once was somebody's; names are never given twice.",
        "Choose another.",
    ),
    "last_owner": (
        "An org keeps at least one owner.",
        "Make somebody else an owner first.",
    ),
    "policy_below_floor": (
        "A policy may only be stricter than what the server or the org above it insists on.",
        (
            "Leave out what `field` names, or make it stricter. What one API needs to let pass "
            "is for a waiver, or for the policy of that `level`."
        ),
    ),
    "second_person_needed": (
        "The policy wants that somebody else agrees to this: nobody lets their own pass.",
        "Ask for a review, or have another maintainer do it.",
    ),
    "waiver_settled": (
        "The waiver was approved, was revoked or has expired by now; each happens once.",
        "Read it again. What should still pass takes a new waiver.",
    ),
    "review_decided": (
        "The review was approved or rejected by now; that happens once.",
        "Read it again. What should still go in takes a new push.",
    ),
    "review_outdated": (
        "The label has moved since the push was judged, or a newer push waits for it.",
        "Push again: it is judged against where the label is now, and waits anew if it must.",
    ),
    "not_let_in": (
        "No push of the revision was let in as the policy of this label wants it.",
        "Push it to this label, or have a maintainer approve its review or move the label there.",
    ),
    "precondition_required": (
        "What you mean to change may have changed since you read it.",
        "Send its `ETag` as `If-Match`, or `*` if you do not mind.",
    ),
    "precondition_failed": (
        "It has changed since you read it, so nothing was done.",
        "Read it again, and decide anew.",
    ),
    "idempotency_key_reused": (
        "This `Idempotency-Key` came with another request before.",
        "Make a new key for each new request, and keep it for retries of that one only.",
    ),
    "idempotency_key_in_progress": (
        "The first request with this `Idempotency-Key` is still running.",
        "Wait as long as `Retry-After` says, and send it again with the same key.",
    ),
    "too_many_requests": (
        "There were more requests than this hub takes from one caller.",
        "Wait as long as `Retry-After` says; `RateLimit` tells what is left.",
    ),
    "too_large": (
        "The request holds more bytes than this hub takes.",
        (
            "Push less: generated data and large examples can live elsewhere. "
            "The operator sets `DECANT_MAX_UPLOAD_MB`."
        ),
    ),
    "unavailable": (
        "The hub is busy, or a part of it is not there just now. Nothing was done.",
        "Try again after as long as `Retry-After` says.",
    ),
    "bad_request": (
        "The request is not sound HTTP, or it was sent to a host that this hub does not serve.",
        "Check the address. The operator sets `DECANT_ALLOWED_HOSTS`.",
    ),
    "broken_json": (
        "The body is not JSON, or an object in it names a member twice.",
        "Mend it where the detail says.",
    ),
    "method_not_allowed": (
        "Nothing answers to this method here.",
        "The header `Allow` lists those that do.",
    ),
    "not_acceptable": (
        "The answer does not come in any form that you accept.",
        "Accept `application/json`.",
    ),
    "timeout": (
        "The request did not arrive in time.",
        "Send it again, over a steadier connection.",
    ),
    "length_required": (
        "The request does not say how long its body is.",
        "Send `Content-Length`.",
    ),
    "url_too_long": ("The address is longer than this hub reads.", "Shorten it."),
    "unsupported_media_type": (
        "The body is of a kind that this operation does not read.",
        "Send JSON, as `Content-Type: application/json`.",
    ),
    "range_not_satisfiable": (
        "The range asked for lies outside of what there is.",
        "Ask for the whole.",
    ),
    "headers_too_large": (
        "The headers of the request are longer than this hub reads.",
        "Send fewer; a very large cookie is the usual cause.",
    ),
    "internal": (
        "Something went wrong in the hub itself.",
        "Tell the operator the request id: it finds the error in the log.",
    ),
}

# Members that only some refusals add, filled by the ways in that know how to present them.
EXTENSIONS: Final[dict[type[Refusal], Callable[[Any], dict[str, Any]]]] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a code stands for, whatever request it answers."""

    code: str
    status: int
    title: str
    meaning: str
    advice: str


def get_kind(code: str) -> Kind:
    """Return what a code stands for; raises NotFound for one that no problem has."""
    found = statuses_of_codes().get(code)
    if found is None:
        raise errors.NotFound(f"no problem has the code '{code[:100]}'")
    return Kind(code, *found, *EXPLANATIONS[code])


def statuses_of_codes() -> dict[str, tuple[int, str]]:
    """Return the status and the title of every code there is."""
    framework = {code: (status, title) for status, (code, title) in FRAMEWORK.items()}
    ours = {kind.code: said for kind, said in STATUSES.items()}
    return {**framework, BROKEN_JSON: (400, "Bad request"), **ours}


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
    said = NOWHERE if error.description == NotFound.description else error.description
    return Problem(status, code, title, said or title, headers=headers)


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
    found = [_of_finding(finding) for finding in getattr(refusal, "findings", ())[:MOST_ERRORS]]
    return found or [_of_fault(fault) for fault in refusal.faults[:MOST_ERRORS]]


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
