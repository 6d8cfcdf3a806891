"""What a token that was made for one org may not do to others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from decant.errors import Forbidden
from decant.services import access, apis, members, orgs
from decant.services.access import ApiName, Visibility
from decant.services.pages import Window

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database
    from decant.services.access import Actor


@pytest.fixture
def narrowed(database: Database, ada: Person) -> Actor:
    """Ada, with a token for her other org; acme she can see by its public API."""
    with database.writing() as session:
        orgs.create(session, ada.actor, "umbrella")
        name = ApiName("acme", "open")
        apis.create(session, ada.actor, name, visibility=Visibility.PUBLIC)
        return replace(ada.actor, org_id=access.get_org(session, ada.actor, "umbrella").id)


def test_it_creates_no_org(database: Database, narrowed: Actor) -> None:
    with pytest.raises(Forbidden), database.writing() as session:
        orgs.create(session, narrowed, "third")


def test_it_sees_and_changes_no_members_elsewhere(database: Database, narrowed: Actor) -> None:
    with pytest.raises(Forbidden), database.reading() as session:
        members.browse(session, narrowed, "acme", Window())
    with pytest.raises(Forbidden), database.writing() as session:
        members.remove(session, narrowed, "acme", "ada")
    with pytest.raises(Forbidden), database.writing() as session:
        members.remove(session, narrowed, "acme", "linus")


def test_it_changes_neither_the_other_org_nor_its_apis(database: Database, narrowed: Actor) -> None:
    with pytest.raises(Forbidden), database.writing() as session:
        orgs.change(session, narrowed, "acme", version=1, title="Mine")
    with pytest.raises(Forbidden), database.writing() as session:
        apis.delete(session, narrowed, ApiName("acme", "open"))


def test_it_works_in_its_own(database: Database, narrowed: Actor) -> None:
    with database.writing() as session:
        created = apis.create(session, narrowed, ApiName("umbrella", "rain"))
        listed = members.browse(session, narrowed, "umbrella", Window())

    assert created.name == "rain"
    assert [one.user for one in listed.items] == ["ada"]
