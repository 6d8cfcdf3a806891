"""The contract itself, for whoever generates a client or reads the reference."""

from __future__ import annotations

import hashlib
from typing import Final

from flask import Blueprint, Response, current_app, request

from decant.api import openapi

blueprint = Blueprint("discovery", __name__)

PATH: Final = "/api/v1/openapi.json"


@blueprint.get(PATH)
def get_contract() -> Response:
    """Serve the contract; it changes only with the code, so it is written once."""
    written: bytes | None = current_app.extensions.get("decant.contract")
    if written is None:
        written = openapi.document(current_app)
        current_app.extensions["decant.contract"] = written
    answer = Response(written, mimetype="application/json")
    answer.set_etag(hashlib.sha256(written).hexdigest()[:32])
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.make_conditional(request.environ)
    return answer
