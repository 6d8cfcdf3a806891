"""Pages about every kind of change: what it means, why, how to avoid it, an example."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template

from decant.contract import explanations
from decant.contract.explanations import pages
from decant.errors import NotFound

blueprint = Blueprint("rules", __name__)

_KINDS: Final = frozenset(explanations.kinds())


def address_of(kind: str) -> str:
    """Return the path of the page about a kind; empty for one of another version."""
    return f"/docs/rules/{kind}" if kind in _KINDS else ""


@blueprint.get("/docs/rules/")
def show_all() -> str:
    """Show every kind, under what it is about."""
    return render_template(
        "rules.html",
        areas=[
            (title, [explanations.explain(kind) for kind in kinds])
            for title, kinds in explanations.areas()
        ],
    )


@blueprint.get("/docs/rules/<kind>")
def show(kind: str) -> str:
    """Explain one kind."""
    if kind not in _KINDS:
        raise NotFound(f"there is no kind of change called '{kind[:100]}'")
    told = explanations.explain(kind)
    return render_template(
        "rule.html",
        told=told,
        words=pages,
        part=pages.part_of(told),
        samples=pages.samples(told),
    )
