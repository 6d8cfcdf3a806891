"""Does a client learn how often it may call, and when to come back?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.findings import Severity
from decant.contract.lint.exchanges import answers, api_operations, codes
from decant.contract.lint.rule import OPENAPI_3, Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

# Header names in lower case; having all of one set is enough.
# https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ is still a draft.
LIMITS: Final = (
    {"ratelimit"},
    {"ratelimit-limit", "ratelimit-reset"},
    {"x-ratelimit-limit"},
    {"x-rate-limit-limit"},
)


@rule(
    "owasp:api4:2023-rate-limit",
    Severity.ERROR,
    hint="Add a RateLimit header, or RateLimit-Limit and RateLimit-Reset.",
    dialects=OPENAPI_3,
)
def limits_are_told(elements: Elements) -> Iterator[Complaint]:
    """A service without limits can be called to death; headers let good clients slow down."""
    for operation in api_operations(elements):
        for answer in answers(elements, operation):
            if answer.code[:1] in "24" and not _tells_limits(set(answer.headers)):
                yield answer.pointer, f"The {answer.code} of {operation.name} tells no rate limit."


def _tells_limits(headers: set[str]) -> bool:
    return any(names <= headers for names in LIMITS)


@rule(
    "owasp:api4:2023-rate-limit-retry-after",
    Severity.ERROR,
    hint="Add the header Retry-After.",
    dialects=OPENAPI_3,
)
def waiting_has_an_end(elements: Elements) -> Iterator[Complaint]:
    """A client that is not told when to come back comes back at once."""
    return _without_retry_after(elements)


@rule("sp-429-retry-after", Severity.WARNING, hint="Add the header Retry-After.")
def waiting_is_told(elements: Elements) -> Iterator[Complaint]:
    """A client that is not told when to come back comes back at once (RFC 6585 §4)."""
    return _without_retry_after(elements)


def _without_retry_after(elements: Elements) -> Iterator[Complaint]:
    for operation in api_operations(elements):
        for answer in answers(elements, operation):
            if answer.code == "429" and "retry-after" not in answer.headers:
                yield answer.pointer, f"The 429 of {operation.name} has no Retry-After."


@rule(
    "owasp:api4:2023-rate-limit-responses-429",
    Severity.WARNING,
    hint="Document 429, with the content of the error.",
)
def limits_are_answered(elements: Elements) -> Iterator[Complaint]:
    """429 is how a client learns that it calls too often; undocumented, it is a surprise."""
    for operation in api_operations(elements):
        found = [one for one in answers(elements, operation) if one.code == "429"]
        if not found:
            yield operation.at("responses"), f"{operation.name} does not document 429."
        elif not found[0].node.get("content"):
            yield found[0].pointer, f"The 429 of {operation.name} has no content."


@rule("sp-429-documented", Severity.WARNING, hint="Document 429 (or 4XX).")
def calling_too_often_is_documented(elements: Elements) -> Iterator[Complaint]:
    """Every public API has a limit; a client that does not know breaks when it meets it."""
    for operation in api_operations(elements):
        if not codes(operation) & {"429", "4XX"}:
            yield operation.at("responses"), f"{operation.name} does not document 429."


@rule(
    "sp-ratelimit-headers",
    Severity.INFO,
    hint="Add the headers RateLimit and RateLimit-Policy to the responses.",
)
def limits_are_seen_beforehand(elements: Elements) -> Iterator[Complaint]:
    """Told how much is left, a client slows down before it must be refused."""
    for operation in api_operations(elements):
        told = any(
            name.startswith(("ratelimit", "x-ratelimit", "x-rate-limit"))
            for answer in answers(elements, operation)
            if answer.code[:1] in "24"
            for name in answer.headers
        )
        if not told:
            yield operation.pointer, f"No response of {operation.name} tells a rate limit."
