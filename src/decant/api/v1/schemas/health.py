"""Health, as JSON."""

from __future__ import annotations

from marshmallow import fields, validate

from decant.api.fields import Answer


class HealthSchema(Answer):
    """All is well."""

    status = fields.String(required=True, validate=validate.Equal("ok"))
