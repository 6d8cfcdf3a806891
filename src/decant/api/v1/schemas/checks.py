"""Checks, as JSON."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from marshmallow import fields

from decant.api.fields import Answer, Body, Choice, Flag, Text, Time, Whole
from decant.api.pages import PageAnswer
from decant.api.schemas import ProblemSchema
from decant.services import names
from decant.services.access import Visibility
from decant.services.uploads import MAIN
from decant.services.verdicts import Verdict

from .addresses import Address
from .policies import LABEL_RULE, AppliedPolicySchema
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
WEB_URL: Final = r"^https?://[!-~]{1,1990}$"
MOST_FILES: Final = 10_000


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
            "additionalProperties": {"type": "string"},
            "minProperties": 1,
            "maxProperties": MOST_FILES,
            "description": "The text of each file, by its relative path with `/`.",
            "examples": [{"openapi.yaml": "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"}],
        }

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise self.make_error("invalid")
        if not 1 <= len(value) <= MOST_FILES:
            raise self.make_error("count")
        return value

    default_error_messages = {  # noqa: RUF012 - as marshmallow types it
        "invalid": "must be an object with a text for each path",
        "count": f"must have 1 to {MOST_FILES} files",
    }


class SourceSchema(Body):
    """Where the files come from, as the pusher says; the hub has not verified it."""

    commit = Text(most=100, load_default=None, allow_none=True)
    branch = Text(most=250, load_default=None, allow_none=True)
    url = Text(
        pattern=WEB_URL,
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
        says=LABEL_RULE,
        load_default=MAIN,
        metadata={"description": "The label that the push moves, or would move."},
    )
    source = fields.Nested(SourceSchema, load_default=None, allow_none=True)
    override_reason = Text(
        least=1,
        most=2000,
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
        most=2000,
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

    id = fields.String(required=True)
    rule = fields.String(required=True, allow_none=True)
    fingerprint = fields.String(required=True, allow_none=True)
    pointer = fields.String(required=True, allow_none=True)
    label = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    author = fields.String(required=True)
    approver = fields.String(required=True, allow_none=True)
    expires_at = fields.String(required=True)


class WaiversSchema(Answer):
    """The waivers that were in force: those that let something pass, and the others."""

    used = fields.List(fields.Nested(WaiverShortSchema), required=True)
    unused = fields.List(fields.Nested(WaiverShortSchema), required=True)


class CheckSummarySchema(Answer):
    """A document judged against a base, in short."""

    id = fields.String(required=True)
    kind = Choice(CheckKind, required=True)
    verdict = Choice(Verdict, required=True)
    reasons = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Why not simply `pass`, the weightiest first."},
    )
    label = fields.String(required=True, allow_none=True)
    base = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The number of the revision it was compared with."},
    )
    revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The number of the revision that was let in."},
    )
    digest = fields.String(required=True)
    policy = fields.Nested(
        AppliedPolicySchema, required=True, metadata={"description": "What it was judged by."}
    )
    engine = fields.String(required=True, metadata={"description": "The engine's version."})
    counts = fields.Nested(CheckCountsSchema, required=True)
    required_bump = bump()
    score = fields.Nested(CheckScoreSchema, required=True, allow_none=True)
    override_reason = fields.String(required=True, allow_none=True)
    review = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The review that its push waits for, or waited for."},
    )
    checked_by = fields.String(required=True)
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
