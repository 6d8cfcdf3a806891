"""A view and its transaction: what a request knows, and when its work is committed.

A view that asks for `session()` gets one transaction: a reading one for GET and HEAD,
else a writing one. It ends after the view has rendered its answer, and commits only if
nothing was raised. `unbound` marks views that must not hold one, because the service
they call works long between two short ones of its own.
"""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

import orjson
from flask import Flask, Response, current_app, g, request
from flask.json.provider import JSONProvider
from flask.sessions import NullSession, SessionInterface

from decant.services.access import ANONYMOUS, Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Request
    from flask.sessions import SessionMixin
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from decant.db import Database, Transaction
    from decant.pool import Pool
    from decant.services.identities import Identities
    from decant.services.limits import Limits
    from decant.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

Headers = list[tuple[str, str]]

READING_METHODS: Final = frozenset({"GET", "HEAD"})
REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(frozen=True, slots=True)
class Hub:
    """What one process serves with; made once by `create_app`."""

    settings: Settings
    database: Database
    identities: Identities
    limits: Limits
    pool: Pool
    recent: dict[Any, Any] = field(default_factory=dict)  # what `api.recent` remembers

    def close(self) -> None:
        """End what was begun: notes are written, workers stopped, connections closed."""
        self.identities.close()
        self.pool.close()
        self.database.dispose()


class FastJSON(JSONProvider):
    """JSON by orjson: several times faster, and strict where the standard library is not."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Encode; `indent` and `sort_keys` are honoured, as callers of Flask expect."""
        option = orjson.OPT_INDENT_2 if kwargs.get("indent") else 0
        option |= orjson.OPT_SORT_KEYS if kwargs.get("sort_keys") else 0
        return orjson.dumps(obj, option=option).decode()

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:
        """Decode; NaN and lone surrogates are refused with ValueError."""
        return orjson.loads(s)


class NoSession(SessionInterface):
    """Flask's signed cookie is not used: people's sessions are rows, and can be ended."""

    def open_session(self, app: Flask, request: Request) -> NullSession:  # noqa: ARG002 - Flask's
        """Return a session that refuses to hold anything."""
        return NullSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep nothing."""


class Site(Flask):
    """A Flask application whose views run in one transaction each.

    `finish` is given the request, the status and the headers of every answer as they are
    handed to the server, whoever made them; it returns what is sent. What it needs to know
    lies in the environment (`decant.…`): it runs on every path, where each look through
    Flask's proxies is felt.
    """

    json_provider_class = FastJSON
    session_interface = NoSession()
    finish: Callable[[WSGIEnvironment, str, Headers], Headers] | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        finish = self.finish
        environ["decant.begun"] = time.monotonic()
        if finish is None:
            return self.wsgi_app(environ, start_response)

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            return start_response(status, finish(environ, status, headers), exc_info)

        return self.wsgi_app(environ, start)

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, then end its transaction if it began one."""
        try:
            answer = super().dispatch_request()
        except BaseException as error:
            end_transaction(error)
            raise
        end_transaction()
        return answer


def hub() -> Hub:
    """What this process serves with."""
    known: Hub = current_app.extensions["decant"]
    return known


def settings() -> Settings:
    """The settings this process was started with."""
    return hub().settings


def database() -> Database:
    """The registry's database, for services that open their own transactions."""
    return hub().database


def pool() -> Pool:
    """The engine's workers."""
    return hub().pool


def identities() -> Identities:
    """Who is behind a token."""
    return hub().identities


def session() -> Session:
    """The session of this request's transaction, begun at the first call."""
    known: Session | None = g.get("session")
    if known is not None:
        return known
    if g.get("unbound"):
        raise RuntimeError("an unbound view has no transaction of its own")
    reads = request.method in READING_METHODS
    transaction = database().reading() if reads else database().writing()
    begun = transaction.__enter__()
    g.transaction = transaction
    g.session = begun
    return begun


def actor() -> Actor:
    """Who asks; nobody, unless the way in has found out (`api.auth`, the portal's cookie)."""
    known: Actor = g.get("actor", ANONYMOUS)
    return known


def address() -> str:
    """Where the request comes from; behind a proxy, waitress has put the client's here."""
    return request.remote_addr or "unknown"


def request_id() -> str:
    """The id of this request, for its answer, its problem and its log line."""
    return id_of(request.environ)


def id_of(environ: WSGIEnvironment) -> str:
    """Return the id of a request: the one it came with if that is sound, else one of ours."""
    known: str | None = environ.get("decant.request_id")
    if known is None:
        sent: str = environ.get("HTTP_X_REQUEST_ID", "")
        known = sent if REQUEST_ID.fullmatch(sent) else f"{random.getrandbits(64):016x}"
        environ["decant.request_id"] = known
    return known


def unbound(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that gets no transaction: the service it calls opens its own."""

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        g.unbound = True
        return view(*args, **kwargs)

    return run


def end_transaction(error: BaseException | None = None) -> None:
    """End this request's transaction, if it began one: commit, or roll back after an error."""
    transaction: Transaction | None = g.pop("transaction", None)
    g.pop("session", None)
    if transaction is None:
        return
    trace = None if error is None else error.__traceback__
    transaction.__exit__(None if error is None else type(error), error, trace)


def is_bound() -> bool:
    """Say whether this request has begun a transaction that is still open."""
    return "transaction" in g


def json_answer(value: Any, status: int = 200) -> Response:
    """Encode a plain value as the JSON answer."""
    return Response(orjson.dumps(value), status, mimetype="application/json")
