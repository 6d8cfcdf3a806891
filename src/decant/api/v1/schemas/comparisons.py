"""Comparisons, as JSON."""

from __future__ import annotations

from marshmallow import fields

from decant.api.fields import Answer, Body, Choice, Text
from decant.contract import Profile
from decant.contract import Verdict as Outcome
from decant.services.uploads import MAIN

from . import parts
from .checks import LONGEST_REF, REF, REF_RULE
from .reports import ChangeCountsSchema, ChangeSchema, GapSchema, bump


class ComparisonQuery(Body):
    """Which two revisions to compare, and in whose eyes."""

    older = Text(
        required=True,
        pattern=REF,
        most=LONGEST_REF,
        says=REF_RULE,
        metadata={"description": "A ref.", "examples": ["1"]},
    )
    newer = Text(
        pattern=REF,
        most=LONGEST_REF,
        says=REF_RULE,
        load_default=MAIN,
        metadata={"description": "A ref."},
    )
    profile = Choice(
        Profile, load_default=Profile.WIRE, metadata={"description": "Whose eyes compare."}
    )


class ComparisonSchema(Answer):
    """What one revision changes over another, worst changes first."""

    older = parts.number(metadata={"description": "The number of a revision."})
    newer = parts.number(metadata={"description": "The number of a revision."})
    verdict = Choice(
        Outcome,
        called="Outcome",  # `Verdict` is what a check says
        required=True,
        metadata={"description": "The worst level among the changes."},
    )
    profile = Choice(Profile, required=True)
    counts = fields.Nested(ChangeCountsSchema, required=True)
    required_bump = bump()
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    not_evaluated = fields.List(fields.Nested(GapSchema), required=True)
    engine_version = parts.engine()
