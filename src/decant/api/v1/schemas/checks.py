"""Checks, as JSON."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from marshmallow import fields, validate

from decant.api.fields import Answer, Body, Choice, Flag, Text, Time, Whole
from decant.api.pages import PageAnswer
from decant.api.schemas import ProblemSchema
from decant.contract import DEFAULT_LIMITS
from decant.services import names, verdicts, waivers
from decant.services.access import Visibility
from decant.services.uploads import MAIN
from decant.services.verdicts import Verdict

from . import parts
from .addresses import Address
from .policies import LABEL_RULE, PATTERN, AppliedPolicySchema
from .reports import (
    ChangeCountsSchema,
    FindingCountsSchema,
    FindingSchema,
    GapSchema,
    JudgedChangeSchema,
    Stored,
    bump,
)
from .scores import CheckScoreSchema

if TYPE_CHECKING:
    from decant.services.checks import CheckFacts, CheckReport

REF: Final = "^(?:sha256:[0-9a-f]{12,64}|[a-z0-9][a-z0-9._-]{0,99})$"
REF_RULE: Final = "must be a revision's number, a label, or 'sha256:' and 12 or more hex digits"
LONGEST_REF: Final = 100
WEB_URL: Final = r"^https?://[!-~]{1,1990}$"
LONGEST_WEB_URL: Final = 1998
LONGEST_COMMIT: Final = 100
LONGEST_BRANCH: Final = 250
MOMENT: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$"


class CheckKind(StrEnum):
    """A push, or a dry run that keeps nothing but the check."""

    PUSH = "push"
    DRY_RUN = "dry_run"


class Texts(fields.Field[dict[str, str]]):
    """Texts by path. What they hold is the engine's business, which also says where it is wrong."""

    type_name = "Texts"

    def described(self) -> dict[str, Any]:
        """Write the component."""
        return {
            "type": "object",
            "additionalProperties": {
                "type": "string",
                "maxLength": DEFAULT_LIMITS.file_bytes,
            },
            "minProperties": 1,
            "maxProperties": DEFAULT_LIMITS.files,
            "description": "The text of each file, by its relative path with `/`.",
            "examples": [{"openapi.yaml": "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"}],
        }

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise self.make_error("invalid")
        if not 1 <= len(value) <= DEFAULT_LIMITS.files:
            raise self.make_error("count")
        return value

    default_error_messages = {  # noqa: RUF012 - as marshmallow types it
        "invalid": "must be an object with a text for each path",
        "count": f"must have 1 to {DEFAULT_LIMITS.files} files",
    }


class SourceSchema(Body):
    """Where the files come from, as the pusher says; the hub has not verified it."""

    commit = Text(most=LONGEST_COMMIT, load_default=None, allow_none=True)
    branch = Text(most=LONGEST_BRANCH, load_default=None, allow_none=True)
    url = Text(
        pattern=WEB_URL,
        most=LONGEST_WEB_URL,
        says="must be an http or https address",
        load_default=None,
        allow_none=True,
        metadata={"description": "Where people can read the change."},
    )
    dirty = Flag(
        load_default=False,
        metadata={"description": "The files were not exactly those of the commit."},
    )


class UploadSchema(Body):
    """Files to push or to check."""

    files = Texts(required=True)
    root = Text(
        least=1,
        most=1000,
        load_default=None,
        allow_none=True,
        metadata={"description": "The file the document begins in; found out if left out."},
    )
    label = Text(
        pattern=names.LABEL,
        most=names.LONGEST_LABEL,
        says=LABEL_RULE,
        load_default=MAIN,
        metadata={"description": "The label that the push moves, or would move."},
    )
    source = fields.Nested(SourceSchema, load_default=None, allow_none=True)
    override_reason = Text(
        least=1,
        most=parts.LONGEST_REASON,
        lines=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "Lets in what the policy refuses; for maintainers, and kept."},
    )
    create = Choice(
        Visibility,
        load_default=None,
        allow_none=True,
        metadata={"description": "Make the API, this visible, if it is not there yet."},
    )
    base = Text(
        pattern=REF,
        most=LONGEST_REF,
        says=REF_RULE,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "What to compare with, if not where the label is. "
            "On a push this is for maintainers."
        },
    )
    review = Text(
        least=1,
        most=parts.LONGEST_REASON,
        lines=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "Why a maintainer should review what the policy would refuse."},
    )


