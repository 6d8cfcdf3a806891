"""The waivers of an API: what passes, why, until when, and who said so; for members of the org."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template, request

from decant.portal import windows
from decant.services import waivers
from decant.services.access import ApiName
from decant.services.pages import Window
from decant.services.waivers import State
from decant.web import actor, session

blueprint = Blueprint("waivers", __name__)

# What holds, what somebody must look at, what is over.
ORDER: Final = (State.ACTIVE, State.PENDING, State.EXPIRED, State.REVOKED)


@blueprint.get("/<name:org>/<api_name:api>/waivers")
def show(org: str, api: str) -> str:
    """Show the newest waivers in each state, or more of those in one."""
    name, chosen = ApiName(org, api), request.args.get("state", "")
    states = [state for state in ORDER if state == chosen]
    # A place in the list of one state is none in that of another.
    window = windows.by_number() if states else Window()
    shown = {
        state: waivers.browse(session(), actor(), name, window, state=state)
        for state in states or ORDER
    }
    return render_template("waivers.html", name=name, shown=shown, chosen=bool(states))
