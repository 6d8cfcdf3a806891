"""Pushes that wait, for every test that needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import documents
from waiting import body, push

if TYPE_CHECKING:
    from cast import Person


@pytest.fixture
def published(petstore: object, grace: Person) -> None:
    """Revision 1 is on `main`."""
    assert push(grace, documents.petstore()).status_code == 201


@pytest.fixture
def waiting(published: None, grace: Person) -> Any:
    """What grace's push was answered that breaks clients and asks for a review."""
    answer = push(grace, documents.breaking_petstore(), review="Nobody reads names.")
    assert answer.status_code == 202, answer.text
    return body(answer)


@pytest.fixture
def review(waiting: Any) -> Any:
    """The review it waits for."""
    return waiting["review"]
