"""Policies, as JSON: what each level insists on, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, fields, validate

from decant.api.fields import Answer, Body, Choice, Flag, FreeText, Text, Whole
from decant.contract import Profile
from decant.services import names
from decant.services.levels import Adoption, Gravity, LabelStances, Level, Said, Stance
from decant.services.uploads import MAIN

from . import parts

if TYPE_CHECKING:
    from collections.abc import Mapping

LABEL_RULE: Final = (
    "must be 1 to 100 of a-z, 0-9, '.', '_' and '-', and not a number: those are revisions"
)
PATTERN: Final = r"^[a-z0-9._*-]{1,100}$"
PATTERN_RULE: Final = "must be a label in which `*` stands for any characters"
RULESET: Final = r"^[a-z0-9][a-z0-9._/-]{0,99}(@[1-9][0-9]{0,8})?$"
LONGEST_RULESET: Final = 110
RULESET_RULE: Final = "must be the name of a pack, or of a ruleset of the org, with `@number`"
BREAKING: Final = "What a breaking change does to a push."
INVALID: Final = "What an error in the document does to a push."
LINT: Final = "What an error by a ruleset does to a push."
PROFILE: Final = "In whose eyes a change breaks."
NEW_ONLY: Final = "Whether errors that the base has already are shown and not counted."
FOUR_EYES: Final = "Whether a second person must agree to waivers, reviews and overrides."
RULESETS: Final = "What documents are linted by; those of all levels together."
SEVERITIES: Final = "How much single rules matter; of all levels the gravest counts."
LABELS: Final = "Other stances for some labels; the first pattern that matches speaks."
MOST_ENTRIES: Final = 50
MOST_RULES: Final = 500
LEVELS: Final = len(Level)


def _about(words: str) -> dict[str, str]:
    return {"description": words}


def _listed(
    schema: type[Schema], words: str, *, most: int = MOST_ENTRIES, **options: Any
) -> fields.List[Any]:
    """A list of so many at most."""
    return fields.List(
        fields.Nested(schema),
        validate=validate.Length(max=most),
        metadata=_about(words),
        **options,
    )


class AdoptionSchema(Body):
    """A ruleset to judge by."""

    ruleset = Text(
        required=True,
        pattern=RULESET,
        most=LONGEST_RULESET,
        says=RULESET_RULE,
        metadata={
            "description": (
                "A pack (`recommended`, `oas`, `owasp`, `practices/public` …), or a ruleset of "
                "the org: `name` is pinned to its newest revision, as `name@number`."
            ),
            "examples": ["recommended", "house-style@3"],
        },
    )
    report_only = Flag(
        load_default=False,
        metadata=_about("What only this ruleset finds is shown and never counts."),
    )


class LabelStancesSchema(Body):
    """Stances for pushes to some labels; what is left out is as for all others."""

    pattern = Text(
        required=True,
        pattern=PATTERN,
        most=names.LONGEST_LABEL,
        says=PATTERN_RULE,
        metadata={"examples": ["pr-*"]},
    )
    breaking = Choice(Stance, load_default=None, allow_none=True)
    invalid = Choice(Stance, load_default=None, allow_none=True)
    lint = Choice(Stance, load_default=None, allow_none=True)


class Severities(fields.Dict):
    """How much single rules matter, by their ids."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            keys=Text(least=1, most=200),
            values=Choice(Gravity),
            validate=validate.Length(max=MOST_RULES),
            **kwargs,
        )


class PolicyPutSchema(Body):
    """What a level is to insist on; what is null or left out, it says nothing about."""

    breaking = Choice(Stance, load_default=None, allow_none=True, metadata=_about(BREAKING))
    invalid = Choice(Stance, load_default=None, allow_none=True, metadata=_about(INVALID))
    lint = Choice(Stance, load_default=None, allow_none=True, metadata=_about(LINT))
    profile = Choice(Profile, load_default=None, allow_none=True, metadata=_about(PROFILE))
    new_only = Flag(load_default=None, allow_none=True, metadata=_about(NEW_ONLY))
    four_eyes = Flag(load_default=None, allow_none=True, metadata=_about(FOUR_EYES))
    rulesets = _listed(AdoptionSchema, RULESETS, load_default=None, allow_none=True)
    severities = Severities(load_default=None, allow_none=True, metadata=_about(SEVERITIES))
    labels = _listed(LabelStancesSchema, LABELS, load_default=None, allow_none=True)


