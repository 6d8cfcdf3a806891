"""Who asks, by the bearer token; cookies mean nothing to the API.

An operation says whether it needs somebody (`REQUIRED`, unless it says otherwise),
shows more to somebody (`OPTIONAL`), or does not care (`NONE`).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from flask import g

from decant.errors import NotSignedIn, TooMany
from decant.services.access import ANONYMOUS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from decant.services.access import Actor
    from decant.web import Hub

SCHEMES: Final[dict[str, Any]] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": (
            "A token (`dcnt_…`, made with `POST /api/v1/tokens`) for CI and tools, or the "
            "`access_token` of `POST /api/v1/sessions`."
        ),
    }
}


class Auth(Enum):
    """Whether an operation needs to know who asks."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"

    @property
    def security(self) -> list[dict[str, list[str]]]:
        """What the contract says of it."""
        return SECURITY[self]


SECURITY: Final[dict[Auth, list[dict[str, list[str]]]]] = {
    Auth.REQUIRED: [{"bearer": []}],
    Auth.OPTIONAL: [{}, {"bearer": []}],
    Auth.NONE: [],
}


def admit(auth: Auth, known: Hub, environ: WSGIEnvironment) -> Actor:
    """Find out who asks, count the request, and turn away nobody where somebody is needed."""
    sent = environ.get("HTTP_AUTHORIZATION") if auth is not Auth.NONE else None
    try:
        actor = ANONYMOUS if sent is None else known.identities.of(_bearer(sent))
    except NotSignedIn:
        _count(known, _address(environ), environ)  # guessing costs, too
        raise
    g.actor = actor
    environ["decant.user"] = actor.name
    _count(known, _caller(actor, environ), environ)
    if auth is Auth.REQUIRED and actor.user_id is None:
        raise NotSignedIn("this takes a token: send it as 'Authorization: Bearer …'")
    return actor


def _count(known: Hub, caller: str, environ: WSGIEnvironment) -> None:
    """Count the request, and note what is left for the answer, also for one that says 429."""
    try:
        environ["decant.allowance"] = known.limits.spend(caller)
    except TooMany:
        environ["decant.allowance"] = known.limits.left(caller)
        raise


def _bearer(sent: str) -> str:
    scheme, _, token = sent.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("send the token as 'Authorization: Bearer …'")
    return token.strip()


def _caller(actor: Actor, environ: WSGIEnvironment) -> str:
    if actor.token_id is not None:
        return f"token:{actor.token_id}"
    if actor.user_id is not None:
        return f"user:{actor.user_id}"
    return _address(environ)


def _address(environ: WSGIEnvironment) -> str:
    return f"address:{environ.get('REMOTE_ADDR', 'unknown')}"
