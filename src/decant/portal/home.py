"""The first page: the APIs one may see, and what was checked last."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from decant.services import apis, checks
from decant.services.pages import Window
from decant.web import actor, session

blueprint = Blueprint("home", __name__)

NEWEST_CHECKS = 8


@blueprint.get("/")
def show() -> str:
    """Show the APIs the visitor may see."""
    window = Window(after=request.args.get("after"))
    return render_template(
        "home.html",
        page=apis.browse_all(session(), actor(), window),
        activity=checks.browse_newest(session(), actor(), Window(NEWEST_CHECKS)).items,
    )