class CheckCountsSchema(Answer):
    """How much was found."""

    findings = fields.Nested(FindingCountsSchema, required=True)
    changes = fields.Nested(ChangeCountsSchema, required=True)
    waived = Whole(
        required=True,
        least=0,
        metadata={"description": "Findings and changes that waivers let pass."},
    )
    debt = Whole(
        required=True, least=0, metadata={"description": "Findings that the base has, too."}
    )


class WaiverShortSchema(Answer):
    """A waiver that was in force, in short."""

    id = parts.uuid()
    rule = Text(required=True, allow_none=True, most=parts.LONGEST_RULE)
    fingerprint = parts.fingerprint(allow_none=True)
    pointer = Text(required=True, allow_none=True, most=parts.LONGEST_PLACE)
    label = Text(required=True, allow_none=True, pattern=PATTERN, most=names.LONGEST_LABEL)
    reason = parts.reason()
    author = parts.person()
    approver = parts.person(allow_none=True)
    expires_at = Text(required=True, pattern=MOMENT, most=24, metadata={"format": "date-time"})


def _waivers() -> fields.List[Any]:
    return fields.List(
        fields.Nested(WaiverShortSchema),
        required=True,
        validate=validate.Length(max=waivers.MOST),
    )


class WaiversSchema(Answer):
    """The waivers that were in force: those that let something pass, and the others."""

    used = _waivers()
    unused = _waivers()


class CheckSummarySchema(Answer):
    """A document judged against a base, in short."""

    id = parts.uuid()
    kind = Choice(CheckKind, required=True)
    verdict = Choice(Verdict, required=True)
    reasons = fields.List(
        Text(most=100),
        required=True,
        validate=validate.Length(max=verdicts.MOST_REASONS),
        metadata={"description": "Why not simply `pass`, the weightiest first."},
    )
    label = parts.label(allow_none=True)
    base = parts.number(
        allow_none=True,
        metadata={"description": "The number of the revision it was compared with."},
    )
    revision = parts.number(
        allow_none=True,
        metadata={"description": "The number of the revision that was let in."},
    )
    digest = parts.digest()
    policy = fields.Nested(
        AppliedPolicySchema, required=True, metadata={"description": "What it was judged by."}
    )
    engine = parts.engine(metadata={"description": "The engine's version."})
    counts = fields.Nested(CheckCountsSchema, required=True)
    required_bump = bump()
    score = fields.Nested(CheckScoreSchema, required=True, allow_none=True)
    override_reason = parts.reason(allow_none=True)
    review = parts.uuid(
        allow_none=True,
        metadata={"description": "The review that its push waits for, or waited for."},
    )
    checked_by = parts.person()
    created_at = Time(required=True)
    url = Address("/api/v1/orgs/{it.api.org}/apis/{it.api.api}/checks/{it.id}")
    html_url = Address("/{it.api.org}/{it.api.api}/checks/{it.id}")


class CheckSchema(CheckSummarySchema):
    """A document judged against a base, with all that was found."""

    findings = Stored(fields.Nested(FindingSchema), required=True)
    changes = Stored(fields.Nested(JudgedChangeSchema), required=True)
    not_evaluated = Stored(fields.Nested(GapSchema), required=True)
    waivers = fields.Nested(WaiversSchema, required=True)

    def get_attribute(self, obj: CheckReport, attr: str, default: Any) -> Any:
        """Read the summary's members from the facts."""
        holder: CheckReport | CheckFacts = obj if attr in _LISTS else obj.facts
        return super().get_attribute(holder, attr, default)


_LISTS: Final = ("findings", "changes", "not_evaluated", "waivers")


class CheckPageSchema(PageAnswer):
    """Some checks, newest first."""

    items = fields.List(fields.Nested(CheckSummarySchema), required=True)


class PushProblemSchema(ProblemSchema):
    """Why a push was refused: `unreadable_document`, or `push_refused` by the policy."""

    check = fields.Nested(
        CheckSchema, metadata={"description": "The check that was kept, if the policy refused."}
    )
