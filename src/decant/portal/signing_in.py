"""Signing in and out with a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, redirect, render_template, request

from decant import web
from decant.errors import BadCredentials, TooMany
from decant.portal import visitors
from decant.services import sessions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("signing_in", __name__)


@blueprint.get("/sign-in")
def show() -> ResponseReturnValue:
    """Ask for a name and a password."""
    following = _following(request.args.get("next", ""))
    if not web.actor().is_anonymous:
        return redirect(following, 303)
    return _form(following)


@blueprint.post("/sign-in")
@web.unbound
def sign_in() -> ResponseReturnValue:
    """Begin a session, and go on to where the visitor was heading."""
    # No name holds controls, and PostgreSQL would not even look for one with NUL.
    name = "".join(filter(str.isprintable, request.form.get("name", ""))).strip()
    following = _following(request.form.get("next", ""))
    try:
        web.hub().limits.spend_sign_in(name, web.address())
        password = request.form.get("password", "")
        secret = sessions.open_browser(web.database(), name, password)
    except BadCredentials:
        return _form(following, name=name, problem="That name or password is wrong.", status=401)
    except TooMany as refusal:
        answer = _form(following, name=name, problem=f"{refusal}.".capitalize(), status=429)
        answer.headers["Retry-After"] = str(refusal.retry_after)
        return answer
    answer = make_response(redirect(following, 303))
    visitors.welcome(answer, secret)
    return answer


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session here and in the database."""
    if not web.actor().is_anonymous:
        sessions.sign_out(web.session(), web.actor())
    answer = make_response(redirect("/", 303))
    visitors.dismiss(answer)
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


def _form(following: str, *, name: str = "", problem: str = "", status: int = 200) -> Response:
    page = render_template("sign_in.html", next=following, name=name, problem=problem)
    answer = make_response(page, status)
    visitors.remember_form(answer)
    return answer


def _following(path: str) -> str:
    return path if visitors.is_local(path) else "/"
