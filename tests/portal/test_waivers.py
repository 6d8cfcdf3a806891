"""The page of an API's waivers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from decant.models import utcnow

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from visitors import Visitor

PAGE = "/acme/petstore/waivers"
SECTIONS = ("Active", "Waiting for a maintainer", "Over", "Revoked")


def ask(person: Person, **said: Any) -> Any:
    end = (utcnow() + timedelta(days=30)).isoformat()
    wanted = {"rule": "info-contact", "reason": "later", "expires_at": end, **said}
    answer = person.post("/orgs/acme/apis/petstore/waivers", wanted)
    assert answer.json is not None
    return answer.json


def section(page: str, title: str) -> str:
    """What a page has below a heading, up to the next one."""
    return page.split(f">{title}</h2>", 1)[1].split("<h2", 1)[0]


def test_the_page_of_an_api_leads_its_members_to_the_waivers(
    linus_visits: Visitor, mallory_visits: Visitor, ada: Person, petstore: ApiName
) -> None:
    ada.patch("/orgs/acme/apis/petstore", {"visibility": "public"}, headers={"If-Match": "*"})

    assert f'href="{PAGE}"' in linus_visits.get("/acme/petstore").text
    assert PAGE not in mallory_visits.get("/acme/petstore").text


def test_waivers_stand_where_they_are_with_who_why_and_until(
    linus_visits: Visitor, ada: Person, grace: Person, petstore: ApiName
) -> None:
    active = ask(ada, reason="the partner leaves in May", pointer="/paths/**", label="pr-*")
    ask(grace, reason="I hope so")
    revoked = ask(grace, reason="a slip")
    ada.delete(revoked["url"])

    page = linus_visits.get(PAGE).text

    shown = section(page, "Active")
    assert "the partner leaves in May" in shown
    assert '<code class="small">info-contact /paths/**</code>' in shown
    assert '<span class="chip label">pr-*</span>' in shown
    assert "asked by ada" in shown
    assert "approved by ada" in shown
    assert f'until <time datetime="{active["expires_at"][:19]}' in shown
    assert "I hope so" in section(page, "Waiting for a maintainer")
    assert "revoked by ada" in section(page, "Revoked")
    assert "None." in section(page, "Over")


def test_an_api_without_waivers_says_how_to_ask_for_one(
    linus_visits: Visitor, petstore: ApiName
) -> None:
    page = linus_visits.get(PAGE).text

    assert all(f">{title}</h2>" in page for title in SECTIONS)
    assert "decant waiver add --api acme/petstore" in page


def test_what_people_wrote_is_only_text(
    linus_visits: Visitor, ada: Person, petstore: ApiName
) -> None:
    ask(ada, reason="<script>alert(1)</script>", rule="<b>", pointer='/"><i>')

    page = linus_visits.get(PAGE).text

    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page


def test_many_in_one_state_go_on_on_pages_of_their_own(
    linus_visits: Visitor, ada: Person, grace: Person, petstore: ApiName
) -> None:
    ask(grace, reason="waits")
    for number in range(31):
        ask(ada, reason=f"number {number};")

    first = linus_visits.get(PAGE).text
    (more,) = [part.split('"')[0] for part in first.split('href="')[1:] if "after=" in part[:90]]
    second = linus_visits.get(more.replace("&amp;", "&")).text

    assert "number 1;" in section(first, "Active")
    assert "number 0;" not in first
    assert "number 0;" in section(second, "Active")
    assert "waits" not in second
    assert f'<a href="{PAGE}">Show all</a>' in second


@pytest.mark.parametrize("query", ["state=lost", "state=active&after=x", "after=1", "after=-1"])
def test_what_the_address_cannot_mean_is_the_first_part(
    linus_visits: Visitor, ada: Person, petstore: ApiName, query: str
) -> None:
    ask(ada, reason="the first")

    page = linus_visits.get(f"{PAGE}?{query}")

    assert page.status_code == 200
    assert "the first" in page.text


def test_strangers_find_nothing(
    mallory_visits: Visitor, visitor: Visitor, ada: Person, petstore: ApiName
) -> None:
    ada.patch("/orgs/acme/apis/petstore", {"visibility": "public"}, headers={"If-Match": "*"})

    assert mallory_visits.get(PAGE).status_code == 404
    assert visitor.get(PAGE).status_code == 404
