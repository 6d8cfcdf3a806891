"""A visitor, signed in or not, and an API with something to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import documents
from visitors import Shelf, Visitor, push

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from decant.web import Hub, Site


@pytest.fixture
def visitor(app: Site) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app.test_client())


@pytest.fixture
def linus_visits(app: Site) -> Visitor:
    """A reader of acme, signed in."""
    visitor = Visitor(app.test_client())
    visitor.sign_in("linus")
    return visitor


@pytest.fixture
def mallory_visits(app: Site) -> Visitor:
    """A stranger to acme, signed in."""
    visitor = Visitor(app.test_client())
    visitor.sign_in("mallory")
    return visitor


@pytest.fixture
def shelf(hub: Hub, grace: Person, petstore: ApiName) -> Shelf:
    """An API with two revisions and a refused push."""
    pushed = [
        push(hub, grace, petstore, document)
        for document in (
            documents.petstore(),
            documents.safer_petstore(),
            documents.breaking_petstore(),
        )
    ]
    return Shelf(petstore, *pushed)
