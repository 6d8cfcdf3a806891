"""Secrets of tokens: recognisable, checksummed, and kept only as a digest.

`dcnt_`, 32 random base62 characters (190 bits) and the CRC-32 of those, so that scanners
can tell a leaked one from noise without asking the hub.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import zlib
from typing import Final

PREFIX: Final = "dcnt_"
SHAPE: Final = re.compile(r"dcnt_([0-9A-Za-z]{32})([0-9A-Za-z]{6})")
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def mint() -> str:
    """Make a secret that ends in its own checksum."""
    body = "".join(secrets.choice(DIGITS) for _ in range(32))
    return f"{PREFIX}{body}{_checksum(body)}"


def is_well_formed(secret: str) -> bool:
    """Say whether this looks like a token of ours, typing errors excluded."""
    found = SHAPE.fullmatch(secret)
    return found is not None and _checksum(found[1]) == found[2]


def hint(secret: str) -> str:
    """The start of a secret, by which people tell their tokens apart."""
    return secret[: len(PREFIX) + 4]


def digest(secret: str) -> bytes:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).digest()


def _checksum(body: str) -> str:
    number = zlib.crc32(body.encode())
    written = ""
    while number:
        number, digit = divmod(number, 62)
        written = DIGITS[digit] + written
    return written.rjust(6, "0")
