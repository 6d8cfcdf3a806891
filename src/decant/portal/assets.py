"""The portal's own files: read once, named after their content, served compressed.

The address of an asset carries the start of its digest, so browsers may keep it for
ever and a new release never shows an old stylesheet. Nothing here is looked up on disk
by what a request says.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import orjson

from decant.errors import NotFound

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

STATIC: Final = resources.files("decant.portal") / "static"
DIGEST_LENGTH: Final = 12
# Said here, because what the operating system says of .js differs from machine to machine.
MEDIA_TYPES: Final = {
    "css": "text/css",
    "js": "text/javascript",
    "png": "image/png",
    "svg": "image/svg+xml",
}
LEAST_WORTH_COMPRESSING: Final = 1024  # bytes; below, the gzip header eats the gain


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: where it is served, what it is and its bytes."""

    address: str
    media_type: str
    content: bytes
    compressed: bytes | None


def address_of(name: str) -> str:
    """Return the path at which the asset is served: `swagger-ui.css` or `portal.css`."""
    return _named(name).address


def content_of(name: str) -> bytes:
    """Return the bytes of the asset."""
    return _named(name).content


def get(digest: str, name: str) -> Asset:
    """Return the asset by its digest and name, or refuse."""
    if name not in _names():
        raise NotFound("no such asset")
    asset = _named(name)
    if asset.address != f"/assets/{digest}/{name}":
        raise NotFound("no such asset")
    return asset


@cache
def edition() -> str:
    """Return a digest over all assets: it changes when any page could look different."""
    addresses = "\n".join(address_of(name) for name in sorted(_names()))
    return hashlib.sha256(addresses.encode()).hexdigest()[:DIGEST_LENGTH]


@cache
def _names() -> dict[str, Traversable]:
    lock = orjson.loads((STATIC / "swagger-ui" / "lock.json").read_bytes())
    vendored = STATIC / "swagger-ui" / lock["version"]
    own = {path.name: path for path in STATIC.iterdir() if path.is_file()}
    return own | {name: vendored / name for name in lock["files"]}


@cache
def _named(name: str) -> Asset:
    content = _names()[name].read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]
    media_type = MEDIA_TYPES.get(name.rpartition(".")[2], "text/plain")
    is_text = media_type.startswith(("text/", "image/svg"))
    worth = is_text and len(content) >= LEAST_WORTH_COMPRESSING
    return Asset(
        address=f"/assets/{digest}/{name}",
        media_type=f"{media_type}; charset=utf-8" if is_text else media_type,
        content=content,
        compressed=gzip.compress(content, 9, mtime=0) if worth else None,
    )
