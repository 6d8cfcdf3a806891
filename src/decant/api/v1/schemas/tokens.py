"""Tokens, as JSON."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from decant.api.fields import Answer, Body, Choice, Text, Time, Whole
from decant.api.pages import PageAnswer
from decant.services import names
from decant.services.access import ApiName, Scope
from decant.services.tokens import DEFAULT_DAYS, MOST_DAYS, Wish

from . import parts

SECRET: Final = "^dcnt_[0-9A-Za-z]{38}$"  # noqa: S105 - the form of one, not one
LONGEST_NAME: Final = 100
GIVEN: Final = {"not": {"type": "null"}}


class TokenCreateSchema(Body):
    """What a new token may do, and for how long."""

    class Meta(Body.Meta):
        """Read by marshmallow and by `api.openapi`."""

        openapi: ClassVar[dict[str, Any]] = {
            "not": {
                "required": ["org", "api"],
                "properties": dict.fromkeys(("org", "api"), GIVEN),
            }
        }

    name = Text(
        required=True,
        least=1,
        most=LONGEST_NAME,
        metadata={"description": "What it is for.", "examples": ["CI of the shop"]},
    )
    scopes = fields.List(
        Choice(Scope),
        required=True,
        validate=validate.Length(min=1, max=len(Scope)),
        metadata={"description": "How far it reaches.", "examples": [["read", "write"]]},
    )
    expires_in_days = Whole(
        least=1,
        most=MOST_DAYS,
        load_default=DEFAULT_DAYS,
        metadata={"description": "Days until it ends by itself."},
    )
    org = Text(
        pattern=names.PERSON_OR_ORG,
        most=names.LONGEST,
        allow_none=True,
        load_default=None,
        metadata={"description": "The only org it reaches."},
    )
    api = Text(
        pattern=names.FULL_API,
        most=names.LONGEST_FULL_API,
        allow_none=True,
        load_default=None,
        metadata={"description": "The only API it reaches, as `org/api`; not with `org`."},
    )

    @validates_schema
    def one_narrowing(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """One org or one API, not both."""
        if data.get("org") is not None and data.get("api") is not None:
            raise ValidationError("give org or api, not both", "api")

    @post_load
    def wish(self, data: dict[str, Any], **_kwargs: Any) -> Wish:
        """Make the value the service takes."""
        api = None if data["api"] is None else ApiName(*data["api"].split("/"))
        scopes = frozenset(data["scopes"])
        return Wish(data["name"], scopes, data["expires_in_days"], org=data["org"], api=api)


class TokenSchema(Answer):
    """A token, without its secret."""

    id = parts.uuid()
    name = Text(required=True, most=LONGEST_NAME)
    hint = Text(required=True, most=16, metadata={"description": "How its secret begins."})
    scopes = parts.scopes()
    org = parts.org(allow_none=True)
    api = parts.api_of_org(allow_none=True)
    created_at = Time(required=True)
    expires_at = Time(required=True)
    last_used_at = Time(
        required=True, allow_none=True, metadata={"description": "To the minute; null if never."}
    )


class MintedTokenSchema(Answer):
    """A new token and its secret, which is shown this once."""

    token = fields.Nested(TokenSchema, required=True)
    secret = Text(
        required=True,
        pattern=SECRET,
        most=43,
        metadata={"description": "`dcnt_…`: keep it, nobody can show it again."},
    )


class TokenPageSchema(PageAnswer):
    """Some of one's tokens, newest first."""

    items = fields.List(fields.Nested(TokenSchema), required=True)
