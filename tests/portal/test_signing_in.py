"""Signing in and out with a browser: cookies, forms and where they may come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import cast
from visitors import Visitor

if TYPE_CHECKING:
    from decant.settings import Settings


def test_signing_in_leads_to_where_one_was_heading(visitor: Visitor) -> None:
    answer = visitor.sign_in("linus", following="/acme/petstore?after=3")

    assert answer.status_code == 303
    assert answer.location == "/acme/petstore?after=3"


def test_a_signed_in_visitor_is_greeted_by_name(linus_visits: Visitor) -> None:
    assert "<strong>linus</strong>" in linus_visits.get("/").text


def test_a_wrong_name_and_a_wrong_password_look_the_same(visitor: Visitor) -> None:
    wrong_name = visitor.sign_in("nobody-here")
    wrong_password = visitor.sign_in("linus", "not the password")

    assert wrong_name.status_code == wrong_password.status_code == 401
    assert "That name or password is wrong." in wrong_name.text
    assert wrong_name.text.replace("nobody-here", "linus") == wrong_password.text


def test_guessing_is_slowed_down(visitor: Visitor) -> None:
    for _ in range(10):
        visitor.sign_in("linus", "not the password")

    answer = visitor.sign_in("linus")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.test", "/\\evil.test", "https://evil.test", "javascript:alert(1)", "/a\r\nb", "/\t/x"],
)
def test_signing_in_never_leads_elsewhere(visitor: Visitor, elsewhere: str) -> None:
    assert visitor.sign_in("linus", following=elsewhere).location == "/"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_a_form_from_another_site_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    fields = {"name": "linus", "password": cast.PASSWORD}

    assert visitor.send("/sign-in", fields, **headers).status_code == 403


def test_a_form_from_another_origin_is_refused_by_older_browsers_too(visitor: Visitor) -> None:
    visitor.get("/sign-in")

    answer = visitor.client.post("/sign-in", headers={"Origin": "https://evil.test"})

    assert answer.status_code == 403


@pytest.mark.parametrize("token", ["", "0" * 64, "\N{SNOWMAN}"])
def test_a_form_that_this_hub_did_not_show_is_refused(visitor: Visitor, token: str) -> None:
    fields = {"form_token": token, "name": "linus", "password": cast.PASSWORD}

    assert visitor.send("/sign-in", fields).status_code == 403


def test_a_form_shown_to_one_browser_is_refused_from_another(
    visitor: Visitor, mallory_visits: Visitor
) -> None:
    theirs = mallory_visits.send("/sign-out", {})
    assert theirs.status_code == 303

    answer = visitor.client.post("/sign-in", data={"form_token": "", "name": "linus"})

    assert answer.status_code == 403


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(linus_visits: Visitor) -> None:
    kept = linus_visits.client.get_cookie("decant")
    assert kept is not None

    linus_visits.send("/sign-out", {})
    linus_visits.client.set_cookie("decant", kept.value)

    assert "Sign in" in linus_visits.get("/").text


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(visitor: Visitor) -> None:
    given = visitor.sign_in("linus").headers.getlist("Set-Cookie")

    (cookie,) = [one for one in given if one.startswith("decant=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_over_tls_the_cookie_is_pinned_to_the_host(settings: Settings) -> None:
    from decant.app import create_app

    app = create_app(replace(settings, public_url="https://hub.test", allowed_hosts=()))
    visitor = Visitor(app.test_client())

    given = visitor.sign_in("linus").headers.getlist("Set-Cookie")
    app.extensions["decant"].database.dispose()

    (cookie,) = [one for one in given if one.startswith("__Host-decant=")]
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_the_api_takes_no_cookies(linus_visits: Visitor) -> None:
    assert linus_visits.client.get("/api/v1/whoami").status_code == 401


def test_an_enormous_form_is_refused(visitor: Visitor) -> None:
    assert visitor.send("/sign-in", {"name": "a" * 100_000}).status_code == 413
