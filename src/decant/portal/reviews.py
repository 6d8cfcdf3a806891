"""The pages of reviews, for members: what waits, what is wrong with it, and deciding that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request

from decant.errors import Invalid
from decant.portal import checks as check_pages
from decant.portal import windows
from decant.services import checks, decisions, reviews
from decant.services.access import ApiName
from decant.services.decisions import Choice, Decision
from decant.services.reviews import State
from decant.web import actor, session

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

blueprint = Blueprint("reviews", __name__)

LONGEST_NOTE: Final = 2000
# fmt: off
TONES: Final = {
    State.PENDING:    "warn",
    State.APPROVED:   "pass",
    State.REJECTED:   "fail",
    State.SUPERSEDED: "not_evaluated",
}
# fmt: on


@blueprint.get("/<name:org>/<api_name:api>/reviews")
def show_all(org: str, api: str) -> str:
    """Show the reviews of an API, newest first."""
    name = ApiName(org, api)
    page = reviews.browse(session(), actor(), name, windows.by_number())
    return render_template("reviews.html", name=name, page=page)


@blueprint.get("/<name:org>/<api_name:api>/reviews/<uuid:review_id>")
def show(org: str, api: str, review_id: UUID) -> str:
    """Show a push that waits with all that would change, and ask those who decide."""
    name = ApiName(org, api)
    review = reviews.get(session(), actor(), name, str(review_id))
    return render_template(
        "review.html",
        name=name,
        review=review,
        headline=check_pages.REVIEWED[review.state],
        tone=TONES[review.state],
        choices=decisions.choices(session(), actor(), review),
        **check_pages.shown(checks.get(session(), actor(), name, review.check)),
    )


@blueprint.post("/<name:org>/<api_name:api>/reviews/<uuid:review_id>")
def decide(org: str, api: str, review_id: UUID) -> ResponseReturnValue:
    """Let a push in, or turn it away, and show what came of it."""
    name = ApiName(org, api)
    decisions.make(session(), actor(), name, str(review_id), decision=_decision())
    return redirect(request.path, 303)


def _decision() -> Decision:
    try:
        choice = Choice(request.form.get("decision", ""))
    except ValueError as error:
        raise Invalid("a review is approved or rejected") from error
    # PostgreSQL stores no NUL; a note in a form is one line.
    note = " ".join(request.form.get("note", "").replace("\0", " ").split())
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"a note has at most {LONGEST_NOTE} characters")
    return Decision(choice, note or None)
