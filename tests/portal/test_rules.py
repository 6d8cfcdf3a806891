"""The pages about kinds of change and rules: one for each, and a way to it from each verdict."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from decant.contract.diff.kinds import KINDS
from decant.contract.explanations.rules import reason_of, rule_names

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


@pytest.mark.parametrize("rule", rule_names())
def test_every_rule_has_a_page_for_everybody(visitor: Visitor, rule: str) -> None:
    answer = visitor.get(f"/docs/rules/{quote(rule)}")

    assert answer.status_code == 200
    assert f"<h1><code>{rule}</code></h1>" in answer.text
    assert "decant rules explain" in answer.text
    assert "It complains of" in answer.text
    assert "It is content with" in answer.text


def test_a_page_about_a_rule_says_why_where_it_matters_and_what_to_do(visitor: Visitor) -> None:
    page = unescape(visitor.get("/docs/rules/owasp:api4:2023-array-limit").text)
    rationale, _ = reason_of("owasp:api4:2023-array-limit")

    assert rationale in page
    assert '<dt>owasp</dt><dd><span class="mark error">error</span></dd>' in page
    assert "Where sp-array-bounded complains as well, that one is heard." in page
    assert "in Spectral's OWASP ruleset" in page


def test_a_command_is_written_as_a_shell_takes_it(visitor: Visitor) -> None:
    page = unescape(visitor.get("/docs/rules/no-$ref-siblings").text)

    assert "decant rules explain 'no-$ref-siblings'" in page


def test_the_list_leads_to_every_page(visitor: Visitor) -> None:
    page = visitor.get("/docs/rules/").text

    assert all(f'href="/docs/rules/{quote(name)}"' in page for name in (*KINDS, *rule_names()))


def test_a_finding_leads_to_the_page_about_its_rule(linus_visits: Visitor, shelf: Shelf) -> None:
    page = linus_visits.get(shelf.check(shelf.refused)).text

    assert 'href="/docs/rules/info-contact"' in page


def test_a_kind_that_there_is_not_has_no_page(visitor: Visitor) -> None:
    assert visitor.get("/docs/rules/endpoint-vanished").status_code == 404


def test_a_change_leads_to_the_page_about_its_kind(linus_visits: Visitor, shelf: Shelf) -> None:
    page = linus_visits.get(shelf.check(shelf.refused)).text

    assert 'href="/docs/rules/required-property-removed"' in page


def test_a_comparison_does_too(linus_visits: Visitor, shelf: Shelf) -> None:
    page = linus_visits.get(f"{shelf.path}/compare?older=1&newer=2").text

    assert 'href="/docs/rules/operation-added"' in page
