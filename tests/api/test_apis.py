"""APIs over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person

APIS = "/orgs/acme/apis"
PETSTORE = f"{APIS}/petstore"
ANYHOW = {"If-Match": "*"}


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def test_a_maintainer_creates_an_api(ada: Person) -> None:
    created = ada.post(APIS, {"name": "orders", "description": "Orders.", "visibility": "public"})

    assert created.status_code == 201
    assert body(created)["revision_count"] == 0
    assert body(ada.get(created.headers["Location"])) == body(created)


@pytest.mark.usefixtures("petstore")
def test_a_name_is_given_once_even_if_its_api_is_gone(ada: Person) -> None:
    assert ada.post(APIS, {"name": "petstore"}).status_code == 409
    ada.delete(PETSTORE, headers=ANYHOW)

    again = ada.post(APIS, {"name": "petstore"})

    assert (again.status_code, body(again)["code"]) == (409, "name_taken")


@pytest.mark.parametrize("name", ["", "Orders", "-x", "a/b", "x" * 65, None, 7])
def test_a_name_that_does_not_fit_is_refused(ada: Person, name: Any) -> None:
    assert ada.post(APIS, {"name": name}).status_code == 422


@pytest.mark.usefixtures("petstore")
def test_an_api_is_changed_by_whoever_saw_its_version(ada: Person) -> None:
    seen = {"If-Match": ada.get(PETSTORE).headers["ETag"]}

    changed = ada.patch(PETSTORE, {"description": "Pets."}, headers=seen)
    late = ada.patch(PETSTORE, {"description": "Cats."}, headers=seen)

    assert (changed.status_code, body(changed)["description"]) == (200, "Pets.")
    assert late.status_code == 412
    assert ada.patch(PETSTORE, {"description": "Cats."}).status_code == 428


@pytest.mark.usefixtures("petstore")
def test_a_deleted_api_is_shown_nowhere(ada: Person) -> None:
    deleted = ada.delete(PETSTORE, headers=ANYHOW)

    assert deleted.status_code == 204
    assert ada.get(PETSTORE).status_code == 404
    assert body(ada.get(APIS))["items"] == []
    assert body(ada.get("/apis"))["items"] == []


@pytest.mark.usefixtures("petstore")
def test_lists_show_each_what_they_may_see(ada: Person, mallory: Person, nobody: Person) -> None:
    ada.post(APIS, {"name": "inside", "visibility": "internal"})
    ada.post(APIS, {"name": "open", "visibility": "public"})

    def names(who: Person, path: str) -> list[str]:
        return [one["name"] for one in body(who.get(path))["items"]]

    for path in (APIS, "/apis"):
        assert names(ada, path) == ["inside", "open", "petstore"]
        assert names(mallory, path) == ["inside", "open"]
        assert names(nobody, path) == ["open"]


def test_all_apis_come_page_by_page(ada: Person) -> None:
    for name in ("a", "b", "c"):
        ada.post(APIS, {"name": name})

    first = body(ada.get("/apis?limit=2"))
    rest = body(ada.get(f"/apis?limit=2&cursor={first['next_cursor']}"))

    assert [one["name"] for one in (*first["items"], *rest["items"])] == ["a", "b", "c"]


@pytest.mark.usefixtures("petstore")
def test_who_may_do_what(grace: Person, mallory: Person, nobody: Person) -> None:
    assert grace.post(APIS, {"name": "orders"}).status_code == 403
    assert grace.patch(PETSTORE, {"description": ""}, headers=ANYHOW).status_code == 403
    assert grace.delete(PETSTORE, headers=ANYHOW).status_code == 403
    assert mallory.get(PETSTORE).status_code == 404
    assert nobody.get(PETSTORE).status_code == 404
    assert mallory.delete(PETSTORE, headers=ANYHOW).status_code == 404
    assert nobody.post(APIS, {"name": "orders"}).status_code == 401
