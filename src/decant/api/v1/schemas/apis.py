"""APIs, as JSON."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from marshmallow import fields

from decant.api.fields import Answer, Body, Choice, Text, Time, Whole
from decant.api.pages import PageAnswer
from decant.services import names
from decant.services.access import Visibility

from . import parts

LONGEST_DESCRIPTION: Final = 5000
NAME_RULE = (
    "must be 1 to 64 of a-z, 0-9, '.', '_' and '-', beginning and ending with a letter or digit"
)


class ApiCreateSchema(Body):
    """A new API."""

    name = Text(
        required=True,
        pattern=names.API,
        most=names.LONGEST,
        says=NAME_RULE,
        metadata={
            "description": "Never changes, and is never given again in this org.",
            "examples": ["petstore"],
        },
    )
    description = Text(
        most=LONGEST_DESCRIPTION,
        lines=True,
        load_default="",
        metadata={"examples": ["Pets, and their names."]},
    )
    visibility = Choice(Visibility, load_default=Visibility.PRIVATE)


class ApiPatchSchema(Body):
    """What to change of an API; what is left out stays."""

    class Meta(Body.Meta):
        """Read by marshmallow and by `api.openapi`."""

        openapi: ClassVar[dict[str, Any]] = {"minProperties": 1}

    description = Text(most=LONGEST_DESCRIPTION, lines=True)
    visibility = Choice(Visibility)


class ApiSchema(Answer):
    """A named contract over time."""

    org = parts.org()
    name = parts.api()
    description = Text(required=True, most=LONGEST_DESCRIPTION, lines=True)
    visibility = Choice(Visibility, required=True)
    revision_count = Whole(
        required=True, least=0, metadata={"description": "Also the number of the newest revision."}
    )
    version = Whole(required=True, least=1, metadata={"description": "Rises with each change."})
    created_at = Time(required=True)
    updated_at = Time(required=True)


class ApiPageSchema(PageAnswer):
    """Some APIs, by name."""

    items = fields.List(fields.Nested(ApiSchema), required=True)
