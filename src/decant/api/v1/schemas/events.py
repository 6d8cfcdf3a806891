"""Events, as JSON."""

from __future__ import annotations

from marshmallow import fields

from decant.api.fields import Answer, Time
from decant.api.pages import PageAnswer

from . import parts


class EventSchema(Answer):
    """Something that happened."""

    id = parts.uuid()
    kind = parts.code(metadata={"examples": ["revision.published"]})
    org = parts.org()
    api = parts.api(allow_none=True)
    actor = parts.person(allow_none=True, metadata={"description": "Who did it, by name."})
    facts = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "Depend on the kind."}
    )
    created_at = Time(required=True)


class EventPageSchema(PageAnswer):
    """Some events, newest first."""

    items = fields.List(fields.Nested(EventSchema), required=True)
