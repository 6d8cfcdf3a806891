"""Reviews and decisions, as JSON."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from decant.api.fields import Answer, Body, Choice, FreeText, Text, Time
from decant.api.pages import ByNumber, PageAnswer
from decant.services import decisions, verdicts
from decant.services.decisions import Decision
from decant.services.reviews import State
from decant.services.verdicts import Verdict

from . import parts
from .addresses import Address


class ReviewSchema(Answer):
    """A push that waits for a maintainer, or did: its revision is stored, the label stayed."""

    id = parts.uuid()
    state = Choice(State, called="ReviewState", required=True)
    label = parts.label(metadata={"description": "The label that moves if it is let in."})
    head = parts.number(
        allow_none=True,
        metadata={
            "description": "The revision that the label was on when the push was judged; null "
            "if there was no such label."
        },
    )
    revision = parts.number(metadata={"description": "The number of the revision that waits."})
    digest = parts.digest()
    check = parts.uuid(metadata={"description": "The check that says what is wrong with it."})
    verdict = Choice(Verdict, required=True, metadata={"description": "What the check says."})
    reasons = fields.List(
        FreeText(), required=True, validate=validate.Length(max=verdicts.MOST_REASONS)
    )
    reason = parts.reason(allow_none=True, metadata={"description": "Why it was asked for."})
    asked_by = parts.person()
    created_at = Time(required=True)
    decided_by = parts.person(
        allow_none=True, metadata={"description": "Null if it was superseded."}
    )
    decided_at = Time(required=True, allow_none=True)
    note = parts.reason(allow_none=True, metadata={"description": "What the decider says to it."})
    url = Address("/api/v1/orgs/{it.api.org}/apis/{it.api.api}/reviews/{it.id}")
    html_url = Address("/{it.api.org}/{it.api.api}/reviews/{it.id}")


class ReviewPageSchema(PageAnswer):
    """Some reviews, newest first."""

    items = fields.List(fields.Nested(ReviewSchema), required=True)


class ReviewQuery(ByNumber):
    """Which reviews."""

    state = Choice(
        State, called="ReviewState", metadata={"description": "Only those in this state."}
    )


class DecisionPutSchema(Body):
    """What a maintainer says to a push that waits."""

    decision = Choice(decisions.Choice, called="Decision", required=True)
    note = Text(
        least=1,
        most=parts.LONGEST_REASON,
        lines=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "What to tell whoever asked; it is kept."},
    )

    @post_load
    def made(self, data: dict[str, Any], **_kwargs: Any) -> Decision:
        """Make the value that services take."""
        return Decision(data["decision"], data["note"])
