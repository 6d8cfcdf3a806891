"""The page of an org, and when its APIs were last pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from visitors import Shelf, Visitor


def test_the_page_of_an_org_lists_its_apis_and_when_each_was_pushed(
    linus_visits: Visitor, ada: Person, shelf: Shelf
) -> None:
    ada.post("/orgs/acme/apis", {"name": "void"})
    ada.post("/orgs", {"name": "umbrella"})
    ada.post("/orgs/umbrella/apis", {"name": "lamp", "visibility": "public"})

    page = linus_visits.get("/acme").text

    assert "<h1>Acme</h1>" in page
    assert "you: reader" in page
    assert f'href="{shelf.path}"' in page
    assert "2 revisions · pushed" in page
    assert "nothing pushed yet" in page
    assert "umbrella" not in page


def test_the_first_page_says_when_each_api_was_pushed(linus_visits: Visitor, shelf: Shelf) -> None:
    assert "2 revisions · pushed" in linus_visits.get("/").text


def test_an_org_without_apis_says_how_to_push_one(linus_visits: Visitor) -> None:
    assert "decant push openapi.yaml --api acme/API --create" in linus_visits.get("/acme").text


def test_every_page_of_an_api_leads_to_its_org(linus_visits: Visitor, shelf: Shelf) -> None:
    for path in (shelf.path, shelf.check(shelf.first), f"{shelf.path}/compare?older=1&newer=2"):
        assert '<a href="/acme">acme</a>' in linus_visits.get(path).text


def test_a_long_list_goes_on_on_the_next_page(linus_visits: Visitor, ada: Person) -> None:
    for number in range(31):
        ada.post("/orgs/acme/apis", {"name": f"api-{number:02}"})

    for path in ("/acme", "/"):
        first = linus_visits.get(path).text
        after = first.split("?after=")[1].split('"')[0]
        second = linus_visits.get(f"{path}?after={after}").text

        assert "/acme/api-29" in first
        assert "/acme/api-30" not in first
        assert "/acme/api-30" in second
        assert "/acme/api-29" not in second


@pytest.mark.parametrize("after", ["%00", "A", "%27%22", "a" * 200])
def test_a_part_that_cannot_be_is_the_first(
    linus_visits: Visitor, petstore: ApiName, after: str
) -> None:
    for path in ("/acme", "/"):
        assert f"/{petstore}" in linus_visits.get(f"{path}?after={after}").text


@pytest.mark.parametrize("path", ["/Acme", "/a%00", "/acme/%00", "/acme/a/checks/%00", "/-a"])
def test_what_cannot_be_a_name_is_not_found(linus_visits: Visitor, path: str) -> None:
    assert linus_visits.get(path).status_code == 404
