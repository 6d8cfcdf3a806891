"""Signing in, as JSON."""

from __future__ import annotations

from typing import Final

from marshmallow import fields, validate

from decant.api.fields import Answer, Body, Text, Time, Whole

JWT: Final = r"^[\w-]{1,500}\.[\w-]{1,500}\.[\w-]{1,500}$"
LONGEST_JWT: Final = 1502
LONGEST_REFRESH_TOKEN: Final = 200


class SignInSchema(Body):
    """A name and a password."""

    name = Text(required=True, least=1, most=64, metadata={"examples": ["ada"]})
    password = Text(
        required=True,
        lines=True,
        least=1,
        most=1024,
        metadata={"format": "password", "examples": ["correct horse battery"]},
    )


class RefreshSchema(Body):
    """A refresh token, which works once."""

    refresh_token = Text(required=True, least=1, most=LONGEST_REFRESH_TOKEN)


class SignedInSchema(Answer):
    """A short-lived access token, and the refresh token to get the next one with."""

    access_token = Text(required=True, pattern=JWT, most=LONGEST_JWT)
    token_type = fields.String(
        required=True, dump_default="Bearer", validate=validate.Equal("Bearer")
    )
    expires_in = Whole(
        required=True, least=0, metadata={"description": "Seconds the access token lives."}
    )
    refresh_token = Text(required=True, most=LONGEST_REFRESH_TOKEN)
    refresh_expires_at = Time(required=True)
