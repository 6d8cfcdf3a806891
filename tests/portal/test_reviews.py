"""The pages of reviews: what waits, all that would change, and deciding it with a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

import documents
from decant.services import apis, policies, revisions
from decant.services.access import Visibility
from decant.services.policies import Said
from decant.services.uploads import Upload
from visitors import Visitor, push

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from decant.services.reviews import ReviewFacts
    from decant.web import Hub

REASON = "Nobody <b>reads</b> names."


def ask(hub: Hub, who: Person, name: ApiName) -> ReviewFacts:
    """Push what breaks clients, and ask for a review."""
    files = {"openapi.json": orjson.dumps(documents.breaking_petstore())}
    upload = Upload(name, files, review=REASON)
    review = revisions.publish(hub.database, hub.pool, who.actor, upload).review
    assert review is not None
    return review


@pytest.fixture
def review(hub: Hub, grace: Person, petstore: ApiName) -> ReviewFacts:
    """What waits to take the place of revision 1."""
    push(hub, grace, petstore, documents.petstore())
    return ask(hub, grace, petstore)


@pytest.fixture
def page(review: ReviewFacts) -> str:
    """Where its page is."""
    return f"/{review.api}/reviews/{review.id}"


def head(hub: Hub, who: Person, name: ApiName) -> int:
    with hub.database.reading() as session:
        return revisions.get(session, who.actor, name, "main").number


def test_the_page_of_a_review_shows_what_would_change_and_who_asks_why(
    linus_visits: Visitor, page: str
) -> None:
    shown = linus_visits.get(page).text

    assert "It waits for a maintainer" in shown
    assert "grace asks:" in shown
    assert "Nobody &lt;b&gt;reads&lt;/b&gt; names." in shown
    assert "1 breaking change" in shown
    assert 'class="mark breaking"' in shown
    assert "/compare?older=1&amp;newer=2" in shown


def test_a_maintainer_lets_a_push_in(
    hub: Hub, ada: Person, max_visits: Visitor, page: str, review: ReviewFacts
) -> None:
    assert "Let it in" in max_visits.get(page).text

    sent = max_visits.send(page, {"decision": "approve", "note": "Announced\nin May."})

    assert (sent.status_code, sent.location) == (303, page)
    assert head(hub, ada, review.api) == 2
    shown = max_visits.get(page).text
    assert "A maintainer let it in" in shown
    assert "Announced in May." in shown
    assert "Let it in" not in shown


def test_a_maintainer_turns_a_push_away(
    hub: Hub, ada: Person, max_visits: Visitor, page: str, review: ReviewFacts
) -> None:
    sent = max_visits.send(page, {"decision": "reject", "note": ""})

    assert sent.status_code == 303
    assert head(hub, ada, review.api) == 1
    assert "A maintainer turned it away" in max_visits.get(page).text


def test_who_may_not_decide_is_not_asked_and_not_heard(
    linus_visits: Visitor, grace_visits: Visitor, page: str
) -> None:
    for visitor in (linus_visits, grace_visits):
        assert "Let it in" not in visitor.get(page).text
        assert visitor.send(page, {"decision": "approve"}).status_code == 403
    assert "It waits for a maintainer" in linus_visits.get(page).text


def test_strangers_see_no_review_of_a_public_api(
    hub: Hub, ada: Person, visitor: Visitor, mallory_visits: Visitor, page: str, review: ReviewFacts
) -> None:
    with hub.database.writing() as session:
        apis.change(session, ada.actor, review.api, visibility=Visibility.PUBLIC)

    for stranger in (visitor, mallory_visits):
        assert stranger.get(page).status_code == 404
        assert stranger.get(f"/{review.api}/reviews").status_code == 404
        assert stranger.get(f"/docs/{review.api}/2").status_code == 404
        shown = stranger.get(f"/{review.api}").text
        assert "Waiting for a review" not in shown
        assert "2.0.0" not in shown
        assert review.check not in shown
    assert visitor.send(page, {"decision": "approve"}).status_code == 401
    assert mallory_visits.send(page, {"decision": "approve"}).status_code == 404


def test_strangers_see_the_check_of_what_was_let_in_and_no_link_to_its_review(
    hub: Hub, ada: Person, visitor: Visitor, max_visits: Visitor, page: str, review: ReviewFacts
) -> None:
    with hub.database.writing() as session:
        apis.change(session, ada.actor, review.api, visibility=Visibility.PUBLIC)
    max_visits.send(page, {"decision": "approve"})

    shown = visitor.get(f"/{review.api}/checks/{review.check}")

    assert shown.status_code == 200
    assert "A maintainer let it in" in shown.text
    assert page not in shown.text
    assert page in max_visits.get(f"/{review.api}/checks/{review.check}").text


def test_the_reference_of_what_waits_is_kept_by_no_shared_cache(
    hub: Hub, ada: Person, linus_visits: Visitor, review: ReviewFacts
) -> None:
    with hub.database.writing() as session:
        apis.change(session, ada.actor, review.api, visibility=Visibility.PUBLIC)

    known = linus_visits.get(f"/docs/{review.api}/1").headers["Cache-Control"]
    waiting = linus_visits.get(f"/docs/{review.api}/2").headers["Cache-Control"]

    assert (known, waiting) == ("public, no-cache", "private, no-store")


def test_the_page_of_an_api_says_what_waits(
    linus_visits: Visitor, page: str, review: ReviewFacts
) -> None:
    shown = linus_visits.get(f"/{review.api}").text

    assert "Waiting for a review" in shown
    assert f'href="{page}"' in shown
    assert "not let in" in shown
    assert "Push of revision 2 to main, waiting for a review" in shown


def test_the_list_of_reviews_leads_to_each(
    linus_visits: Visitor, page: str, review: ReviewFacts
) -> None:
    shown = linus_visits.get(f"/{review.api}/reviews").text

    assert f'href="{page}"' in shown
    assert "pending" in shown


def test_a_list_without_reviews_says_how_to_ask(linus_visits: Visitor, petstore: ApiName) -> None:
    assert "--review" in linus_visits.get(f"/{petstore}/reviews").text


def test_who_wants_their_own_push_in_is_told_that_it_takes_another(
    hub: Hub,
    ada: Person,
    max: Person,  # noqa: A002 - a name
    max_visits: Visitor,
    petstore: ApiName,
) -> None:
    with hub.database.writing() as session:
        policies.change(session, ada.actor, petstore, Said(four_eyes=True))
    push(hub, max, petstore, documents.petstore())
    asked = ask(hub, max, petstore)
    own = f"/{petstore}/reviews/{asked.id}"

    shown = max_visits.get(own).text

    assert "Let it in" not in shown
    assert "somebody else" in shown
    assert max_visits.send(own, {"decision": "approve"}).status_code == 409
    assert max_visits.send(own, {"decision": "reject"}).status_code == 303


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"decision": "maybe"}, 422),
        ({"decision": "approve", "note": "x" * 2001}, 422),
        ({"decision": "approve", "form_token": "0" * 64}, 403),
    ],
)
def test_a_form_that_makes_no_sense_decides_nothing(
    max_visits: Visitor, page: str, fields: dict[str, str], status: int
) -> None:
    assert max_visits.send(page, fields).status_code == status
    assert "It waits for a maintainer" in max_visits.get(page).text


def test_a_form_from_another_site_decides_nothing(max_visits: Visitor, page: str) -> None:
    sent = max_visits.send(page, {"decision": "approve"}, **{"Sec-Fetch-Site": "cross-site"})

    assert sent.status_code == 403
    assert "It waits for a maintainer" in max_visits.get(page).text


def test_who_decides_second_is_told(max_visits: Visitor, page: str) -> None:
    max_visits.send(page, {"decision": "approve"})

    late = max_visits.send(page, {"decision": "reject"})

    assert late.status_code == 409
    assert "settled" in late.text
