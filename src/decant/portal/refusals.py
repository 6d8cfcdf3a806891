"""What each code of a problem stands for: where the `type` of every problem leads."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, render_template

from decant import problems, web
from decant.portal.failures import wants_page

if TYPE_CHECKING:
    from flask import Response

blueprint = Blueprint("refusals", __name__)


@blueprint.get("/problems/<code>")
def show(code: str) -> Response:
    """Explain a code to a person, or to a program as JSON."""
    kind = problems.get_kind(code)
    if wants_page():
        return make_response(render_template("problem.html", kind=kind))
    answer = web.json_answer(asdict(kind))
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.headers["Vary"] = "Accept"
    return answer
