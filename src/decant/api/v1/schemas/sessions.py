"""Signing in, as JSON."""

from __future__ import annotations

from marshmallow import fields, validate

from decant.api.fields import Answer, Body, Text, Time, Whole


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

    refresh_token = Text(required=True, least=1, most=200)


class SignedInSchema(Answer):
    """A short-lived access token, and the refresh token to get the next one with."""

    access_token = fields.String(required=True)
    token_type = fields.String(
        required=True, dump_default="Bearer", validate=validate.Equal("Bearer")
    )
    expires_in = Whole(
        required=True, least=0, metadata={"description": "Seconds the access token lives."}
    )
    refresh_token = fields.String(required=True)
    refresh_expires_at = Time(required=True)
