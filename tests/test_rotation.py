"""A new secret key signs; the old one counts until it is dropped, and signs nobody out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import cast
from decant.app import create_app
from visitors import FORM_TOKEN, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person
    from decant.pool import Pool
    from decant.settings import Settings
    from decant.web import Site

NEW_KEY = "a new key for tests, which nobody has seen before"


@contextmanager
def hub_with(settings: Settings, pool: Pool, key: str, *older: str) -> Iterator[Site]:
    """The same hub, started again with other keys."""
    app = create_app(replace(settings, secret_key=key, secret_key_fallbacks=older), pool=pool)
    yield app
    app.extensions["decant"].identities.close()
    app.extensions["decant"].database.dispose()


def whoami(app: Site, token: str) -> int:
    client = app.test_client(use_cookies=False)
    return client.get("/api/v1/whoami", headers={"Authorization": f"Bearer {token}"}).status_code


def test_an_access_token_outlives_the_rotation_but_not_its_key(
    settings: Settings, workers: Pool, ada: Person
) -> None:
    assert ada.bearer is not None

    with hub_with(settings, workers, NEW_KEY, cast.SECRET_KEY) as rotated:
        assert whoami(rotated, ada.bearer) == 200
    with hub_with(settings, workers, NEW_KEY) as dropped:
        assert whoami(dropped, ada.bearer) == 401


def test_the_new_key_signs(settings: Settings, workers: Pool) -> None:
    signing_in = {"name": "ada", "password": cast.PASSWORD}
    with hub_with(settings, workers, NEW_KEY, cast.SECRET_KEY) as rotated:
        signed = rotated.test_client().post("/api/v1/sessions", json=signing_in).json
    assert signed is not None

    with hub_with(settings, workers, NEW_KEY) as new:
        assert whoami(new, signed["access_token"]) == 200
    with hub_with(settings, workers, cast.SECRET_KEY) as old:
        assert whoami(old, signed["access_token"]) == 401


def test_a_browser_stays_signed_in_whatever_the_key(
    settings: Settings, workers: Pool, app: Site
) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in("linus")
    cookie = visitor.client.get_cookie("decant")
    assert cookie is not None

    with hub_with(settings, workers, NEW_KEY) as dropped:
        later = Visitor(dropped.test_client())
        later.client.set_cookie("decant", cookie.value)

        assert "<strong>linus</strong>" in later.get("/").text


def test_a_form_that_is_open_can_still_be_sent_until_its_key_is_dropped(
    settings: Settings, workers: Pool, app: Site
) -> None:
    visitor = Visitor(app.test_client())
    shown = FORM_TOKEN.search(visitor.get("/sign-in").text)
    cookie = visitor.client.get_cookie("decant-form")
    assert shown is not None
    assert cookie is not None
    fields = {"form_token": shown[1], "name": "linus", "password": cast.PASSWORD}

    def send(hub: Site) -> int:
        client = hub.test_client()
        client.set_cookie("decant-form", cookie.value)
        sent = {"Sec-Fetch-Site": "same-origin"}
        return client.post("/sign-in", data=fields, headers=sent).status_code

    with hub_with(settings, workers, NEW_KEY, cast.SECRET_KEY) as rotated:
        assert send(rotated) == 303
    with hub_with(settings, workers, NEW_KEY) as dropped:
        assert send(dropped) == 403


def test_a_form_shown_after_the_rotation_is_signed_by_the_new_key(
    settings: Settings, workers: Pool
) -> None:
    with hub_with(settings, workers, NEW_KEY, cast.SECRET_KEY) as rotated:
        visitor = Visitor(rotated.test_client())
        shown = FORM_TOKEN.search(visitor.get("/sign-in").text)
        cookie = visitor.client.get_cookie("decant-form")
    assert shown is not None
    assert cookie is not None

    with hub_with(settings, workers, NEW_KEY) as new:
        visitor = Visitor(new.test_client())
        visitor.client.set_cookie("decant-form", cookie.value)
        again = FORM_TOKEN.search(visitor.get("/sign-in").text)
    assert again is not None
    assert again[1] == shown[1]
