"""The pages of rulesets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cast import Person
    from visitors import Visitor

RULES = """\
rules:
  short-title: {given: $.info.title, then: {function: length, functionOptions: {max: 5}}}
"""


def publish(ada: Person, name: str, files: dict[str, str], root: str | None = None) -> None:
    pushed = ada.post(f"/orgs/acme/rulesets/{name}/revisions", {"files": files, "root": root})
    assert pushed.status_code == 201


def test_the_page_of_an_org_leads_to_its_rulesets(linus_visits: Visitor, ada: Person) -> None:
    publish(ada, "style", {".spectral.yaml": RULES})

    listed = linus_visits.get("/rulesets/acme").text

    assert 'href="/rulesets/acme"' in linus_visits.get("/acme").text
    assert 'href="/rulesets/acme/style"' in listed
    assert "1 rule · ada" in listed


def test_an_org_without_rulesets_says_how_to_push_one(linus_visits: Visitor) -> None:
    page = linus_visits.get("/rulesets/acme").text

    assert "decant ruleset push .spectral.yaml --org acme" in page


def test_a_ruleset_is_shown_with_its_files_as_text(linus_visits: Visitor, ada: Person) -> None:
    files = {"b.yaml": f"extends: ./a.yaml\n{RULES}", "a.yaml": "rules: {} # <script>&amp;"}
    publish(ada, "style", files, "b.yaml")

    page = linus_visits.get("/rulesets/acme/style").text

    assert page.index("<code>b.yaml</code>") < page.index("<code>a.yaml</code>")
    assert "rules: {} # &lt;script&gt;&amp;amp;" in page
    assert "<script>" not in page
    assert "decant ruleset preview acme/style@1" in page


def test_an_older_revision_stays_in_sight(linus_visits: Visitor, ada: Person) -> None:
    publish(ada, "base", {".spectral.yaml": RULES})
    publish(ada, "style", {".spectral.yaml": "extends: hub:base"})
    publish(ada, "style", {".spectral.yaml": RULES})

    newest = linus_visits.get("/rulesets/acme/style").text
    older = linus_visits.get("/rulesets/acme/style/1").text

    assert "revision 2" in newest
    assert 'href="/rulesets/acme/style/1"' in newest
    assert "revision 1" in older
    assert 'href="/rulesets/acme/base/1">base@1</a>' in older


@pytest.mark.parametrize("path", ["", "/style", "/style/1"])
def test_strangers_find_nothing(
    mallory_visits: Visitor, visitor: Visitor, ada: Person, path: str
) -> None:
    publish(ada, "style", {".spectral.yaml": RULES})

    assert mallory_visits.get(f"/rulesets/acme{path}").status_code == 404
    assert visitor.get(f"/rulesets/acme{path}").status_code == 404


@pytest.mark.parametrize("path", ["/gone", "/style/2", "/style/0", "/Style"])
def test_what_is_not_there_is_not_found(linus_visits: Visitor, ada: Person, path: str) -> None:
    publish(ada, "style", {".spectral.yaml": RULES})

    assert linus_visits.get(f"/rulesets/acme{path}").status_code == 404
