"""What the registry refuses, as a tree. Which status each means is said in `problems` only.

Refusal
├── NotFound             nothing there that you may see
├── NotSignedIn          no credentials, or none that hold
│   ├── BadCredentials   the name or the password is wrong
│   └── BadToken         the token is malformed, expired or revoked
├── Forbidden            you may see it, but not do this
├── Invalid              what you sent does not make sense, with a place
│   ├── Unreadable       the files are not an OpenAPI document, with findings
│   ├── UnreadableRuleset  the files are not a ruleset that can run, with findings
│   └── PushRefused      the policy does not let the document in, with the check that says so
├── Conflict             it clashes with what is there
│   ├── NameTaken        the name is, or once was, somebody's
│   ├── LastOwner        an org keeps at least one owner
│   ├── PolicyBelowFloor a policy may only be stricter than those above it
│   ├── SecondPersonNeeded  the policy wants another person to agree
│   ├── WaiverSettled    a waiver is approved once, and revoked once
│   ├── ReviewDecided    a review is decided once
│   ├── ReviewOutdated   the label has moved since the push was judged
│   └── NotLetIn         a label only goes where a push was let in
├── PreconditionMissing  say which version you mean (If-Match)
├── PreconditionFailed   it has moved on since you looked
├── KeyReused            this Idempotency-Key came with another request
├── KeyInProgress        the request with this Idempotency-Key is still running
├── TooMany              slow down, with the seconds to wait
├── TooLarge             more bytes than the hub takes
└── Unavailable          try again: the database is busy, or the engine is
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract.findings import Finding


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a request: where (`location` and JSON pointer) and what."""

    location: str
    pointer: str
    message: str


class Refusal(Exception):  # noqa: N818 - refusals are outcomes, the word Error says the wrong thing
    """Something the registry will not do. `code` is stable; the words are for people."""

    code: ClassVar[str] = "refused"


class NotFound(Refusal):
    """Nothing there that you may see."""

    code = "not_found"


class NotSignedIn(Refusal):
    """No credentials, or none that hold."""

    code = "not_signed_in"


class BadCredentials(NotSignedIn):
    """The name or the password is wrong; which one is not said."""

    code = "bad_credentials"


class BadToken(NotSignedIn):
    """The token is malformed, expired or revoked."""

    code = "bad_token"


class Forbidden(Refusal):
    """You may see it, but not do this."""

    code = "forbidden"


class Invalid(Refusal):
    """What was sent does not make sense."""

    code = "invalid"

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class Unreadable(Invalid):
    """The files are not an OpenAPI document."""

    code = "unreadable_document"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"the document cannot be read: {findings[0].message}")
        self.findings = tuple(findings)


class UnreadableRuleset(Invalid):
    """The files are not a ruleset that can run as it is."""

    code = "unreadable_ruleset"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"the ruleset cannot be taken in: {findings[0].message}")
        self.findings = tuple(findings)


class PushRefused(Invalid):
    """The policy does not let the document in; `check` is the kept check that says why."""

    code = "push_refused"

    def __init__(self, message: str, findings: Sequence[Finding], check: object) -> None:
        super().__init__(message)
        self.findings = tuple(findings)
        self.check = check


class Conflict(Refusal):
    """It clashes with what is there."""

    code = "conflict"


class NameTaken(Conflict):
    """The name is, or once was, somebody's."""

    code = "name_taken"


class LastOwner(Conflict):
    """An org keeps at least one owner."""

    code = "last_owner"


class PolicyBelowFloor(Conflict):
    """A policy may only be stricter than those above it; `field` and `level` say where."""

    code = "policy_below_floor"

    def __init__(self, message: str, *, field: str, level: str) -> None:
        super().__init__(message)
        self.field, self.level = field, level


class SecondPersonNeeded(Conflict):
    """The policy wants that somebody else agrees."""

    code = "second_person_needed"


class WaiverSettled(Conflict):
    """A waiver is approved once and revoked once, while it has not ended."""

    code = "waiver_settled"


class ReviewDecided(Conflict):
    """A review is decided once."""

    code = "review_decided"


class ReviewOutdated(Conflict):
    """The label has moved since the push was judged, or a newer push waits for it."""

    code = "review_outdated"


class NotLetIn(Conflict):
    """A label only goes where a push was let in."""

    code = "not_let_in"


class PreconditionMissing(Refusal):
    """The caller must say which version it means."""

    code = "precondition_required"


class PreconditionFailed(Refusal):
    """The thing has moved on since the caller looked."""

    code = "precondition_failed"


class KeyReused(Refusal):
    """This Idempotency-Key came with another request before."""

    code = "idempotency_key_reused"


class KeyInProgress(Refusal):
    """The first request with this Idempotency-Key is still running."""

    code = "idempotency_key_in_progress"


class TooMany(Refusal):
    """Too many requests; `retry_after` is in seconds."""

    code = "too_many_requests"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooLarge(Refusal):
    """More bytes than the hub takes."""

    code = "too_large"


class Unavailable(Refusal):
    """Busy just now; `retry_after` is in seconds."""

    code = "unavailable"

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after
