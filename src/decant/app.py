"""Makes the application: the only place that knows every part of the hub."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, TextIO

from flask import request
from flask_cors import CORS
from werkzeug.exceptions import HTTPException

from decant import answers, api, portal, problems, web
from decant.db import Database
from decant.errors import Refusal
from decant.pool import Allowance, Pool
from decant.services.access_tokens import AccessTokens
from decant.services.identities import Identities
from decant.services.limits import Limits
from decant.settings import Settings, load
from decant.web import Hub, Site

if TYPE_CHECKING:
    from flask import Response

log: Final = logging.getLogger("decant")

SPARE_BYTES: Final = 1024 * 1024  # around an upload, for its JSON
EXPOSED_HEADERS: Final = (
    "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID",
)  # fmt: skip


def create_app(settings: Settings | None = None, *, pool: Pool | None = None) -> Site:
    """Make a hub that serves; whoever calls it migrates the database and closes the hub."""
    settings = settings or load()
    app = Site("decant", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        TRUSTED_HOSTS=list(settings.allowed_hosts) or None,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024 + SPARE_BYTES,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        DEBUG=settings.debug,
    )
    app.extensions["decant"] = make_hub(settings, pool or make_pool(settings))
    app.register_error_handler(Exception, refuse)
    app.finish = answers.Finish(settings)
    api.install(app)
    portal.install(app)
    if settings.cors_origins:
        _allow_origins(app, settings)
    return app


def write_log(app: Site, stream: TextIO) -> None:
    """Write what happens to a stream, a line each; for a process that serves."""
    as_json = app.extensions["decant"].settings.log_format == "json"
    handler = logging.StreamHandler(stream)
    handler.setFormatter(answers.JSONLines() if as_json else answers.Lines())
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
    if isinstance(app.finish, answers.Finish):
        app.finish.log = answers.AccessLog(stream, as_json=as_json)


def make_pool(settings: Settings) -> Pool:
    """Make the engine's pool; its workers start with the first document."""
    allowance = Allowance(settings.engine_seconds, settings.engine_memory_mb)
    return Pool(workers=settings.workers, allowance=allowance)


def make_hub(settings: Settings, pool: Pool) -> Hub:
    """Open what a process serves with."""
    database = Database(settings.database_url, pool_size=settings.threads)
    identities = Identities(database, AccessTokens(settings.secret_keys))
    limits = Limits(settings.rate_limit, settings.sign_in_limit)
    return Hub(settings, database, identities, limits, pool)


def refuse(error: Exception) -> Response | HTTPException:
    """Answer any error with a problem or, to people, a page; the unforeseen is logged whole."""
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return error
    if not isinstance(error, Refusal | HTTPException):
        log.error("request %s failed", web.request_id(), exc_info=error)
    if portal.wants_page():
        return portal.show_problem(error)
    return problems.of(error).response(instance=request.path, request_id=web.request_id())


def _allow_origins(app: Site, settings: Settings) -> None:
    CORS(
        app,
        resources={
            r"/api/*": {
                "origins": list(settings.cors_origins),
                "expose_headers": list(EXPOSED_HEADERS),
                "max_age": 600,
            }
        },
    )

    @app.after_request
    def vary(answer: Response) -> Response:
        # flask-cors leaves it out for a single origin, yet a cache must tell others apart.
        if request.path.startswith("/api/"):
            answer.vary.add("Origin")
        return answer
