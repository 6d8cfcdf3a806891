"""What was not let in: members see it, nobody else does, and no label goes there by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import documents
from waiting import ANYHOW, API, REVIEWS, body, decide, head, later_break, push, read

if TYPE_CHECKING:
    from cast import Person

pytestmark = pytest.mark.usefixtures("petstore")


def test_no_label_goes_by_hand_where_no_push_was_let_in(
    ada: Person, grace: Person, review: Any
) -> None:
    seen = {"If-None-Match": "*"}

    put_up = grace.put(f"{API}/labels/mine", {"revision": 2}, headers=seen)
    moved = ada.put(f"{API}/labels/main", {"revision": 2}, headers=ANYHOW)

    for refused in (put_up, moved):
        assert (refused.status_code, body(refused)["code"]) == (409, "not_let_in")
    assert head(grace) == 1


def test_what_waits_is_no_base_for_a_label_that_is_not_there(
    ada: Person, grace: Person, review: Any
) -> None:
    grace.delete(f"{API}/labels/main", headers=ANYHOW)

    check = body(push(grace, documents.safer_petstore(), label="next"))["check"]

    assert check["base"] == 1


class TestStrangersToAPublicApi:
    """Whoever is no member sees nothing of what was not let in."""

    @pytest.fixture(autouse=True)
    def _public(self, ada: Person, review: Any) -> None:
        ada.patch(API, {"visibility": "public"}, headers=ANYHOW)

    @pytest.fixture(params=["mallory", "nobody"])
    def stranger(self, request: pytest.FixtureRequest) -> Person:
        person: Person = request.getfixturevalue(request.param)
        return person

    def test_see_no_revision_that_waits(self, stranger: Person, waiting: Any) -> None:
        digest = waiting["revision"]["digest"]

        for ref in ("2", digest, digest[:19]):
            for below in ("", "/document", "/files", "/operations"):
                assert stranger.get(f"{API}/revisions/{ref}{below}").status_code == 404
        assert [one["number"] for one in body(stranger.get(f"{API}/revisions"))["items"]] == [1]

    def test_cannot_compare_with_it(self, stranger: Person) -> None:
        for sides in ("older=1&newer=2", "older=2&newer=1"):
            assert stranger.get(f"{API}/comparisons?{sides}").status_code == 404

    def test_see_neither_its_check_nor_its_score(self, stranger: Person, waiting: Any) -> None:
        check = waiting["check"]["id"]

        shown = body(stranger.get(f"{API}/checks"))["items"]

        assert stranger.get(f"{API}/checks/{check}").status_code == 404
        assert [one["revision"] for one in shown] == [1]
        assert stranger.get(f"{API}/scores/2").status_code == 404
        assert [one["revision"] for one in body(stranger.get(f"{API}/scores"))["items"]] == [1]

    def test_see_no_reviews(self, stranger: Person, review: Any) -> None:
        assert stranger.get(REVIEWS).status_code == 404
        assert stranger.get(f"{REVIEWS}/{review['id']}").status_code == 404

    def test_do_not_see_what_was_rejected_or_superseded(
        self, stranger: Person, ada: Person, grace: Person, review: Any
    ) -> None:
        decide(ada, review, "reject")
        push(grace, later_break("3.0.0"), review="Better.")
        push(grace, documents.safer_petstore())

        shown = body(stranger.get(f"{API}/revisions"))["items"]

        assert [one["number"] for one in shown] == [4, 1]
        assert [one["revision"] for one in body(stranger.get(f"{API}/checks"))["items"]] == [4, 1]

    def test_see_it_all_once_it_was_approved(
        self, stranger: Person, ada: Person, waiting: Any
    ) -> None:
        decide(ada, waiting["review"], "approve")

        assert stranger.get(f"{API}/revisions/2/document").status_code == 200
        assert stranger.get(f"{API}/comparisons?older=1&newer=2").status_code == 200
        assert stranger.get(f"{API}/checks/{waiting['check']['id']}").status_code == 200
        assert stranger.get(f"{API}/scores/2").status_code == 200
        assert stranger.get(REVIEWS).status_code == 404

    def test_do_not_see_that_what_they_know_waits_elsewhere(
        self, stranger: Person, ada: Person, grace: Person, waiting: Any
    ) -> None:
        decide(ada, waiting["review"], "approve")
        push(grace, documents.petstore(), label="next")
        held = body(push(grace, documents.breaking_petstore(), label="next", review="There, too."))

        assert held["review"]["revision"] == 2
        assert stranger.get(f"{API}/revisions/2").status_code == 200
        assert stranger.get(f"{API}/checks/{held['check']['id']}").status_code == 404


def test_members_see_what_waits(linus: Person, waiting: Any) -> None:
    assert not body(linus.get(f"{API}/revisions/2"))["let_in"]
    assert linus.get(f"{API}/revisions/2/document").status_code == 200
    assert linus.get(f"{API}/comparisons?older=1&newer=2").status_code == 200
    assert linus.get(f"{API}/checks/{waiting['check']['id']}").status_code == 200
    assert read(linus, waiting["review"]) == waiting["review"]


def test_a_revision_has_a_new_tag_once_it_was_let_in(
    ada: Person, grace: Person, review: Any
) -> None:
    tag = grace.get(f"{API}/revisions/2").headers["ETag"]
    decide(ada, review, "approve")
    grace.put(f"{API}/labels/main", {"revision": 1}, headers=ANYHOW)

    shown = grace.get(f"{API}/revisions/2", headers={"If-None-Match": tag})

    assert (shown.status_code, body(shown)["labels"]) == (200, [])
    assert body(shown)["let_in"]
