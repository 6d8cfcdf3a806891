"""Access tokens: every way to forge or bend one is refused."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from joserfc import jwt

from decant.errors import BadToken
from decant.services import access_tokens
from decant.services.access_tokens import AccessTokens

if TYPE_CHECKING:
    from joserfc.jwk import OctKey

SECRET = "s" * 40
KEYS = AccessTokens((SECRET,))
KEY = access_tokens._key(SECRET)
NOW = int(time.time())
CLAIMS = {
    "iss": "decant",
    "aud": "decant-api",
    "sub": "7",
    "sid": "a-session",
    "jti": "an-id",
    "iat": NOW,
    "exp": NOW + 3600,  # longer than all tests take
}


def signed(
    claims: dict[str, Any], *, key: OctKey = KEY, alg: str = "HS256", typ: str = "at+jwt"
) -> str:
    header = {"alg": alg, "typ": typ, "kid": KEY.kid}
    return jwt.encode(header, claims, key, algorithms=[alg])


def unsigned(header: dict[str, Any]) -> str:
    parts = [urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=") for part in (header, CLAIMS)]
    return b".".join([*parts, b""]).decode()


def test_a_token_of_ours_is_read() -> None:
    proof = KEYS.read(signed(CLAIMS))

    assert (proof.user_id, proof.session_id, proof.expires_at) == (7, "a-session", NOW + 3600)


@pytest.mark.parametrize("claim", sorted(CLAIMS))
def test_every_claim_is_required(claim: str) -> None:
    bent = {name: value for name, value in CLAIMS.items() if name != claim}

    with pytest.raises(BadToken):
        KEYS.read(signed(bent))


@pytest.mark.parametrize(
    "change",
    [
        {"exp": NOW - 1},
        {"exp": "tomorrow"},
        {"iat": NOW + 3600},
        {"iss": "somebody"},
        {"aud": "another-api"},
        {"sub": "root"},
        {"sub": 7},
    ],
)
def test_every_claim_is_checked(change: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        KEYS.read(signed({**CLAIMS, **change}))


def test_another_type_of_token_is_refused() -> None:
    with pytest.raises(BadToken):
        KEYS.read(signed(CLAIMS, typ="JWT"))


def test_another_algorithm_is_refused_even_with_the_right_key() -> None:
    with pytest.raises(BadToken):
        KEYS.read(signed(CLAIMS, alg="HS512"))


def test_another_key_is_refused() -> None:
    with pytest.raises(BadToken):
        KEYS.read(signed(CLAIMS, key=access_tokens._key("t" * 40)))


@pytest.mark.parametrize(
    "token",
    ["", "x", "a.b.c", "....", "\ud800", "é.é.é", unsigned({"alg": "none", "typ": "at+jwt"})],
)
def test_what_is_no_signed_token_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        KEYS.read(token)
