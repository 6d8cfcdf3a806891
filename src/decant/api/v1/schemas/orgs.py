"""Orgs and their members, as JSON."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from marshmallow import fields

from decant.api.fields import Answer, Body, Choice, Text, Time, Whole
from decant.api.pages import PageAnswer
from decant.services import names
from decant.services.access import Role

from . import parts
from .users import NAME_RULE

LONGEST_TITLE: Final = 200


class OrgCreateSchema(Body):
    """A new org."""

    name = Text(
        required=True,
        pattern=names.PERSON_OR_ORG,
        most=names.LONGEST,
        says=NAME_RULE,
        metadata={
            "description": "Lower case; never changes, and is never given again.",
            "examples": ["acme"],
        },
    )
    title = Text(
        most=LONGEST_TITLE,
        load_default="",
        metadata={"description": "As people write it.", "examples": ["Acme Corporation"]},
    )


class OrgPatchSchema(Body):
    """What to change of an org; what is left out stays."""

    class Meta(Body.Meta):
        """Read by marshmallow and by `api.openapi`."""

        openapi: ClassVar[dict[str, Any]] = {"minProperties": 1}

    title = Text(most=LONGEST_TITLE, metadata={"examples": ["Acme, Inc."]})


class OrgSchema(Answer):
    """An owner of APIs."""

    name = parts.org()
    title = Text(required=True, most=LONGEST_TITLE)
    role = Choice(
        Role,
        required=True,
        allow_none=True,
        metadata={"description": "Your role in it; null if you are no member."},
    )
    version = Whole(required=True, least=1, metadata={"description": "Rises with each change."})
    created_at = Time(required=True)
    updated_at = Time(required=True)


class OrgPageSchema(PageAnswer):
    """Some orgs, by name."""

    items = fields.List(fields.Nested(OrgSchema), required=True)


class MemberPutSchema(Body):
    """What somebody is to be in an org."""

    role = Choice(Role, required=True)


class MemberSchema(Answer):
    """A person's standing in an org."""

    user = parts.person(metadata={"description": "The user's name."})
    role = Choice(Role, required=True)
    version = Whole(required=True, least=1, metadata={"description": "Rises with each change."})
    created_at = Time(required=True)
    updated_at = Time(required=True)


class MemberPageSchema(PageAnswer):
    """Some members of an org, by name."""

    items = fields.List(fields.Nested(MemberSchema), required=True)
