"""The first page: the APIs one may see, and what was checked last."""

from __future__ import annotations

from flask import Blueprint, render_template

from decant.portal import windows
from decant.services import apis, checks, revisions
from decant.services.pages import Window
from decant.web import actor, session

blueprint = Blueprint("home", __name__)

NEWEST_CHECKS = 8


@blueprint.get("/")
def show() -> str:
    """Show the APIs the visitor may see."""
    page = apis.browse_all(session(), actor(), windows.by_name())
    return render_template(
        "home.html",
        page=page,
        pushed=revisions.newest_times(session(), actor(), page.items),
        activity=checks.browse_newest(session(), actor(), Window(NEWEST_CHECKS)).items,
    )
