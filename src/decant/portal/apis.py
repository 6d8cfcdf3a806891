"""The page of one API: its revisions, where its labels are, and what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from decant.services import apis, checks, labels, revisions
from decant.services.access import ApiName
from decant.services.pages import Window
from decant.web import actor, session

if TYPE_CHECKING:
    from decant.services.pages import Key

blueprint = Blueprint("apis", __name__)

MOST_LABELS = 30
NEWEST_CHECKS = 12


@blueprint.get("/<org>/<api>")
def show(org: str, api: str) -> str:
    """Show an API with its newest revisions and checks."""
    name = ApiName(org, api)
    shown = apis.get(session(), actor(), name)
    page = revisions.browse(session(), actor(), name, Window(after=_number("after")))
    numbers = [revision.number for revision in page.items]
    return render_template(
        "api.html",
        api=shown,
        policy=shown.policy,
        revisions=page,
        verdicts=checks.of_revisions(session(), actor(), name, numbers),
        labels=labels.browse(session(), actor(), name, Window(MOST_LABELS)).items,
        checks=checks.browse(session(), actor(), name, Window(NEWEST_CHECKS)),
    )


def _number(field: str) -> Key | None:
    raw = request.args.get(field, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None
