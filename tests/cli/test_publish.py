"""`decant check` and `decant push`, at a hub that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_BREAKING, PETS_GROWN, TREE, UNREADABLE, decant, git, lay, told
from decant.cli import sources
from decant.cli.checks import View
from decant.cli.exits import ServiceDown
from decant.cli.reports import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

API = ("--api", "acme/petstore")


@pytest.fixture(autouse=True)
def documents(here: Path, as_ada: Person, petstore: ApiName) -> None:
    """A document and what may become of it, and a hub that knows acme/petstore."""
    lay(here, {"api.yaml": PETS, "broken.yaml": PETS_BREAKING, "grown.yaml": PETS_GROWN})
    lay(here, {"unreadable.yaml": UNREADABLE})


def test_a_push_makes_a_revision(as_ada: Person, hub_url: str) -> None:
    ran = decant("push", "api.yaml", *API)

    assert ran.code == 0
    assert ran.out.endswith("acme/petstore revision 1 is new · main\n")
    assert f"docs      {hub_url}/docs/acme/petstore/1\n" in ran.out
    assert told(as_ada, "/revisions/main")["number"] == 1


def test_pushing_it_again_changes_nothing() -> None:
    decant("push", "api.yaml", *API)

    again = decant("push", "api.yaml", *API)

    assert again.code == 0
    assert "acme/petstore revision 1 is unchanged" in again.out


def test_a_breaking_push_is_refused_with_every_change() -> None:
    decant("push", "api.yaml", *API)

    ran = decant("push", "broken.yaml", *API)

    assert ran.code == 1
    assert "breaking  Clients that leave query parameter `limit`" in ran.out
    assert "acme/petstore@1:api.yaml:8:11 → broken.yaml:8:36" in ran.out
    assert "fail: 1 breaking change\n" in ran.out
    assert ran.out.endswith("acme/petstore stays as it is\n")


def test_a_refused_push_in_json_has_the_check_and_no_revision() -> None:
    decant("push", "api.yaml", *API)

    ran = decant("push", "broken.yaml", *API, "--format", "json")

    assert ran.code == 1
    assert (ran.json["created"], ran.json["revision"]) == (False, None)
    assert ran.json["check"]["verdict"] == "fail"


def test_a_maintainer_may_push_it_with_a_reason() -> None:
    decant("push", "api.yaml", *API)

    ran = decant("push", "broken.yaml", *API, "--override-reason", "nobody uses it yet")

    assert ran.code == 0
    assert "because   nobody uses it yet" in ran.out
    assert "revision 2 is new" in ran.out


def test_a_push_in_json_is_what_the_hub_said() -> None:
    ran = decant("push", "api.yaml", *API, "--format", "json", "--label", "next")

    assert ran.code == 0
    assert ran.json["created"] is True
    assert ran.json["revision"]["labels"] == ["next"]
    assert ran.json["check"]["kind"] == "push"


def test_an_api_that_is_not_there_is_made_when_asked_for() -> None:
    refused = decant("push", "api.yaml", "--api", "acme/new")
    made = decant("push", "api.yaml", "--api", "acme/new", "--create", "--visibility", "public")

    assert refused.code == 4
    assert "no API 'acme/new'\n  add --create to make it" in refused.err
    assert made.code == 0
    assert "acme/new revision 1 is new" in made.out


def test_a_visibility_is_for_new_apis_only() -> None:
    ran = decant("push", "api.yaml", *API, "--visibility", "public")

    assert ran.code == 2


def test_a_tree_is_pushed_as_a_tree(here: Path, as_ada: Person) -> None:
    lay(here, {f"specs/{name}": text for name, text in TREE.items()})

    ran = decant("push", "specs/", *API)

    assert ran.code == 0
    files = told(as_ada, "/revisions/1/files")
    assert files == {"root": "openapi.yaml", "files": TREE}


def test_a_push_says_which_commit_it_comes_from(here: Path, as_ada: Person) -> None:
    git(here, "init", "-q", "-b", "main")
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "Begin")

    decant("push", "api.yaml", *API)

    source = told(as_ada, "/revisions/1")["source"]
    assert source["commit"] == git(here, "rev-parse", "HEAD")
    assert (source["branch"], source["dirty"]) == ("main", False)


def test_a_push_keeps_that_to_itself_when_asked_to(here: Path, as_ada: Person) -> None:
    git(here, "init", "-q", "-b", "main")
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "Begin")

    decant("push", "api.yaml", *API, "--no-vcs")

    assert told(as_ada, "/revisions/1")["source"] is None


def test_a_check_stores_no_revision(as_ada: Person) -> None:
    ran = decant("check", "api.yaml", *API)

    assert ran.code == 0
    assert "nothing to compare with" in ran.out
    assert told(as_ada, "/revisions")["items"] == []


def test_a_check_says_no_where_a_push_would_be_refused() -> None:
    decant("push", "api.yaml", *API)

    safe = decant("check", "grown.yaml", *API)
    breaking = decant("check", "broken.yaml", *API, "--format", "json")

    assert safe.code == 0
    assert "compared with revision 1: 1 safe · asks for a minor release" in safe.out
    assert breaking.code == 1
    assert breaking.json["verdict"] == "fail"
    assert breaking.json["kind"] == "dry_run"


def test_a_check_may_name_its_base() -> None:
    decant("push", "api.yaml", *API)
    decant("push", "broken.yaml", *API, "--override-reason", "nobody uses it yet")

    ran = decant("check", "broken.yaml", *API, "--base", "1")

    assert ran.code == 1


@pytest.mark.parametrize("command", ["check", "push"])
def test_an_unreadable_document_is_told_with_its_places(command: str) -> None:
    ran = decant(command, "unreadable.yaml", *API)

    assert ran.code == 1
    assert ran.out.startswith("unreadable.yaml:2:1  error")
    assert "duplicate-key" in ran.out


@pytest.mark.parametrize("command", ["check", "push"])
def test_an_unreadable_document_is_an_error_in_json(command: str) -> None:
    ran = decant(command, "unreadable.yaml", *API, "--format", "json")

    assert ran.code == 1
    assert ran.json["error"]["code"] == "unreadable_document"
    assert ran.json["error"]["findings"][0]["line"] == 2


def test_bytes_that_are_no_text_are_told_with_their_place(here: Path) -> None:
    (here / "latin.yaml").write_bytes(b"openapi: 3.0.3\ninfo: {title: caf\xe9}\n")

    ran = decant("push", "latin.yaml", *API)

    assert ran.code == 1
    assert ran.out.startswith("latin.yaml:2:")
    assert "not-utf-8" in ran.out


def test_what_no_hub_would_take_is_not_sent(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECANT_URL", "http://127.0.0.1:1")
    (here / "large.yaml").write_bytes(b"openapi: 3.0.3\n" + b"#" * (21 * 2**20))

    ran = decant("push", "large.yaml", *API)

    assert ran.code == 1
    assert "document-too-large" in ran.out


def test_a_reader_may_not_push(linus: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert linus.bearer is not None
    monkeypatch.setenv("DECANT_TOKEN", linus.bearer)

    ran = decant("push", "api.yaml", *API)

    assert ran.code == 4
    assert "writer" in ran.err


def test_a_stranger_learns_nothing(mallory: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mallory.bearer is not None
    monkeypatch.setenv("DECANT_TOKEN", mallory.bearer)

    ran = decant("check", "api.yaml", *API)

    assert ran.code == 4
    assert "no API 'acme/petstore'" in ran.err


def test_what_the_hub_finds_wrong_is_a_usage_error_with_its_place() -> None:
    ran = decant("push", "api.yaml", *API, "--label", "NOT A LABEL")

    assert ran.code == 2
    assert "/label" in ran.err


def test_which_api_must_be_said() -> None:
    ran = decant("push", "api.yaml")

    assert ran.code == 2
    assert "which API?" in ran.err


def test_decant_yaml_says_it_once(here: Path) -> None:
    lay(here, {"decant.yaml": "api: acme/petstore\nlabel: next\nfile: api.yaml\n"})

    ran = decant("push")

    assert ran.code == 0
    assert "acme/petstore revision 1 is new · next" in ran.out


def test_a_change_of_a_later_version_is_trouble_and_no_verdict(hub_url: str, here: Path) -> None:
    desk = Desk("text", (), "2026-01-15", "")
    view = View(sources.find("api.yaml"), "acme/petstore", hub_url, desk)
    change = {"kind": "a", "effect": "unheard-of", "polarity": "input", "severity": "safe"}
    check = {"verdict": "pass", "base": 1, "changes": [change]}

    with pytest.raises(ServiceDown, match="does not understand"):
        view.report(check)
