"""Who looks at a page, by their cookie, and whether a form was really sent from here.

A form must pass twice. The browser says where a request comes from (`Sec-Fetch-Site`, or
`Origin` where a plain-HTTP hub gets no such header), and the form carries a token that
only a page of this hub, shown to this browser, can hold.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import g, request

from decant import web
from decant.errors import Forbidden, Unavailable
from decant.services import sessions
from decant.services.sessions import BROWSER_LIFETIME

if TYPE_CHECKING:
    from flask import Response

FORM_COOKIE: Final = "decant-form"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_FORM_BYTES: Final = 64 * 1024
TOUCH_EVERY: Final = 600.0  # seconds; a session idles out after hours

_touched: Final[dict[str, float]] = {}
_touching: Final = threading.Lock()


def greet() -> None:
    """Find out who asks, and count the request; runs before every page."""
    request.max_content_length = MOST_FORM_BYTES
    _recognise()
    actor = web.actor()
    caller = f"address:{web.address()}" if actor.is_anonymous else f"user:{actor.user_id}"
    web.hub().limits.spend(caller)


def _recognise() -> None:
    secret = request.cookies.get(cookie_name())
    if not secret:
        return
    with web.database().reading() as session:
        actor = sessions.find_browser(session, secret)
    if actor is None or actor.session_id is None:
        return
    g.actor = actor
    g.visitor_secret = secret
    if _is_due(actor.session_id):
        # A busy database may forget that somebody looked; the page comes all the same.
        with suppress(Unavailable), web.database().writing() as session:
            sessions.touch(session, actor.session_id)


def refuse_foreign_forms() -> None:
    """Refuse a form that another site made the browser send; runs before every page."""
    if request.method in SAFE_METHODS:
        return
    if not _is_from_here():
        raise Forbidden("this form was sent from another site")
    sent = request.form.get("form_token", "").encode()
    # One that an older secret made, before it was rotated, still counts.
    accepted = [_form_token(secret).encode() for secret in web.settings().secret_keys]
    if not any(hmac.compare_digest(sent, token) for token in accepted):
        raise Forbidden("this form is out of date; go back, reload the page and try again")


def form_token() -> str:
    """Return what a form of this page must carry back, for this browser alone."""
    return _form_token(web.settings().secret_key)


def _form_token(secret_key: str) -> str:
    bound_to = g.get("visitor_secret") or request.cookies.get(FORM_COOKIE) or g.get("form_secret")
    if bound_to is None:
        bound_to = g.form_secret = secrets.token_urlsafe(24)
    return hmac.new(secret_key.encode(), b"form:" + bound_to.encode(), hashlib.sha256).hexdigest()


def remember_form(answer: Response) -> None:
    """Hand a visitor who is not signed in the cookie that their form token is bound to."""
    if "form_secret" in g:
        is_https = web.settings().serves_https
        answer.set_cookie(
            FORM_COOKIE, g.form_secret, secure=is_https, httponly=True, samesite="Strict"
        )


def welcome(answer: Response, secret: str) -> None:
    """Sign the browser in: give it the secret of its session."""
    answer.set_cookie(
        cookie_name(),
        secret,
        max_age=BROWSER_LIFETIME,
        secure=web.settings().serves_https,
        httponly=True,
        samesite="Lax",
    )


def dismiss(answer: Response) -> None:
    """Take the cookie back."""
    secure = web.settings().serves_https
    answer.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax")


def cookie_name() -> str:
    """Return the cookie's name; `__Host-` pins it to this host, but needs TLS (RFC 6265bis)."""
    return "__Host-decant" if web.settings().serves_https else "decant"


def is_local(path: str) -> bool:
    """Say whether a path leads to a page of this hub and nowhere else."""
    # Browsers read `//host` and `/\host` as another site, and drop controls first.
    return path.startswith("/") and path[1:2] not in {"/", "\\"} and path.isprintable()


def _is_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin in _own_origins()


def _own_origins() -> set[str]:
    addresses = (request.host_url, web.settings().public_url)
    parts = [urlsplit(address) for address in addresses if address]
    return {f"{part.scheme}://{part.netloc}" for part in parts}


def _is_due(session_id: str) -> bool:
    now = time.monotonic()
    with _touching:
        for known, since in list(_touched.items()):
            if since < now - TOUCH_EVERY:
                del _touched[known]
        if session_id in _touched:
            return False
        _touched[session_id] = now
        return True
