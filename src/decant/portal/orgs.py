"""The page of one org: those of its APIs that one may see."""

from __future__ import annotations

from flask import Blueprint, render_template

from decant.portal import windows
from decant.services import apis, orgs, revisions
from decant.web import actor, session

blueprint = Blueprint("orgs", __name__)


@blueprint.get("/<name:org>")
def show(org: str) -> str:
    """Show an org."""
    shown = orgs.get(session(), actor(), org)
    page = apis.browse(session(), actor(), org, windows.by_name())
    return render_template(
        "org.html",
        org=shown,
        page=page,
        pushed=revisions.newest_times(session(), actor(), page.items),
    )
