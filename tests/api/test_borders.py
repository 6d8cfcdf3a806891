"""Nothing crosses from one org, one API, one list or one person into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

import rights
import worlds
from decant.api import openapi
from decant.services.access import Visibility
from rights import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.pool import Pool
    from decant.web import Site
    from worlds import Origin, World

REQUESTS = rights.requests("requests")
BODIES = [request for request in REQUESTS if request.body is not None]
PAGED = [
    "apis", "orgs", "orgs/acme/apis", "orgs/acme/events", "orgs/acme/members", "tokens",
    *(f"orgs/acme/apis/petstore/{list_}" for list_ in (
        "checks", "labels", "labels/main/history", "revisions", "revisions/2/operations",
    )),
]  # fmt: skip
MOST_FAULTS = 50


@pytest.fixture(scope="module", params=[Visibility.PRIVATE, Visibility.PUBLIC], ids=str)
def world(
    request: pytest.FixtureRequest,
    origin: Origin,
    tmp_path_factory: pytest.TempPathFactory,
    workers: Pool,
) -> Iterator[World]:
    """Acme with its petstore, and beside it acme/other and umbrella/lamp, all of ada's."""
    folder = tmp_path_factory.mktemp("world")
    with worlds.world_at(request.param, origin, folder, workers) as world:
        yield world


@pytest.mark.parametrize("api", ["acme/apis/other", "umbrella/apis/lamp"])
@pytest.mark.parametrize(
    "below",
    [
        "checks/{check}",
        "checks/{dry_run}",
        "labels/stable",
        "labels/stable/history",
        "revisions/1",
        "revisions/{digest}",
        "revisions/stable/files",
        "revisions/{digest}/document",
        "revisions/{digest}/operations",
        "comparisons?older={digest}&newer={digest}",
    ],
)
def test_what_one_api_holds_is_not_found_in_another(world: World, api: str, below: str) -> None:
    path = f"/api/v1/orgs/{api}/{below.format(**world.origin.things)}"

    assert world.ask("ada", "GET", path).status_code == 404


@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("PUT", "labels/main", {"revision": 1}),
        ("DELETE", "labels/stable", None),
        ("POST", "revisions", {"base": "{digest}", "files": {"a.json": "{document}"}}),
        ("POST", "checks", {"base": "{digest}", "files": {"a.json": "{document}"}}),
    ],
)
def test_what_one_api_holds_is_not_used_in_another(
    world: World, method: str, below: str, body: dict[str, Any] | None
) -> None:
    path = f"/api/v1/orgs/acme/apis/other/{below}"
    options: dict[str, Any] = {"headers": {"If-Match": "*"}}
    if body is not None:
        options["json"] = rights.filled(body, world.origin.things)

    assert world.ask("ada", method, path, **options).status_code == 404


def test_a_revision_of_another_api_gets_no_label_even_with_a_new_one(world: World) -> None:
    path = "/api/v1/orgs/acme/apis/other/labels/new"

    put_up = world.ask(
        "ada", "PUT", path, json={"revision": 1}, headers={"If-None-Match": "*"}
    ).status_code

    assert put_up == 404


@pytest.mark.parametrize("request_", BODIES, ids=str)
def test_what_a_body_must_not_say_is_refused(app: Site, world: World, request_: Request) -> None:
    contract = orjson.loads(openapi.document(app))
    own = body_members(contract, request_)
    foreign = sorted(every_member(contract) - own)
    options = request_.options(world.origin.things)
    sent = options.pop("json")

    for start in range(0, len(foreign), MOST_FAULTS):
        some = foreign[start : start + MOST_FAULTS]
        body = {**dict.fromkeys(some, 1), **sent}
        path = request_.path(world.origin.things)
        refused = world.ask("ada", request_.method, path, json=body, **options)

        assert refused.status_code == 422
        assert refused.json is not None
        assert {fault["pointer"] for fault in refused.json["errors"]} == {f"/{x}" for x in some}


def body_members(contract: dict[str, Any], request: Request) -> set[str]:
    """The members that an operation's body may have."""
    path = request.route.replace("<", "{").replace(">", "}")
    body = contract["paths"][path][request.method.lower()]["requestBody"]
    named = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return set(contract["components"]["schemas"][named]["properties"])


def every_member(contract: dict[str, Any]) -> set[str]:
    """What any answer or body of the contract has, and what rows have inside."""
    schemas = contract["components"]["schemas"].values()
    shown = {name for schema in schemas for name in schema.get("properties", {})}
    return shown | {"org_id", "api_id", "user_id", "password_hash", "epoch", "deleted_at"}


def test_where_files_come_from_has_no_room_for_more(world: World) -> None:
    body = {"files": {"a.json": "{}"}, "source": {"commit": "c0ffee", "pushed_by": "ada"}}

    refused = world.ask("ada", "POST", "/api/v1/orgs/acme/apis/petstore/checks", json=body)

    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["errors"][0]["pointer"] == "/source/pushed_by"


@pytest.mark.parametrize("who", ["nobody", "mallory", "linus", "umbrella"])
def test_a_cursor_of_one_list_opens_nothing_in_another(world: World, who: str) -> None:
    cursors = set()
    for list_ in PAGED:
        page = world.ask("ada", "GET", f"/api/v1/{list_}?limit=1").json or {}
        cursors.add(page["next_cursor"])
    cursors.discard(None)
    assert len(cursors) > 5

    for list_ in PAGED:
        whole = world.ask(who, "GET", f"/api/v1/{list_}?limit=100")
        for cursor in cursors:
            part = world.ask(who, "GET", f"/api/v1/{list_}?limit=100&cursor={cursor}")

            assert part.status_code in {whole.status_code, 422}
            if part.status_code == 200:
                assert part.json is not None
                assert whole.json is not None
                assert all(item in whole.json["items"] for item in part.json["items"])


@pytest.mark.parametrize(
    "request_",
    [each for each in REQUESTS if each.method == "GET" and each.takes == "see the API"],
    ids=str,
)
def test_knowing_its_etag_does_not_open_what_is_hidden(world: World, request_: Request) -> None:
    path = request_.path(world.origin.things)
    etag = world.ask("ada", "GET", path).headers.get("ETag", "*")

    for who in ("nobody", "mallory"):
        plain = world.ask(who, "GET", path).status_code
        known = world.ask(who, "GET", path, headers={"If-None-Match": etag}).status_code

        assert known == plain or (plain == 200 and known == 304)


def test_who_left_an_org_sees_nothing_of_it_any_more(world: World) -> None:
    path = "/api/v1/orgs/acme/apis/petstore"
    assert world.ask("linus", "GET", path).status_code == 200

    left = world.ask("linus", "DELETE", "/api/v1/orgs/acme/members/linus")
    after = world.ask("linus", "GET", path).status_code
    world.restore()

    assert left.status_code == 204
    assert after == (404 if world.visibility is Visibility.PRIVATE else 200)
