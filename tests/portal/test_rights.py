"""The pages keep to the same table of rights as the API."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import cast
import rights
import worlds
from decant.services import sessions
from decant.services.access import Visibility
from rights import Request
from visitors import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from werkzeug.test import TestResponse

    from decant.pool import Pool
    from worlds import Origin, World

PAGES = rights.requests("pages")
FORMS = rights.requests("forms")
VISITORS = ("nobody", *rights.PEOPLE)


@pytest.fixture(scope="module", params=list(Visibility), ids=str)
def world(
    request: pytest.FixtureRequest,
    origin: Origin,
    tmp_path_factory: pytest.TempPathFactory,
    workers: Pool,
) -> Iterator[World]:
    """Acme, with a petstore that is private, internal or public; everybody has a cookie."""
    folder = tmp_path_factory.mktemp("world")
    with worlds.world_at(request.param, origin, folder, workers) as world:
        known = {
            who: sessions.open_browser(world.hub.database, who, cast.PASSWORD)
            for who in rights.PEOPLE
        }
        yield replace(world, bearers={"nobody": None, **known})


@pytest.fixture(params=list(Visibility), ids=str)
def fresh(
    request: pytest.FixtureRequest, origin: Origin, tmp_path: Path, workers: Pool
) -> Iterator[World]:
    """The same, for those who change it."""
    with worlds.world_at(request.param, origin, tmp_path, workers) as world:
        yield world


def look(world: World, who: str, request: Request, **instead: str) -> TestResponse:
    """Open a page with somebody's browser."""
    client = world.app.test_client()
    cookie = world.bearers[who]
    if cookie is not None:
        client.set_cookie("decant", cookie)
    path = request.path(world.origin.things, **instead)
    return client.open(path, method=request.method, headers={"Accept": "text/html"})


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_everybody_sees_the_pages_that_the_table_says(world: World, page: Request) -> None:
    seen = {who: look(world, who, page).status_code for who in VISITORS}

    assert seen == {who: page.expected(who, world.visibility) for who in VISITORS}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_everybody_sends_the_forms_that_the_table_says(fresh: World, form: Request) -> None:
    def sent(who: str) -> int:
        fresh.restore()
        visitor = Visitor(fresh.app.test_client())
        if who != "nobody":
            visitor.sign_in(who)
        return visitor.send(form.path(fresh.origin.things), form.body).status_code

    answers = {who: sent(who) for who in VISITORS}

    assert answers == {who: form.expected(who, fresh.visibility) for who in VISITORS}


@pytest.mark.parametrize("page", [page for page in PAGES if "<org>" in page.route], ids=str)
def test_a_hidden_page_looks_like_one_that_is_missing(world: World, page: Request) -> None:
    for who in VISITORS:
        if rights.sign(page.takes, who, world.visibility) == "+":
            continue
        hidden, missing = look(world, who, page), look(world, who, page, org="void")

        assert shown(hidden) == shown(missing).replace("/void", "/acme")
        assert set(hidden.headers.keys()) == set(missing.headers.keys())


def shown(answer: TestResponse) -> str:
    """A page without the id of its request."""
    return answer.text.replace(answer.headers["X-Request-ID"], "…")


@pytest.mark.parametrize("who", VISITORS)
def test_the_first_page_names_what_one_may_see_and_nothing_else(world: World, who: str) -> None:
    page = look(world, who, PAGES[0]).text

    sees = rights.sign("see the API", who, world.visibility) == "+"
    assert ("petstore" in page) == (sees or who == "nobody")  # the welcome names one, too
    assert ('href="/acme/petstore"' in page) == sees
    assert (world.origin.things["check"] in page) == sees
