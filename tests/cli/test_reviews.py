"""`decant push --review` and `decant review`, at a hub that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_BREAKING, PETS_GROWN, by, decant, lay, told

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

API = ("--api", "acme/petstore")
ASK = ("push", "broken.yaml", *API, "--review", "nobody calls it")


@pytest.fixture(autouse=True)
def pushed(here: Path, as_ada: Person, petstore: ApiName) -> None:
    """A revision, and documents that may follow it."""
    lay(here, {"api.yaml": PETS, "broken.yaml": PETS_BREAKING, "grown.yaml": PETS_GROWN})
    assert decant("push", "api.yaml", *API).code == 0


@pytest.fixture
def review(grace: Person, pushed: None) -> str:
    """A push of grace that waits."""
    return str(by(grace, *ASK, "--format", "json").json["review"]["id"])


def test_a_refused_push_says_how_to_ask_for_a_review(grace: Person) -> None:
    ran = by(grace, "push", "broken.yaml", *API)

    assert ran.code == 1
    assert "push --review 'why' asks a maintainer to let it in\n" in ran.out


def test_a_push_that_waits_says_for_whom_and_how_it_is_let_in(grace: Person) -> None:
    ran = by(grace, *ASK)

    assert ran.code == 3
    assert "waits for a maintainer or owner of acme\n" in ran.out
    assert "because   nobody calls it\n" in ran.out
    last = ran.out.splitlines()
    assert last[-1] == "acme/petstore revision 2 waits · main stays on revision 1"
    assert last[-2].startswith("approve   decant review approve ")
    assert decant(*last[-2].split()[2:]).code == 0


def test_where_four_eyes_are_wanted_it_says_whose(as_ada: Person) -> None:
    as_ada.put("/orgs/acme/policy", {"four_eyes": True}, headers={"If-Match": "*"})

    ran = decant(*ASK)
    review = ran.out.splitlines()[-2].split()[-3]
    own = decant("review", "approve", review, *API)

    assert "but not whoever asked" in ran.out
    assert own.code == 2
    assert "ask another maintainer" in own.err


def test_a_push_to_a_new_label_waits_without_moving_anything(grace: Person) -> None:
    ran = by(grace, *ASK, "--label", "next")

    assert ran.code == 3
    assert "there is no label next yet" in ran.out


def test_a_push_that_nothing_holds_against_goes_in_although_a_review_was_asked_for(
    grace: Person,
) -> None:
    ran = by(grace, "push", "grown.yaml", *API, "--review", "to be sure")

    assert ran.code == 0
    assert ran.out.endswith("acme/petstore revision 2 is new · main\n")


def test_a_push_that_the_policy_holds_waits_unasked(as_ada: Person) -> None:
    as_ada.put("/orgs/acme/policy", {"breaking": "review"}, headers={"If-Match": "*"})

    ran = decant("push", "broken.yaml", *API)

    assert ran.code == 3
    assert "because   " not in ran.out


def test_what_waits_is_listed(review: str) -> None:
    ran = decant("review", "list", *API, "--state", "pending")

    assert ran.code == 0
    assert ran.out.startswith("pending     acme/petstore main from revision 1 to revision 2\n")
    assert "reasons  1 breaking change\n" in ran.out
    assert "because  nobody calls it\n" in ran.out
    assert "asked    by grace, 20" in ran.out
    assert ran.out.endswith(f"id       {review}\n")


def test_no_reviews_are_told_as_none() -> None:
    assert decant("review", "list", *API, "--state", "approved").out == (
        "acme/petstore has no approved reviews\n"
    )


def test_an_approved_push_moves_the_label(as_ada: Person, review: str) -> None:
    ran = decant("review", "approve", review, *API, "--note", "announced in May")

    assert ran.code == 0
    assert ran.out.startswith("approved  ")
    assert "note     announced in May\n" in ran.out
    assert ran.out.endswith("acme/petstore main moves to revision 2\n")
    assert told(as_ada, "/revisions/main")["number"] == 2


def test_a_rejected_push_leaves_it(as_ada: Person, review: str) -> None:
    ran = decant("review", "reject", review, *API)

    assert ran.code == 0
    assert ran.out.endswith("acme/petstore main stays as it is\n")
    assert told(as_ada, "/revisions/main")["number"] == 1


def test_programs_are_told_what_became_of_it(review: str) -> None:
    said = decant("review", "reject", review, *API, "--format", "json").json

    assert (said["state"], said["decided_by"]) == ("rejected", "ada")
    assert decant("review", "list", *API, "--format", "json").json == [said]


def test_one_that_is_decided_says_where_to_look(review: str) -> None:
    decant("review", "reject", review, *API)

    again = decant("review", "approve", review, *API)

    assert again.code == 2
    assert "decant review list" in again.err


def test_one_that_was_overtaken_says_what_to_do(grace: Person, review: str) -> None:
    by(grace, "push", "grown.yaml", *API)

    late = decant("review", "approve", review, *API)

    assert late.code == 2
    assert "push the document again" in late.err
    assert decant("review", "list", *API).out.startswith("superseded")


def test_a_writer_may_not_decide(grace: Person, review: str) -> None:
    assert by(grace, "review", "approve", review, *API).code == 4


@pytest.mark.parametrize("review_id", ["7", "../../x", "00000000-0000-4000-8000-000000000000"])
def test_one_that_there_is_not_is_not_there(review_id: str) -> None:
    assert decant("review", "approve", review_id, *API).code == 4
