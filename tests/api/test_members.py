"""Members of an org over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cast import Person

PATH = "/orgs/acme/members"


def test_members_see_one_another_by_name(linus: Person) -> None:
    listed = linus.get(PATH)

    assert listed.json is not None
    found = {member["user"]: member["role"] for member in listed.json["items"]}
    assert found == {"ada": "owner", "grace": "writer", "linus": "reader", "max": "maintainer"}


def test_a_stranger_does_not_even_see_the_org(mallory: Person) -> None:
    assert mallory.get(PATH).status_code == 404
    assert mallory.put(f"{PATH}/mallory", {"role": "owner"}).status_code == 404


def test_nobody_is_asked_to_sign_in(nobody: Person) -> None:
    assert nobody.get(PATH).status_code == 401


def test_a_maintainer_takes_somebody_in_and_changes_their_role(
    max: Person,  # noqa: A002 - a name
    mallory: Person,
) -> None:
    taken_in = max.put(f"{PATH}/mallory", {"role": "reader"})
    promoted = max.put(f"{PATH}/mallory", {"role": "writer"})

    assert (taken_in.status_code, promoted.status_code) == (201, 200)
    shown = mallory.get(f"{PATH}/mallory")
    assert shown.json == promoted.json
    assert shown.headers["ETag"] == promoted.headers["ETag"]


def test_nobody_grants_more_than_they_have(max: Person) -> None:  # noqa: A002 - a name
    assert max.put(f"{PATH}/linus", {"role": "owner"}).status_code == 403
    assert max.delete(f"{PATH}/ada").status_code == 403


def test_a_writer_takes_nobody_in(grace: Person) -> None:
    assert grace.put(f"{PATH}/mallory", {"role": "reader"}).status_code == 403


def test_a_change_may_name_the_version_it_was_made_for(ada: Person) -> None:
    stale = {"If-Match": '"9"'}

    assert ada.put(f"{PATH}/linus", {"role": "writer"}, headers=stale).status_code == 412
    assert ada.delete(f"{PATH}/linus", headers=stale).status_code == 412


def test_what_is_known_already_is_not_sent_again(ada: Person) -> None:
    etag = ada.get(f"{PATH}/linus").headers["ETag"]

    assert ada.get(f"{PATH}/linus", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("body", [{}, {"role": "king"}, {"role": None}, {"role": "reader", "x": 1}])
def test_a_bad_role_is_refused(ada: Person, body: dict[str, object]) -> None:
    assert ada.put(f"{PATH}/linus", body).status_code == 422


def test_somebody_the_hub_does_not_know_cannot_join(ada: Person) -> None:
    assert ada.put(f"{PATH}/nemo", {"role": "reader"}).status_code == 404
    assert ada.get(f"{PATH}/mallory").status_code == 404


def test_one_owner_always_stays(ada: Person) -> None:
    left = ada.delete(f"{PATH}/ada")
    demoted = ada.put(f"{PATH}/ada", {"role": "reader"})

    assert (left.status_code, demoted.status_code) == (409, 409)
    assert left.json is not None
    assert left.json["code"] == "last_owner"


def test_anybody_may_leave_and_then_sees_nothing(linus: Person) -> None:
    assert linus.delete(f"{PATH}/linus").status_code == 204

    assert linus.get("/orgs/acme").status_code == 404
