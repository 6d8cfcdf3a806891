"""Pages about every kind of change and every rule: what it means, why, what to do, an example."""

from __future__ import annotations

import shlex
from typing import Final
from urllib.parse import quote

from flask import Blueprint, render_template

from decant.contract import explanations
from decant.contract.explanations import pages, rule_pages
from decant.contract.explanations.rules import explain_rule, rule_areas, rule_names
from decant.errors import NotFound

blueprint = Blueprint("rules", __name__)

_KINDS: Final = frozenset(explanations.kinds())
_RULES: Final = frozenset(rule_names())


def address_of(name: str) -> str:
    """Return the path of the page about a kind or a rule; empty for one of another version."""
    return f"/docs/rules/{quote(name)}" if name in _KINDS or name in _RULES else ""


@blueprint.get("/docs/rules/")
def show_all() -> str:
    """Show every kind and every rule, under what it is about."""
    return render_template(
        "rules.html",
        areas=[
            (title, [explanations.explain(kind) for kind in kinds])
            for title, kinds in explanations.areas()
        ],
        rule_areas=[(title, list(map(explain_rule, names))) for title, names in rule_areas()],
        words=rule_pages,
    )


@blueprint.get("/docs/rules/<name>")
def show(name: str) -> str:
    """Explain one kind or one rule."""
    if name in _RULES:
        return _page_of_rule(name)
    if name not in _KINDS:
        raise NotFound(f"there is no kind of change and no rule called '{name[:100]}'")
    told = explanations.explain(name)
    return render_template(
        "rule.html",
        told=told,
        words=pages,
        part=pages.part_of(told),
        samples=pages.samples(told),
    )


def _page_of_rule(name: str) -> str:
    command = shlex.join(["decant", "rules", "explain", name])
    told = explain_rule(name)
    return render_template("lint_rule.html", told=told, words=rule_pages, command=command)
