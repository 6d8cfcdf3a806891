"""Access tokens: signed, short-lived proof of a session (JWT, RFC 9068).

One algorithm, pinned. Every claim is required. The signing key is derived from the
hub's secret for this one purpose; older secrets still verify, so that rotating one
signs nobody out.
"""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, OctKey

from decant.errors import BadToken

LIFETIME: Final = 15 * 60  # seconds
ALGORITHM: Final = "HS256"
TYPE: Final = "at+jwt"
ISSUER: Final = "decant"
AUDIENCE: Final = "decant-api"
PURPOSE: Final = b"decant access token 1"


@dataclass(frozen=True, slots=True)
class Proof:
    """What an access token says: which session of whom, until when (Unix seconds)."""

    user_id: int
    session_id: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Issued:
    """An access token and the seconds it lives."""

    token: str
    expires_in: int


class AccessTokens:
    """Signs with the first secret, accepts all of them."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        keys: list[Key] = [_key(secret) for secret in secrets]
        self._signing = keys[0]
        self._accepted = KeySet(keys)
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            sid={"essential": True},
            jti={"essential": True},
        )

    def issue(self, user_id: int, session_id: str) -> Issued:
        """Sign an access token for a session."""
        now = int(time.time())
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": self._signing.kid}
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "sid": session_id,
            "jti": str(uuid.uuid4()),
            "iat": now,
            "exp": now + LIFETIME,
        }
        token = jwt.encode(header, claims, self._signing, algorithms=[ALGORITHM])
        return Issued(token, LIFETIME)

    def read(self, token: str) -> Proof:
        """Verify an access token; raise `BadToken` for every way it can be wrong."""
        try:
            read = jwt.decode(token, self._accepted, algorithms=[ALGORITHM])
            self._claims.validate(read.claims)
            if read.header.get("typ") != TYPE:
                raise BadToken("this is not an access token")
            return _proof(read.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise BadToken("the access token is malformed, forged or expired") from error


def _proof(claims: dict[str, Any]) -> Proof:
    return Proof(int(claims["sub"]), str(claims["sid"]), int(claims["exp"]))


def _key(secret: str) -> OctKey:
    derived = hmac.new(secret.encode(), PURPOSE, hashlib.sha256).digest()
    return OctKey.import_key(derived, {"kid": hashlib.sha256(derived).hexdigest()[:16]})
