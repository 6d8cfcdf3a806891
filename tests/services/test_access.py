"""Who sees which API, however the question is put to the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from decant.models import Api, Org
from decant.services import access, apis, orgs
from decant.services.access import ANONYMOUS, ApiName, Scope, Visibility

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database
    from decant.services.access import Actor

# fmt: off
SEEN = {
    "a stranger":             {"internal", "public", "elsewhere"},
    "nobody":                 {"public", "elsewhere"},
    "a member":               {"private", "internal", "public", "elsewhere"},
    "a token of the org":     {"private", "internal", "public", "elsewhere"},
    "a token of another org": {"public", "elsewhere"},
    "a token of one API":     {"private", "public", "elsewhere"},
    "a stranger's token":     {"public", "elsewhere"},
}
# fmt: on


@pytest.fixture
def actors(database: Database, ada: Person, linus: Person, mallory: Person) -> dict[str, Actor]:
    """Everybody who may look, at APIs of each visibility and at one of another org."""
    with database.writing() as session:
        for visibility in Visibility:
            name = ApiName("acme", visibility.value)
            apis.create(session, ada.actor, name, visibility=visibility)
        orgs.create(session, mallory.actor, "umbrella")
        elsewhere = ApiName("umbrella", "elsewhere")
        apis.create(session, mallory.actor, elsewhere, visibility=Visibility.PUBLIC)
    with database.reading() as session:
        acme = access.get_org(session, ada.actor, "acme").id
        umbrella = access.get_org(session, mallory.actor, "umbrella").id
        private = access.get_api(session, ada.actor, ApiName("acme", "private")).id
    return {
        "a stranger": mallory.actor,
        "nobody": ANONYMOUS,
        "a member": linus.actor,
        "a token of the org": replace(linus.actor, org_id=acme),
        "a token of another org": replace(linus.actor, org_id=umbrella),
        "a token of one API": replace(linus.actor, api_id=private),
        "a stranger's token": replace(mallory.actor, api_id=private),
    }


@pytest.mark.parametrize("who", SEEN)
def test_what_one_sees(database: Database, actors: dict[str, Actor], who: str) -> None:
    actor = actors[who]
    seen = select(Api.name).join(Org, Org.id == Api.org_id)
    once = seen.where(access.sees_api_as(access.viewer_of(actor)))

    with database.reading() as session:
        asked = set(session.scalars(seen.where(access.sees_api(actor))))
        asked_with_parameters = set(session.scalars(once, access.viewing(actor)))

    assert asked == SEEN[who]
    assert asked_with_parameters == SEEN[who]


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ({Scope.READ}, {Scope.READ}),
        ({Scope.WRITE}, {Scope.READ, Scope.WRITE}),
        ({Scope.ADMIN}, set(Scope)),
        ({Scope.READ, Scope.ADMIN}, set(Scope)),
    ],
)
def test_a_scope_includes_the_narrower_ones(given: set[Scope], reached: set[Scope]) -> None:
    assert access.reached(given) == reached
