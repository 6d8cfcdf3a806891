"""Schemas every operation shares: problems."""

from __future__ import annotations

from marshmallow import fields

from .fields import Answer, Whole


class ProblemErrorSchema(Answer):
    """One thing that is wrong, and where."""

    code = fields.String(
        required=True, metadata={"description": "`invalid_value`, or the rule a document breaks."}
    )
    location = fields.String(
        required=True,
        metadata={"description": "`json`, `query`, `path`, `headers` or `document`."},
    )
    pointer = fields.String(
        required=True, metadata={"description": "A JSON pointer (RFC 6901) into that."}
    )
    file = fields.String(required=True, allow_none=True)
    line = fields.Integer(required=True, allow_none=True)
    column = fields.Integer(required=True, allow_none=True)
    message = fields.String(required=True)
    hint = fields.String(required=True, allow_none=True)


class ProblemSchema(Answer):
    """Why a request was refused (RFC 9457). Decide by `code`, which never changes its meaning."""

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = Whole(required=True, least=400, most=599)
    detail = fields.String(required=True)
    instance = fields.String(required=True, metadata={"format": "uri-reference"})
    code = fields.String(required=True)
    request_id = fields.String(required=True)
    errors = fields.List(fields.Nested(ProblemErrorSchema), required=True)
