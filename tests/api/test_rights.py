"""The matrix of rights: every operation, by everybody, on what is private, internal or public.

The table is `rights.yaml`; an operation that is missing from it fails here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import rights
import worlds
from decant.services.access import Visibility
from rights import DEAD, LIVING, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.pool import Pool
    from decant.web import Site
    from worlds import Origin, World

REQUESTS = rights.requests("requests")
IDS = re.compile(r'"(?:instance|request_id)":"[^"]*"')


@pytest.fixture(scope="module", params=list(Visibility), ids=str)
def world(
    request: pytest.FixtureRequest,
    origin: Origin,
    tmp_path_factory: pytest.TempPathFactory,
    workers: Pool,
) -> Iterator[World]:
    """Acme, with a petstore that is private, internal or public."""
    folder = tmp_path_factory.mktemp("world")
    with worlds.world_at(request.param, origin, folder, workers) as world:
        yield world


def asked(world: World, request: Request, who: str) -> int:
    """Send a request, undo what it did, and say how it was answered."""
    things = world.origin.things
    if request.case == "once it is void":
        world.empty()
    answer = world.ask(who, request.method, request.path(things), **request.options(things))
    if request.writes and (answer.status_code < 400 or request.case == "once it is void"):
        world.restore()
    return answer.status_code


def test_every_operation_is_in_the_table(app: Site) -> None:
    def plain(rule: str) -> str:
        return re.sub(r"<\w+:", "<", rule)

    served = {
        f"{method} {plain(rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"OPTIONS"}
    }

    everything = [*REQUESTS, *rights.requests("pages"), *rights.requests("forms")]
    listed = {f"{request.method} {request.route}" for request in everything}
    for ask in rights.TABLE["open"]:
        listed |= {ask, ask.replace("GET ", "HEAD ")}
    assert served == listed


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_everybody_gets_what_the_table_says(world: World, request_: Request) -> None:
    everybody = LIVING + DEAD

    answers = {who: asked(world, request_, who) for who in everybody}

    assert answers == {who: request_.expected(who, world.visibility) for who in everybody}


@pytest.mark.parametrize(
    "request_", [request for request in REQUESTS if "<org>" in request.route], ids=str
)
def test_nobody_can_tell_hidden_from_missing(world: World, request_: Request) -> None:
    things, visibility = world.origin.things, world.visibility
    options = request_.options(things)
    hides_org = "<api>" not in request_.route
    right, missing = (
        ("see the org", {"org": "void"}) if hides_org else ("see the API", {"api": "missings"})
    )
    blind = [who for who in LIVING if rights.sign(right, who, visibility) == "."]

    for who in blind:
        hidden = world.ask(who, request_.method, request_.path(things), **options)
        absent = world.ask(who, request_.method, request_.path(things, **missing), **options)

        assert hidden.status_code == absent.status_code
        assert hidden.status_code in {401, 403, 404}
        assert IDS.sub("", hidden.text).replace(
            "acme" if hides_org else "petstore", "…"
        ) == IDS.sub("", absent.text).replace("void" if hides_org else "missings", "…")
        assert set(hidden.headers.keys()) == set(absent.headers.keys())


@pytest.mark.parametrize("who", LIVING)
def test_lists_hold_what_one_may_see_and_nothing_else(world: World, who: str) -> None:
    sees_api = rights.sign("see the API", who, world.visibility) == "+"
    sees_org = rights.sign("see the org", who, world.visibility) == "+"

    all_apis = world.ask(who, "GET", "/api/v1/apis").json or {}
    all_orgs = world.ask(who, "GET", "/api/v1/orgs").json or {}
    of_acme = world.ask(who, "GET", "/api/v1/orgs/acme/apis").json or {}

    shown = [item["name"] for item in all_apis["items"] if item["org"] == "acme"]
    assert ("petstore" in shown) == sees_api
    assert ("acme" in [item["name"] for item in all_orgs["items"]]) == sees_org
    assert [item["name"] for item in of_acme.get("items", [])] == shown


def test_asking_for_the_methods_says_nothing_about_what_is_there(world: World) -> None:
    for request in REQUESTS:
        path = request.path(world.origin.things, api="missings", org="void")
        answer = world.ask("nobody", "OPTIONS", path)

        assert answer.status_code == 200
        assert answer.data == b""
