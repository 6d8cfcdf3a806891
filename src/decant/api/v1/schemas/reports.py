"""What the engine found, as JSON: findings and changes, passed on as they were stored.

They are written once, by `contract.diff.report` and `pool.answer`; the schemas here only
describe them, because dumping thousands of them again would take longer than finding them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from marshmallow import fields, validate

from decant.api.fields import Answer, Choice, Flag, FreeText, Pointer
from decant.contract import Bump, Effect, Level, Polarity, Severity

from . import parts

MOST_GUARDS: Final = 20


class Stored(fields.List[Any]):
    """A list that is JSON already."""

    def _serialize(self, value: Any, *_args: Any, **_kwargs: Any) -> Any:
        return value


class FoundBy(StrEnum):
    """Whether a finding makes the document invalid, or a ruleset complains."""

    VALIDATION = "validation"
    LINT = "lint"


def waiver_id() -> fields.UUID:
    """The field that says what let it pass."""
    return parts.uuid(
        allow_none=True, metadata={"description": "The id of the waiver that lets it pass."}
    )


class FindingSchema(Answer):
    """A fault in a document: which rule, how much it matters, where, and what to do."""

    rule = FreeText(required=True)
    severity = Choice(Severity, required=True)
    message = FreeText(required=True)
    hint = FreeText(required=True, allow_none=True)
    pointer = Pointer(required=True, metadata={"description": "Into the file."})
    file = parts.file(allow_none=True)
    line = parts.position()
    column = parts.position()
    found_by = Choice(FoundBy, required=True)
    fingerprint = parts.fingerprint(metadata={"description": "Survives rewording and moved lines."})
    is_new = Flag(
        required=True, metadata={"description": "False if the base has it, too: it is debt."}
    )
    report_only = Flag(
        required=True,
        metadata={"description": "Only rulesets that are tried out find it; it never counts."},
    )
    waiver = waiver_id()


class PlaceSchema(Answer):
    """A place in a document as it was pushed; lines and columns count from 1."""

    pointer = Pointer(required=True)
    file = parts.file(allow_none=True)
    line = parts.position()
    column = parts.position()


class OperationNameSchema(Answer):
    """An operation, by its method and path."""

    method = FreeText(required=True)
    path = FreeText(required=True)


class UseSchema(Answer):
    """One operation that a change reaches, and how it weighs there."""

    method = FreeText(required=True)
    path = FreeText(required=True)
    place = FreeText(required=True)
    polarity = Choice(Polarity, required=True)
    severity = Choice(Level, required=True)


class ChangeSchema(Answer):
    """One edit between two documents, weighed by the worst of its uses."""

    kind = parts.code(metadata={"examples": ["enum-value-removed"]})
    severity = Choice(Level, required=True)
    effect = Choice(Effect, required=True)
    polarity = Choice(Polarity, required=True)
    message = FreeText(required=True)
    why = FreeText(required=True)
    fix = FreeText(required=True)
    guards = fields.List(parts.code(), required=True, validate=validate.Length(max=MOST_GUARDS))
    operations = fields.List(fields.Nested(OperationNameSchema), required=True)
    uses = fields.List(fields.Nested(UseSchema), required=True)
    older = fields.Nested(PlaceSchema, required=True, allow_none=True)
    newer = fields.Nested(PlaceSchema, required=True, allow_none=True)
    before = fields.Raw(required=True, allow_none=True, metadata={"description": "Any JSON value."})
    after = fields.Raw(required=True, allow_none=True, metadata={"description": "Any JSON value."})
    fingerprint = parts.fingerprint(metadata={"description": "Survives rewording and reordering."})


class JudgedChangeSchema(ChangeSchema):
    """One edit as a check judged it."""

    waiver = waiver_id()


class GapSchema(Answer):
    """A part that could not be compared, and why; it never counts as a pass."""

    pointer = Pointer(required=True)
    reason = FreeText(required=True)


class FindingCountsSchema(Answer):
    """How many findings there are, by severity."""

    error = parts.count()
    warning = parts.count()
    info = parts.count()


class ChangeCountsSchema(Answer):
    """How many changes there are, by level."""

    breaking = parts.count()
    risky = parts.count()
    safe = parts.count()
    docs = parts.count()


def bump() -> Choice[Bump]:
    """The field that says what to raise."""
    return Choice(
        Bump, required=True, metadata={"description": "The part of a SemVer version to raise."}
    )
