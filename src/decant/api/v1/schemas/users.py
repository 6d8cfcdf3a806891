"""People, as JSON."""

from __future__ import annotations

from marshmallow import fields

from decant.api.fields import Answer, Body, Flag, Text, Time
from decant.services import names, passwords

from . import parts

NAME_RULE = "must be 1 to 64 of a-z, 0-9 and -, not at the ends"


class UserCreateSchema(Body):
    """A new user."""

    name = Text(
        required=True,
        pattern=names.PERSON_OR_ORG,
        most=names.LONGEST,
        says=NAME_RULE,
        metadata={"description": "Lower case; never changes.", "examples": ["ada"]},
    )
    password = Text(
        required=True,
        lines=True,
        least=passwords.SHORTEST,
        most=passwords.LONGEST,
        metadata={"format": "password", "examples": ["correct horse battery"]},
    )


class UserSchema(Answer):
    """A person."""

    name = parts.person()
    is_admin = Flag(required=True)
    created_at = Time(required=True)


class PasswordChangeSchema(Body):
    """The old password and the new one."""

    old_password = Text(required=True, lines=True, least=1, most=1024)
    new_password = Text(required=True, lines=True, least=passwords.SHORTEST, most=passwords.LONGEST)


class WhoAmITokenSchema(Answer):
    """The token a request came with."""

    id = fields.UUID(required=True)
    name = parts.person()
    expires_at = Time(required=True)


class WhoAmISchema(Answer):
    """Whom the hub takes the caller for, and how far they reach."""

    name = parts.person(metadata={"description": "The user's name."})
    is_admin = Flag(required=True)
    scopes = parts.scopes()
    token = fields.Nested(
        WhoAmITokenSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null for a signed-in session."},
    )
    org = parts.org(
        allow_none=True,
        metadata={"description": "The only org this token reaches; null for all of the user's."},
    )
    api = parts.api_of_org(
        allow_none=True,
        metadata={"description": "The only API this token reaches, as `org/api`."},
    )
