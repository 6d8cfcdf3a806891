"""What went wrong, as a page; the API's callers get a problem instead."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from flask import g, make_response, render_template, request

from decant import problems, web
from decant.errors import Refusal
from decant.portal import policies, visitors

if TYPE_CHECKING:
    from flask import Response

    from decant.problems import Problem

# Where programs ask, whatever they say they accept.
FOR_PROGRAMS: Final = ("/api/v", "/health/")
NOTHING_HERE: Final = "There is nothing here that you may see. Check the address."


def wants_page() -> bool:
    """Say whether whoever asked is a person with a browser."""
    if request.path.startswith(FOR_PROGRAMS):
        return False
    return "text/html" in request.accept_mimetypes.values()


def show_problem(error: BaseException) -> Response:
    """Make the page for an error; it says no more than the API would."""
    if "actor" not in g:
        with suppress(Refusal):
            visitors.greet()
    problem = problems.of(error)
    page = render_template(
        "said.html",
        status=problem.status,
        title=problem.title,
        detail=_detail(problem),
        code=problem.code,
        sign_in_next=_way_in(problem),
        request_id=web.request_id(),
    )
    answer = make_response(page, problem.status)
    answer.headers.update(problem.headers)
    # A browser would put up its own box for a name and a password.
    answer.headers.pop("WWW-Authenticate", None)
    return policies.apply(answer)


def _detail(problem: Problem) -> str:
    # Whether a thing is hidden or missing must look the same: do not repeat its name.
    return NOTHING_HERE if problem.status == 404 else problem.detail


def _way_in(problem: Problem) -> str | None:
    if not web.actor().is_anonymous or problem.status not in {401, 403, 404}:
        return None
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
