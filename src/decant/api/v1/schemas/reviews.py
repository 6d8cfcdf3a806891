"""Reviews and decisions, as JSON."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from decant.api.fields import Answer, Body, Choice, Text, Time, Whole
from decant.api.pages import ByNumber, PageAnswer
from decant.services import decisions
from decant.services.decisions import Decision
from decant.services.reviews import State
from decant.services.verdicts import Verdict

from .addresses import Address

LONGEST_NOTE = 2000


class ReviewSchema(Answer):
    """A push that waits for a maintainer, or did: its revision is stored, the label stayed."""

    id = fields.UUID(required=True)
    state = Choice(State, called="ReviewState", required=True)
    label = fields.String(
        required=True, metadata={"description": "The label that moves if it is let in."}
    )
    head = Whole(
        required=True,
        least=1,
        allow_none=True,
        metadata={
            "description": "The revision that the label was on when the push was judged; null "
            "if there was no such label."
        },
    )
    revision = Whole(
        required=True, least=1, metadata={"description": "The number of the revision that waits."}
    )
    digest = fields.String(required=True)
    check = fields.UUID(
        required=True, metadata={"description": "The check that says what is wrong with it."}
    )
    verdict = Choice(Verdict, required=True, metadata={"description": "What the check says."})
    reasons = fields.List(fields.String(), required=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it was asked for."}
    )
    asked_by = fields.String(required=True)
    created_at = Time(required=True)
    decided_by = fields.String(
        required=True, allow_none=True, metadata={"description": "Null if it was superseded."}
    )
    decided_at = Time(required=True, allow_none=True)
    note = fields.String(
        required=True, allow_none=True, metadata={"description": "What the decider says to it."}
    )
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
        most=LONGEST_NOTE,
        lines=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "What to tell whoever asked; it is kept."},
    )

    @post_load
    def made(self, data: dict[str, Any], **_kwargs: Any) -> Decision:
        """Make the value that services take."""
        return Decision(data["decision"], data["note"])