class PolicySchema(Answer):
    """What one level insists on; null is nothing."""

    breaking = Choice(Stance, required=True, allow_none=True, metadata=_about(BREAKING))
    invalid = Choice(Stance, required=True, allow_none=True, metadata=_about(INVALID))
    lint = Choice(Stance, required=True, allow_none=True, metadata=_about(LINT))
    profile = Choice(Profile, required=True, allow_none=True, metadata=_about(PROFILE))
    new_only = Flag(required=True, allow_none=True, metadata=_about(NEW_ONLY))
    four_eyes = Flag(required=True, allow_none=True, metadata=_about(FOUR_EYES))
    rulesets = _listed(AdoptionSchema, RULESETS, required=True, allow_none=True)
    severities = Severities(required=True, allow_none=True, metadata=_about(SEVERITIES))
    labels = _listed(LabelStancesSchema, LABELS, required=True, allow_none=True)
    version = Whole(required=True, least=1, metadata=_about("Rises with each change."))


class AppliedPolicySchema(Answer):
    """What a document was judged by: the strictest of all levels."""

    breaking = Choice(Stance, required=True, metadata=_about(BREAKING))
    invalid = Choice(Stance, required=True, metadata=_about(INVALID))
    lint = Choice(Stance, required=True, metadata=_about(LINT))
    profile = Choice(Profile, required=True, metadata=_about(PROFILE))
    new_only = Flag(required=True, metadata=_about(NEW_ONLY))
    four_eyes = Flag(required=True, metadata=_about(FOUR_EYES))
    rulesets = _listed(AdoptionSchema, RULESETS, most=LEVELS * MOST_ENTRIES, required=True)
    severities = Severities(required=True, metadata=_about(SEVERITIES))


class LabelQuery(Body):
    """For which label."""

    label = Text(
        pattern=names.LABEL,
        most=names.LONGEST_LABEL,
        says=LABEL_RULE,
        load_default=MAIN,
        metadata=_about("The label that a push would move."),
    )


def origin() -> Choice[Level]:
    """The field that says who insists."""
    return Choice(
        Level,
        called="PolicyLevel",
        required=True,
        data_key="from",
        attribute="level",
        metadata=_about("Who insists on it."),
    )


class EffectiveStanceSchema(Answer):
    """A stance, and who insists on it."""

    value = Choice(Stance, required=True)
    level = origin()


class EffectiveProfileSchema(Answer):
    """A profile, and who insists on it."""

    value = Choice(Profile, required=True)
    level = origin()


class EffectiveFlagSchema(Answer):
    """Yes or no, and who insists on it."""

    value = Flag(required=True)
    level = origin()


class EffectiveAdoptionSchema(Answer):
    """A ruleset to judge by, and who insists on it."""

    ruleset = Text(required=True, pattern=RULESET, most=LONGEST_RULESET)
    report_only = Flag(required=True)
    level = origin()


class EffectiveSeveritySchema(Answer):
    """How much a rule matters, and who insists on it."""

    rule = FreeText(required=True)
    severity = Choice(Gravity, required=True)
    level = origin()


class EffectivePolicySchema(Answer):
    """What a push to a label must pass, each value with the level it comes from."""

    label = parts.label()
    breaking = fields.Nested(EffectiveStanceSchema, required=True, metadata=_about(BREAKING))
    invalid = fields.Nested(EffectiveStanceSchema, required=True, metadata=_about(INVALID))
    lint = fields.Nested(EffectiveStanceSchema, required=True, metadata=_about(LINT))
    profile = fields.Nested(EffectiveProfileSchema, required=True, metadata=_about(PROFILE))
    new_only = fields.Nested(EffectiveFlagSchema, required=True, metadata=_about(NEW_ONLY))
    four_eyes = fields.Nested(EffectiveFlagSchema, required=True, metadata=_about(FOUR_EYES))
    rulesets = _listed(EffectiveAdoptionSchema, RULESETS, most=LEVELS * MOST_ENTRIES, required=True)
    severities = _listed(
        EffectiveSeveritySchema, SEVERITIES, most=LEVELS * MOST_RULES, required=True
    )


def said_of(wanted: Mapping[str, Any]) -> Said:
    """What a level is to say, from a body."""
    rulesets, labels = wanted["rulesets"], wanted["labels"]
    lists = {
        "rulesets": None if rulesets is None else tuple(Adoption(**each) for each in rulesets),
        "labels": None if labels is None else tuple(LabelStances(**each) for each in labels),
    }
    return Said(**{**wanted, **lists})
