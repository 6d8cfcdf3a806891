"""The pages: who sees what, what they say, and what they let a browser do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import documents
from decant.services import policies
from decant.services.levels import Adoption, Said, Stance
from visitors import push

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from decant.web import Hub, Site
    from visitors import Shelf, Visitor


def test_the_first_page_shows_members_their_private_apis(
    linus_visits: Visitor, shelf: Shelf
) -> None:
    page = linus_visits.get("/").text

    assert f'href="{shelf.path}"' in page
    assert "2 revisions" in page


def test_the_first_page_hides_private_apis_from_everybody_else(
    visitor: Visitor, mallory_visits: Visitor, shelf: Shelf
) -> None:
    assert shelf.path not in visitor.get("/").text
    assert shelf.path not in mallory_visits.get("/").text


def test_the_page_of_an_api_shows_revisions_labels_and_checks(
    linus_visits: Visitor, shelf: Shelf
) -> None:
    page = linus_visits.get(shelf.path).text

    assert f'href="/docs{shelf.path}/2"' in page
    assert '<span class="chip label">main</span>' in page
    assert f'href="{shelf.check(shelf.refused)}"' in page
    assert "Push to main refused" in page


def test_an_api_without_revisions_says_how_to_push_one(
    linus_visits: Visitor, petstore: ApiName
) -> None:
    assert f"decant push openapi.yaml --api {petstore}" in linus_visits.get(f"/{petstore}").text


def test_older_revisions_are_a_page_away(linus_visits: Visitor, shelf: Shelf) -> None:
    page = linus_visits.get(f"{shelf.path}?after=2").text

    assert f'href="/docs{shelf.path}/1"' in page
    assert f'href="/docs{shelf.path}/2"' not in page


@pytest.mark.parametrize("after", ["x", "-1", "1" * 30, "²"])
def test_a_page_that_cannot_be_is_the_first(
    linus_visits: Visitor, shelf: Shelf, after: str
) -> None:
    assert f"/docs{shelf.path}/2" in linus_visits.get(f"{shelf.path}?after={after}").text


def test_the_check_of_a_refused_push_says_why_and_where(
    linus_visits: Visitor, shelf: Shelf
) -> None:
    page = linus_visits.get(shelf.check(shelf.refused)).text

    assert "It may not go out" in page
    assert "breaking change" in page
    assert '<span class="method">get</span> <code>/pets</code>' in page
    assert "openapi.json:" in page
    assert page.index("breaking</span>") < page.index("docs</span>")


def test_the_check_of_an_accepted_push_links_to_its_revision(
    linus_visits: Visitor, shelf: Shelf
) -> None:
    page = linus_visits.get(shelf.check(shelf.second)).text

    assert "Nothing stands in the way" in page
    assert f'href="/docs{shelf.path}/2"' in page
    assert f'href="{shelf.path}/compare?older=1&amp;newer=2"' in page


def test_the_check_of_an_invalid_document_lists_its_findings(
    linus_visits: Visitor, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    publication = push(hub, grace, petstore, documents.invalid_petstore())

    page = linus_visits.get(f"/{petstore}/checks/{publication.check.facts.id}").text

    assert "nowhere" in page
    assert "error</span>" in page


def test_a_check_says_what_it_judged_by_and_what_only_is_shown(
    linus_visits: Visitor, hub: Hub, ada: Person, petstore: ApiName
) -> None:
    push(hub, ada, petstore, documents.petstore())
    trial = Said(lint=Stance.BLOCK, rulesets=(Adoption("owasp", report_only=True),))
    with hub.database.writing() as session:
        policies.change_of_org(session, ada.actor, petstore.org, trial)
    publication = push(hub, ada, petstore, documents.safer_petstore())

    page = linus_visits.get(f"/{petstore}/checks/{publication.check.facts.id}").text

    assert '<dt>Lint</dt><dd>block <span class="quiet small">by the org</span></dd>' in page
    assert "owasp (report only)" in page
    assert '<span class="chip">report only</span>' in page
    assert '<span class="chip">known already</span>' in page
    assert "of 100" in page


def test_any_two_revisions_can_be_compared(linus_visits: Visitor, shelf: Shelf) -> None:
    page = linus_visits.get(f"{shelf.path}/compare?older=1&newer=main&profile=source").text

    assert "From revision 1 to 2" in page
    assert "GET /pets/{id} is new" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("older=1", 422),
        ("older=1&newer=2&profile=nobody", 422),
        ("older=1&newer=7", 404),
        ("older=1&newer=%00", 404),
    ],
)
def test_what_cannot_be_compared_says_so(
    linus_visits: Visitor, shelf: Shelf, query: str, status: int
) -> None:
    assert linus_visits.get(f"{shelf.path}/compare?{query}").status_code == status


def test_strangers_cannot_tell_hidden_from_missing(mallory_visits: Visitor, shelf: Shelf) -> None:
    hidden = [
        shelf.path,
        shelf.check(shelf.first),
        f"{shelf.path}/compare?older=1&newer=2",
        f"/docs{shelf.path}/1",
    ]
    missing = mallory_visits.get("/acme/nothing")

    for path in hidden:
        answer = mallory_visits.get(path)
        assert answer.status_code == missing.status_code == 404
        assert without_ids(answer.text) == without_ids(missing.text)


def without_ids(page: str) -> str:
    return page[: page.index("Request <code>")]


def test_who_is_not_signed_in_is_shown_the_way(visitor: Visitor, shelf: Shelf) -> None:
    page = visitor.get(shelf.path).text

    assert f'href="/sign-in?next={shelf.path}"' in page


@pytest.mark.parametrize("path", ["/nothing", "/acme/nothing", "/docs/a/b/c", "/api/nothing"])
def test_people_get_a_page_and_programs_a_problem(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    problem = visitor.client.get(path, headers={"Accept": "application/json"})

    assert page.status_code == problem.status_code == 404
    assert page.mimetype == "text/html"
    assert problem.mimetype == "application/problem+json"
    assert page.headers["X-Request-ID"] in page.text


def test_the_api_answers_problems_even_to_browsers(visitor: Visitor) -> None:
    assert visitor.get("/api/v1/nothing").mimetype == "application/problem+json"


def test_a_page_that_breaks_says_nothing_but_its_request(app: Site, visitor: Visitor) -> None:
    def broken() -> str:
        return str(1 / 0)

    app.add_url_rule("/broken/page", view_func=broken)

    answer = visitor.get("/broken/page")

    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.text
    assert "division" not in answer.text


def test_what_pushers_write_is_shown_as_text(
    linus_visits: Visitor, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    document = documents.petstore()
    document["info"]["title"] = document["info"]["version"] = "<script>alert(1)</script>"
    document["paths"]["/<img src=x onerror=alert(1)>"] = document["paths"].pop("/pets")
    push(hub, grace, petstore, documents.petstore())
    publication = push(hub, grace, petstore, document)

    for path in (f"/{petstore}", f"/{petstore}/checks/{publication.check.facts.id}"):
        page = linus_visits.get(path).text
        assert "<script" not in page
        assert "<img src=x" not in page


def test_every_page_keeps_scripts_frames_and_caches_away(
    linus_visits: Visitor, shelf: Shelf
) -> None:
    paths = ["/", "/sign-in", shelf.path, shelf.check(shelf.first), "/nothing"]
    for path in paths:
        headers = linus_visits.get(path, follow_redirects=True).headers

        policy = headers["Content-Security-Policy"]
        assert "script-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in headers["Cache-Control"]


def test_a_head_request_gets_the_head_of_a_page(linus_visits: Visitor, shelf: Shelf) -> None:
    answer = linus_visits.client.head(shelf.path)

    assert answer.status_code == 200
    assert answer.data == b""
