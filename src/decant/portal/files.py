"""Stylesheets, scripts and pictures: kept by browsers for ever, since each is named by its content."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from decant.portal import assets

blueprint = Blueprint("files", __name__)

FOR_EVER: Final = "public, max-age=31536000, immutable"


@blueprint.get("/assets/<digest>/<name>")
def get(digest: str, name: str) -> Response:
    """Serve one asset, compressed where that is understood."""
    asset = assets.get(digest, name)
    takes_gzip = request.accept_encodings["gzip"] > 0
    packed = asset.compressed if takes_gzip else None
    answer = Response(packed or asset.content, content_type=asset.media_type)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = FOR_EVER
    # A sandboxed page has the origin `null`, so its own assets come from "elsewhere".
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Serve the mark to browsers that ask for an icon by its old name."""
    answer = Response(assets.content_of("mark.svg"), content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
