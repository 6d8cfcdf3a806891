"""Schemas every operation shares: problems."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import fields, validate

from decant.problems import MOST_ERRORS

from .fields import Answer, FreeText, Text, Whole

WORD: Final = "^[a-z0-9_-]{1,60}$"
PROBLEM: Final = "^/problems/[a-z0-9_-]{1,60}$"
REQUEST_ID: Final = "^[A-Za-z0-9._-]{8,64}$"
# As long as the headers of a request may be, with every byte escaped.
LONGEST_PATH: Final = 3 * 32 * 1024


def _position() -> Whole:
    return Whole(required=True, allow_none=True, least=1)


class ProblemErrorSchema(Answer):
    """One thing that is wrong, and where."""

    code = Text(
        required=True,
        pattern=WORD,
        most=60,
        metadata={"description": "`invalid_value`, or the rule a document breaks."},
    )
    location = Text(
        required=True,
        pattern=WORD,
        most=60,
        metadata={"description": "`json`, `query`, `path`, `headers` or `document`."},
    )
    pointer = FreeText(
        required=True, metadata={"description": "A JSON pointer (RFC 6901) into that."}
    )
    file = FreeText(required=True, allow_none=True)
    line = _position()
    column = _position()
    message = FreeText(required=True)
    hint = FreeText(required=True, allow_none=True)


class ProblemSchema(Answer):
    """Why a request was refused (RFC 9457). Decide by `code`, which never changes its meaning."""

    type = Text(required=True, pattern=PROBLEM, most=70, metadata={"format": "uri-reference"})
    title = Text(required=True, most=100)
    status = Whole(required=True, least=400, most=599)
    detail = FreeText(required=True)
    instance = fields.String(
        required=True,
        validate=validate.Length(max=LONGEST_PATH),
        metadata={"format": "uri-reference"},
    )
    code = Text(required=True, pattern=WORD, most=60)
    request_id = Text(required=True, pattern=REQUEST_ID, most=64)
    errors: fields.List[Any] = fields.List(
        fields.Nested(ProblemErrorSchema),
        required=True,
        validate=validate.Length(max=MOST_ERRORS),
    )
