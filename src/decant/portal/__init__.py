"""Pages for people: small, rendered here, with the same rights as the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from decant import __version__, web
from decant.portal import (
    apis,
    assets,
    checks,
    comparisons,
    docs,
    files,
    home,
    orgs,
    policies,
    presentation,
    refusals,
    reviews,
    rules,
    rulesets,
    signing_in,
    visitors,
    waivers,
)
from decant.portal.failures import show_problem, wants_page

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install", "show_problem", "wants_page"]

PARTS = (
    home, signing_in, orgs, apis, waivers, reviews, checks, comparisons, docs, refusals, rules,
    rulesets,
)  # fmt: skip


def install(app: Flask) -> None:
    """Add the pages, and the files they need, to the application."""
    app.jinja_env.filters.update(presentation.FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=assets.address_of,
        address=presentation.address_of,
        decant_version=__version__,
        form_token=visitors.form_token,
        rule_page=rules.address_of,
        visitor=web.actor,
    )
    portal = Blueprint("portal", __name__, template_folder="templates")
    portal.before_request(visitors.greet)
    portal.before_request(visitors.refuse_foreign_forms)
    portal.after_request(policies.apply)
    for part in PARTS:
        portal.register_blueprint(part.blueprint)
    app.register_blueprint(portal)
    app.register_blueprint(files.blueprint)
