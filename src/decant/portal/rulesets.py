"""The rulesets of an org, and one revision of one with its files; for members of the org."""

from __future__ import annotations

from flask import Blueprint, render_template

from decant.errors import NotFound
from decant.portal import windows
from decant.services import orgs, rulesets
from decant.services.rulesets import RulesetName
from decant.web import actor, session

blueprint = Blueprint("rulesets", __name__)


@blueprint.get("/rulesets/<name:org>")
def show_all(org: str) -> str:
    """Show what rulesets an org has."""
    _require_member(org)
    page = rulesets.browse(session(), actor(), org, windows.by_name())
    return render_template("rulesets.html", org=org, page=page)


@blueprint.get("/rulesets/<name:org>/<ruleset:ruleset>")
def show_newest(org: str, ruleset: str) -> str:
    """Show the newest revision of a ruleset."""
    _require_member(org)
    name = RulesetName(org, ruleset)
    return _shown(name, rulesets.get(session(), actor(), name).newest.number)


@blueprint.get("/rulesets/<name:org>/<ruleset:ruleset>/<number:number>")
def show(org: str, ruleset: str, number: int) -> str:
    """Show one revision of a ruleset."""
    _require_member(org)
    return _shown(RulesetName(org, ruleset), number)


def _shown(name: RulesetName, number: int) -> str:
    return render_template(
        "ruleset.html",
        name=name,
        shown=rulesets.texts(session(), actor(), name, number),
        revisions=rulesets.browse_revisions(session(), actor(), name, windows.by_number()),
    )


def _require_member(org: str) -> None:
    """To everybody else there is nothing here: a page says no more than it must."""
    if orgs.get(session(), actor(), org).role is None:
        raise NotFound(f"no rulesets of '{org}'")
