"""Scores, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marshmallow import fields, validate

from decant.api.fields import Answer, FreeText, Text, Time, Whole
from decant.api.pages import PageAnswer

from . import parts
from .reports import Stored

if TYPE_CHECKING:
    from decant.services.scores import ScoreFacts, ScoreSheet

MOST_FIXES: Final = 3


class FixSchema(Answer):
    """What would gain most: a rule, what to do, how often, and the points for all of it."""

    rule = FreeText(required=True)
    hint = FreeText(required=True)
    failing = Whole(required=True, least=1)
    gain = fields.Float(required=True)


class PointsSchema(Answer):
    """How good a document is, from 0 to 100 by its rulesets; never a gate."""

    points = Whole(required=True, least=0, most=100)
    grade = Text(required=True, pattern="^[A-E]$", most=1, metadata={"examples": ["A"]})
    level = Text(
        required=True, most=20, metadata={"description": "`gold`, `silver`, `bronze`, or empty."}
    )
    ruleset = parts.digest(metadata={"description": "The digest of the rules it was scored by."})


class CheckScoreSchema(PointsSchema):
    """The score of a checked document, with what would gain most."""

    fixes = fields.List(
        fields.Nested(FixSchema),
        required=True,
        validate=validate.Length(max=MOST_FIXES),
        metadata={"description": "What would gain most, at most three."},
    )


class RevisionScoreSchema(PointsSchema):
    """The score of a revision by the rules of its day."""

    revision = parts.number()
    engine = parts.engine(metadata={"description": "The engine's version."})
    check = parts.uuid(metadata={"description": "The id of its check."})
    created_at = Time(required=True)


class MarkSchema(Answer):
    """What one rule found among what it looked at."""

    rule = FreeText(required=True)
    category = parts.code()
    weight = Whole(required=True, least=0)
    targets = Whole(required=True, least=1)
    failing = Whole(required=True, least=0)


class ScoreSheetSchema(RevisionScoreSchema):
    """A score with all that it is made of."""

    categories = fields.Dict(
        keys=parts.code(),
        values=Whole(least=0, most=100),
        required=True,
        metadata={"description": "The points in each category in which anything was asked."},
    )
    marks = Stored(fields.Nested(MarkSchema), required=True)
    fixes = Stored(
        fields.Nested(FixSchema), required=True, validate=validate.Length(max=MOST_FIXES)
    )

    def get_attribute(self, obj: ScoreSheet, attr: str, default: Any) -> Any:
        """Read the members of the score itself from the facts."""
        holder: ScoreSheet | ScoreFacts = obj if attr in _SHEET else obj.facts
        return super().get_attribute(holder, attr, default)


_SHEET: Final = ("categories", "marks", "fixes")


class ScorePageSchema(PageAnswer):
    """Some scores, of the newest revisions first."""

    items = fields.List(fields.Nested(RevisionScoreSchema), required=True)
