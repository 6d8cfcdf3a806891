"""The pages about kinds of change: one for each, and a way to it from each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decant.contract.diff.kinds import KINDS

if TYPE_CHECKING:
    from visitors import Shelf, Visitor


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_page_for_everybody(visitor: Visitor, kind: str) -> None:
    answer = visitor.get(f"/docs/rules/{kind}")

    assert answer.status_code == 200
    assert f"decant explain {kind}" in answer.text
    assert "An example" in answer.text


def test_a_page_says_what_it_means_to_whom_and_how_to_avoid_it(visitor: Visitor) -> None:
    page = visitor.get("/docs/rules/property-became-required").text

    assert "<h1>Property became required</h1>" in page
    assert "Where the API receives" in page
    assert "Keep it optional, with a default." in page
    assert "For a user of a generated SDK" in page
    assert "breaking, asks for a major version" in page


def test_the_list_leads_to_every_page(visitor: Visitor) -> None:
    page = visitor.get("/docs/rules/").text

    assert all(f'href="/docs/rules/{kind}"' in page for kind in KINDS)


def test_a_kind_that_there_is_not_has_no_page(visitor: Visitor) -> None:
    assert visitor.get("/docs/rules/endpoint-vanished").status_code == 404


def test_a_change_leads_to_the_page_about_its_kind(linus_visits: Visitor, shelf: Shelf) -> None:
    page = linus_visits.get(shelf.check(shelf.refused)).text

    assert 'href="/docs/rules/required-property-removed"' in page


def test_a_comparison_does_too(linus_visits: Visitor, shelf: Shelf) -> None:
    page = linus_visits.get(f"{shelf.path}/compare?older=1&newer=2").text

    assert 'href="/docs/rules/operation-added"' in page
