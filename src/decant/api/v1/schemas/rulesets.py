"""Rulesets, their revisions, and what they would find, as JSON."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import fields, validate

from decant.api.fields import Answer, Body, Choice, Flag, FreeText, QueryWhole, Text, Time, Whole
from decant.api.pages import ByName, PageAnswer
from decant.contract import Severity
from decant.services import names, previews
from decant.services.ruleset_files import MOST_FILES
from decant.services.uploads import MAIN
from decant.services.verdicts import Verdict

from . import parts
from .addresses import Address
from .checks import Texts
from .policies import LABEL_RULE
from .reports import FindingCountsSchema

MOST_PREVIEWS: Final = 30  # each may take a second
_REVISION: Final = "/api/v1/orgs/{it.name.org}/rulesets/{it.name.ruleset}/revisions/{it.number}"


class RulesetTexts(Texts):
    """The texts of a ruleset by path, fewer than a document may have."""

    type_name = "RulesetTexts"

    def described(self) -> dict[str, Any]:
        """Write the component."""
        examples = [{".spectral.yaml": "extends: spectral:oas\nrules: {info-license: warn}\n"}]
        return {**super().described(), "maxProperties": MOST_FILES, "examples": examples}


class RulesetUploadSchema(Body):
    """The files of a ruleset, as they are written for Spectral."""

    files = RulesetTexts(required=True)
    root = Text(
        least=1,
        most=1000,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "The file that the ruleset begins in; if left out, the only one, "
            "`.spectral.yaml` or what else Spectral looks for."
        },
    )


class RulesetRevisionSchema(Answer):
    """One revision of a ruleset: numbered, and never changed."""

    ruleset = parts.ruleset(attribute="name.ruleset")
    number = parts.number()
    digest = parts.digest(
        metadata={"description": "Over the files and what they extend: the same rules?"},
    )
    root = parts.file(
        attribute="stored.root",
        metadata={"description": "The file that the ruleset begins in."},
    )
    paths = fields.List(parts.file(), required=True, validate=validate.Length(max=MOST_FILES))
    extends = fields.Dict(
        keys=Text(),
        values=Text(most=200),
        required=True,
        metadata={
            "description": "Which revision each stored ruleset that it extends was pinned to.",
            "examples": [{"hub:base": "hub:base@3"}],
        },
    )
    rules = Whole(
        required=True,
        least=0,
        attribute="rule_count",
        metadata={"description": "How many rules are on."},
    )
    size = Whole(required=True, least=0, metadata={"description": "Bytes as pushed."})
    engine = parts.engine(metadata={"description": "The version of the engine that read it."})
    pushed_by = parts.person()
    created_at = Time(required=True)
    url = Address(_REVISION)


class RulesetRevisionPageSchema(PageAnswer):
    """Some revisions of a ruleset, newest first."""

    items = fields.List(fields.Nested(RulesetRevisionSchema), required=True)


class RulesetRevisionTextsSchema(RulesetRevisionSchema):
    """One revision of a ruleset, with its files exactly as they were pushed."""

    files = RulesetTexts(required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Read all but the files from the facts."""
        return super().get_attribute(obj if attr == "files" else obj.facts, attr, default)


class RulesetSchema(Answer):
    """A named ruleset of an org, with its newest revision."""

    name = parts.ruleset(attribute="name.ruleset")
    newest = fields.Nested(RulesetRevisionSchema, required=True)
    created_at = Time(required=True)
    url = Address("/api/v1/orgs/{it.name.org}/rulesets/{it.name.ruleset}")


class RulesetPageSchema(PageAnswer):
    """Some rulesets, by name."""

    items = fields.List(fields.Nested(RulesetSchema), required=True)


class RulesetPublicationSchema(Answer):
    """What came of a push."""

    revision = fields.Nested(RulesetRevisionSchema, required=True)
    created = Flag(
        required=True, metadata={"description": "False if the ruleset had these very files."}
    )


class PreviewQuery(ByName):
    """Which documents to hold against a ruleset, a few at a time: each may take a second."""

    limit = QueryWhole(
        least=1,
        most=MOST_PREVIEWS,
        load_default=10,
        metadata={"description": "Most items in a page."},
    )
    label = Text(
        pattern=names.LABEL,
        most=names.LONGEST_LABEL,
        says=LABEL_RULE,
        load_default=MAIN,
        metadata={
            "description": "The label whose revision is taken; `main` for an API without it."
        },
    )


class TallySchema(Answer):
    """How often one rule complains of a document."""

    rule = FreeText(required=True)
    severity = Choice(Severity, required=True)
    count = Whole(required=True, least=1)


class PreviewSchema(Answer):
    """What a ruleset alone would find in one API."""

    api = parts.api(
        attribute="api.api",
        metadata={"description": "The name of the API in the org."},
    )
    revision = parts.number(
        allow_none=True,
        metadata={"description": "The number of the revision; null if there is nothing to take."},
    )
    findings = fields.Nested(FindingCountsSchema, required=True, allow_none=True)
    would = Choice(
        Verdict,
        required=True,
        allow_none=True,
        metadata={
            "description": "The verdict by this ruleset alone, as the policy of the API takes "
            "errors of rulesets; null if nothing could be judged."
        },
    )
    worst = fields.List(
        fields.Nested(TallySchema),
        required=True,
        validate=validate.Length(max=previews.MOST_RULES),
        metadata={"description": "The rules that complain most, the gravest first."},
    )
    skipped = FreeText(
        required=True,
        allow_none=True,
        metadata={"description": "Why nothing could be judged; null if it was."},
    )


class PreviewPageSchema(PageAnswer):
    """Some APIs of the org, by name."""

    most = MOST_PREVIEWS

    items = fields.List(fields.Nested(PreviewSchema), required=True)
