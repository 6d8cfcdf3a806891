"""The page of one API: its revisions, where its labels are, and what was checked."""

from __future__ import annotations

from flask import Blueprint, render_template

from decant.portal import windows
from decant.services import apis, checks, labels, orgs, policies, reviews, revisions
from decant.services.access import ApiName
from decant.services.pages import Window
from decant.services.uploads import MAIN
from decant.web import actor, session

blueprint = Blueprint("apis", __name__)

MOST_LABELS = 30
NEWEST_CHECKS = 12


@blueprint.get("/<name:org>/<api_name:api>")
def show(org: str, api: str) -> str:
    """Show an API with its newest revisions and checks."""
    name = ApiName(org, api)
    shown = apis.get(session(), actor(), name)
    page = revisions.browse(session(), actor(), name, windows.by_number())
    numbers = [revision.number for revision in page.items]
    return render_template(
        "api.html",
        api=shown,
        is_member=orgs.get(session(), actor(), org).role is not None,
        policy=policies.effective(session(), actor(), name, MAIN),
        revisions=page,
        verdicts=checks.of_revisions(session(), actor(), name, numbers),
        waiting=reviews.waiting(session(), actor(), name),
        labels=labels.browse(session(), actor(), name, Window(MOST_LABELS)).items,
        checks=checks.browse(session(), actor(), name, Window(NEWEST_CHECKS)),
    )
