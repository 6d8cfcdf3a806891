"""`decant pull`, from a hub that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_GROWN, TREE, decant, lay
from decant.cli import pull
from decant.cli.exits import Misused, ServiceDown

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

API = ("--api", "acme/petstore")


@pytest.fixture
def pushed(here: Path, as_ada: Person, petstore: ApiName) -> None:
    """Two revisions, `main` at the second."""
    for text in (PETS, PETS_GROWN):
        lay(here, {"api.yaml": text})
        assert decant("push", "api.yaml", *API).code == 0


@pytest.fixture
def pushed_tree(here: Path, as_ada: Person, petstore: ApiName) -> None:
    """A revision of three files."""
    lay(here, {f"specs/{name}": text for name, text in TREE.items()})
    assert decant("push", "specs", *API).code == 0


@pytest.mark.parametrize(
    ("ref", "text"), [((), PETS_GROWN), (("1",), PETS), (("main",), PETS_GROWN)]
)
def test_a_revision_comes_back_byte_for_byte(pushed: None, ref: tuple[str, ...], text: str) -> None:
    ran = decant("pull", *API, *ref)

    assert (ran.code, ran.out) == (0, text)


def test_a_revision_is_written_into_a_file(pushed: None, here: Path) -> None:
    ran = decant("pull", *API, "1", "-o", "old.yaml")

    assert (ran.code, ran.out) == (0, "")
    assert (here / "old.yaml").read_text() == PETS


def test_a_revision_of_one_file_goes_into_a_folder_under_its_name(pushed: None, here: Path) -> None:
    ran = decant("pull", *API, "1", "-o", "old/")

    assert ran.code == 0
    assert (here / "old/api.yaml").read_text() == PETS


def test_a_tree_is_written_into_a_folder(pushed_tree: None, here: Path) -> None:
    ran = decant("pull", *API, "-o", "copy")

    assert ran.code == 0
    assert "3 files in copy, root openapi.yaml" in ran.err
    assert {name: (here / "copy" / name).read_text() for name in TREE} == TREE


def test_a_tree_cannot_be_printed(pushed_tree: None) -> None:
    ran = decant("pull", *API)

    assert ran.code == 2
    assert "a tree of 3 files" in ran.err


def test_a_tree_comes_as_one_file_when_asked_for(pushed_tree: None) -> None:
    ran = decant("pull", *API, "--bundled")

    assert ran.code == 0
    assert ran.json["openapi"] == "3.0.3"
    assert "pet" in str(ran.json["components"]["schemas"]).lower()


def test_a_format_asks_for_one_file_in_it(pushed_tree: None) -> None:
    ran = decant("pull", *API, "--format", "yaml")

    assert ran.code == 0
    assert ran.out.startswith("openapi: ")


def test_what_is_pulled_can_be_pushed_again(pushed: None, here: Path) -> None:
    decant("pull", *API, "2", "-o", "copy/")

    ran = decant("push", "copy", *API)

    assert ran.code == 0
    assert "revision 2 is unchanged" in ran.out


def test_a_revision_that_is_not_there_is_not_allowed(pushed: None) -> None:
    ran = decant("pull", *API, "17")

    assert ran.code == 4


@pytest.mark.parametrize(
    "name", ["../evil.yaml", "/etc/evil.yaml", "a/../../evil.yaml", "a\\evil.yaml", "", "a\0b"]
)
def test_no_hub_can_write_outside_of_the_folder(here: Path, name: str) -> None:
    with pytest.raises(ServiceDown, match="leads out of"):
        pull.write_all(here / "copy", {name: "evil"})

    assert not list(here.rglob("*evil*"))


def test_no_link_in_the_folder_leads_out_of_it(here: Path) -> None:
    (here / "copy").mkdir()
    (here / "copy/schemas").symlink_to(here)

    with pytest.raises(Misused, match="through a link"):
        pull.write_all(here / "copy", {"schemas/evil.yaml": "evil"})

    assert not (here / "evil.yaml").exists()


def test_a_link_at_the_place_of_a_file_is_replaced(here: Path) -> None:
    lay(here, {"precious.yaml": "mine", "copy/other.yaml": ""})
    (here / "copy/api.yaml").symlink_to(here / "precious.yaml")

    pull.write_all(here / "copy", {"api.yaml": "theirs"})

    assert (here / "precious.yaml").read_text() == "mine"
    assert (here / "copy/api.yaml").read_text() == "theirs"
