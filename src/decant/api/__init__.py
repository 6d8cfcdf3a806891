"""The HTTP API: parse, call one service, present. `install` puts it into an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from . import discovery
from .auth import SCHEMES
from .openapi import API_VERSION, Api
from .paths import teach
from .v1 import BLUEPRINTS

if TYPE_CHECKING:
    from flask import Flask

DESCRIPTION: Final = """\
The registry of API contracts: push OpenAPI documents, see what changed, and know whether it \
may go out.

* **Errors** are `application/problem+json` (RFC 9457); decide by `code`.
* **Lists** come in pages: follow `next_cursor`, or the `Link` header.
* **Changes** to what others may change take `If-Match` with the `ETag` you read.
* **Retries** of a POST are safe with an `Idempotency-Key`.
"""
# Every hub serves its own contract, whoever may reach it and whatever it is used for.
SERVER: Final[dict[str, Any]] = {
    "url": "/",
    "description": "This hub: in production, for staging, or on a local machine.",
    "x-internal": False,
}


def install(app: Flask) -> Api:
    """Register every operation and its description."""
    app.config.update(
        API_TITLE="Decant",
        API_VERSION=API_VERSION,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS=_options(),
    )
    api = Api(app)
    teach(app, api)
    for name, scheme in SCHEMES.items():
        api.spec.components.security_scheme(name, scheme)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.register_blueprint(discovery.blueprint)
    return api


def _options() -> dict[str, Any]:
    return {
        "info": {
            "summary": "A self-hosted contract registry for OpenAPI.",
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "contact": {"name": "The operator of this hub"},
        },
        "servers": [SERVER],
        "security": [{"bearer": []}],
    }
