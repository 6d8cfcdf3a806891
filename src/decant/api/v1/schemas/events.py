"""Events, as JSON."""

from __future__ import annotations

from marshmallow import fields

from decant.api.fields import Answer, Time
from decant.api.pages import PageAnswer


class EventSchema(Answer):
    """Something that happened."""

    id = fields.String(required=True)
    kind = fields.String(required=True, metadata={"examples": ["revision.published"]})
    org = fields.String(required=True)
    api = fields.String(required=True, allow_none=True)
    actor = fields.String(
        required=True, allow_none=True, metadata={"description": "Who did it, by name."}
    )
    facts = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "Depend on the kind."}
    )
    created_at = Time(required=True)


class EventPageSchema(PageAnswer):
    """Some events, newest first."""

    items = fields.List(fields.Nested(EventSchema), required=True)
