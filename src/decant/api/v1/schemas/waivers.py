"""Waivers, as JSON."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar, Final

from marshmallow import ValidationError, fields, post_load, validates_schema

from decant.api.fields import Answer, Body, Choice, Text, Time
from decant.api.pages import ByNumber, PageAnswer
from decant.services import names
from decant.services.waivers import Plea, State

from . import parts
from .addresses import Address
from .policies import PATTERN, PATTERN_RULE

LONGEST_MOMENT: Final = 35
# A JSON pointer (RFC 6901 §3), perhaps after a file and `#`. In it a step that is `*` is any
# one, and `**` any number of them.
PLACE: Final = r"^(?=[^\u0000-\u001f\u007f]{1,1000}$)(?:[^#/][^#]*#)?(?:/(?:[^~/]|~[01])*)*$"
# RFC 3339 §5.6.
MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
RULE: Final = "The id of a rule, or the kind of a change."
WHAT: Final = "The fingerprint of a finding or a change."
WHERE: Final = (
    "A JSON pointer, in which `*` is any one step and `**` any number of them; as "
    "`file#/pointer` in one file only."
)
LABEL: Final = "Pushes to which labels; `*` stands for any characters. Null is all."


class Moment(fields.DateTime):
    """A moment that somebody sends: RFC 3339, with any offset."""

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> datetime:
        complaint = "must be a moment with an offset, as 2030-12-31T12:00:00Z (RFC 3339)"
        if not isinstance(value, str) or MOMENT.fullmatch(value) is None:
            raise ValidationError(complaint)
        try:
            return datetime.fromisoformat(value.upper())
        except ValueError as error:  # the 31st of April, or 25 o'clock
            raise ValidationError(complaint) from error


class WaiverCreateSchema(Body):
    """What is to pass, why, and until when."""

    class Meta(Body.Meta):
        """Read by marshmallow and by `api.openapi`."""

        openapi: ClassVar[dict[str, Any]] = {
            "anyOf": [
                {"required": [name], "properties": {name: {"not": {"type": "null"}}}}
                for name in ("rule", "fingerprint")
            ]
        }

    rule = Text(
        least=1,
        most=parts.LONGEST_RULE,
        load_default=None,
        allow_none=True,
        metadata={"description": RULE, "examples": ["response-property-removed"]},
    )
    fingerprint = Text(
        pattern=parts.FINGERPRINT,
        most=16,
        says="must be 16 hexadecimal digits",
        load_default=None,
        allow_none=True,
        metadata={"description": WHAT},
    )
    pointer = Text(
        least=1,
        most=parts.LONGEST_PLACE,
        pattern=PLACE,
        says="must be a JSON pointer, perhaps with `*` and `**` as steps, or `file#/pointer`",
        load_default=None,
        allow_none=True,
        metadata={"description": WHERE, "examples": ["/paths/~1pets/**"]},
    )
    label = Text(
        pattern=PATTERN,
        most=names.LONGEST_LABEL,
        says=PATTERN_RULE,
        load_default=None,
        allow_none=True,
        metadata={"description": LABEL, "examples": ["pr-*"]},
    )
    reason = Text(
        required=True,
        least=1,
        most=parts.LONGEST_REASON,
        lines=True,
        metadata={"description": "Why; everybody who reads the verdict sees it."},
    )
    expires_at = Moment(
        required=True,
        metadata={"description": "When it is over; within a year.", "maxLength": LONGEST_MOMENT},
    )

    @validates_schema
    def names_something(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """A rule, a fingerprint, or both."""
        if data.get("rule") is None and data.get("fingerprint") is None:
            raise ValidationError("give a rule, a fingerprint, or both", "rule")

    @post_load
    def plea(self, data: dict[str, Any], **_kwargs: Any) -> Plea:
        """Make the value the service takes."""
        return Plea(**data)


class WaiverSchema(Answer):
    """A waiver: what passes, why, until when, and who says so."""

    id = parts.uuid()
    state = Choice(State, called="WaiverState", required=True)
    rule = Text(
        required=True,
        allow_none=True,
        most=parts.LONGEST_RULE,
        attribute="plea.rule",
        metadata={"description": RULE},
    )
    fingerprint = parts.fingerprint(
        allow_none=True, attribute="plea.fingerprint", metadata={"description": WHAT}
    )
    pointer = Text(
        required=True,
        allow_none=True,
        most=parts.LONGEST_PLACE,
        attribute="plea.pointer",
        metadata={"description": WHERE},
    )
    label = Text(
        required=True,
        allow_none=True,
        pattern=PATTERN,
        most=names.LONGEST_LABEL,
        attribute="plea.label",
        metadata={"description": LABEL},
    )
    reason = parts.reason(attribute="plea.reason")
    author = parts.person(metadata={"description": "Who asked for it."})
    created_at = Time(required=True)
    expires_at = Time(
        required=True,
        attribute="plea.expires_at",
        metadata={"description": "From this moment on it does not hold."},
    )
    approver = parts.person(allow_none=True)
    approved_at = Time(required=True, allow_none=True)
    revoked_by = parts.person(allow_none=True)
    revoked_at = Time(required=True, allow_none=True)
    url = Address("/api/v1/orgs/{it.api.org}/apis/{it.api.api}/waivers/{it.id}")


class WaiverPageSchema(PageAnswer):
    """Some waivers, newest first."""

    items = fields.List(fields.Nested(WaiverSchema), required=True)


class WaiverQuery(ByNumber):
    """Which waivers."""

    state = Choice(
        State,
        called="WaiverState",
        load_default=None,
        metadata={"description": "Only those in this state."},
    )
