"""Passwords: hashed with argon2id, never more at once than there are cores.

The parameters are OWASP's minimum (19 MiB, two passes): one check costs about 50 ms, so
a check must never run inside a transaction.
"""

from __future__ import annotations

import os
import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from decant.errors import Unavailable

SHORTEST: Final = 12
LONGEST: Final = 128
PATIENCE: Final = 10  # seconds to wait for a core

_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_cores: Final = threading.BoundedSemaphore(os.cpu_count() or 1)
# The hash of nothing anybody knows: an unknown name costs the same time as a wrong password.
_decoy: Final = _hasher.hash(os.urandom(32))


def hash(password: str) -> str:  # noqa: A001 - passwords.hash(…) is the sentence
    """Hash a password, parameters included."""
    with _Turn():
        return _hasher.hash(password)


def holds(password: str, hashed: str | None) -> bool:
    """Say whether the password is the one; None, for nobody, takes the same time."""
    with _Turn():
        try:
            return _hasher.verify(hashed or _decoy, password) and hashed is not None
        except VerificationError:
            return False


def is_outdated(hashed: str) -> bool:
    """Say whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


class _Turn:
    def __enter__(self) -> None:
        if not _cores.acquire(timeout=PATIENCE):
            raise Unavailable("too many people are signing in at once; try again")

    def __exit__(self, *_error: object) -> None:
        _cores.release()
