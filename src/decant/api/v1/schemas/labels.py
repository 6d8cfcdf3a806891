"""Labels and their moves, as JSON."""

from __future__ import annotations

from marshmallow import fields

from decant.api.fields import Answer, Body, Time, Whole
from decant.api.pages import PageAnswer

from . import parts


class LabelPutSchema(Body):
    """Where a label is to be."""

    revision = Whole(
        required=True,
        least=1,
        most=2**31 - 1,
        metadata={"description": "The number of a revision.", "examples": [3]},
    )


class LabelSchema(Answer):
    """A movable name for a revision."""

    name = parts.label()
    revision = parts.number(metadata={"description": "The number of the revision."})
    digest = parts.digest()
    version = Whole(required=True, least=1, metadata={"description": "Rises with each move."})
    moved_by = parts.person()
    moved_at = Time(required=True)


class LabelPageSchema(PageAnswer):
    """Some labels, by name."""

    items = fields.List(fields.Nested(LabelSchema), required=True)


class MoveSchema(Answer):
    """One move of a label, by the numbers of revisions."""

    older = parts.number(allow_none=True, metadata={"description": "Null when it was put up."})
    newer = parts.number(allow_none=True, metadata={"description": "Null when it was taken down."})
    moved_by = parts.person()
    moved_at = Time(required=True)


class MovePageSchema(PageAnswer):
    """Some moves, the last one first."""

    items = fields.List(fields.Nested(MoveSchema), required=True)
