"""Where a document comes from, without anything that must stay secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_GROWN, TREE, git, lay
from decant.cli import facts, sources

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(here: Path) -> Path:
    """One commit on main, cloned from somewhere."""
    git(here, "init", "-q", "-b", "main")
    lay(here, {"api.yaml": PETS, **{f"specs/{name}": text for name, text in TREE.items()}})
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "Begin")
    git(here, "remote", "add", "origin", "https://ada:ghp_secret@git.example.com/acme/pets.git")
    return here


def test_a_committed_file_has_commit_branch_and_address(repository: Path) -> None:
    said = facts.of(sources.find("api.yaml"))

    assert said == {
        "commit": git(repository, "rev-parse", "HEAD"),
        "branch": "main",
        "url": "https://git.example.com/acme/pets.git",
        "dirty": False,
    }


def test_a_changed_file_is_dirty(repository: Path) -> None:
    lay(repository, {"api.yaml": PETS_GROWN})

    said = facts.of(sources.find("api.yaml"))

    assert said is not None
    assert said["dirty"] is True


def test_a_change_elsewhere_is_no_matter(repository: Path) -> None:
    lay(repository, {"api.yaml": PETS_GROWN})

    said = facts.of(sources.find("specs"))

    assert said is not None
    assert said["dirty"] is False


@pytest.mark.parametrize("ignored", ["", "made.yaml\n"])
def test_a_file_that_is_in_no_commit_is_dirty(repository: Path, ignored: str) -> None:
    lay(repository, {"made.yaml": PETS, ".gitignore": ignored})

    said = facts.of(sources.find("made.yaml"))

    assert said is not None
    assert said["dirty"] is True


def test_a_git_reference_is_of_its_own_commit_and_branch(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "-q", "-b", "next")
    lay(repository, {"api.yaml": PETS_GROWN})
    git(repository, "commit", "-qam", "Grow")

    said = facts.of(sources.find("main:api.yaml"))

    assert said is not None
    assert (said["commit"], said["branch"], said["dirty"]) == (first, "main", False)


def test_a_commit_without_a_branch_takes_the_word_of_the_ci_job(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "checkout", "-q", "--detach")
    monkeypatch.setenv("GITHUB_HEAD_REF", "")
    monkeypatch.setenv("GITHUB_REF_NAME", "feature/x")

    said = facts.of(sources.find("api.yaml"))

    assert said is not None
    assert said["branch"] == "feature/x"


def test_outside_of_git_there_is_nothing_to_say(here: Path) -> None:
    lay(here, {"api.yaml": PETS})

    assert facts.of(sources.find("api.yaml")) is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ada:secret@git.example.com/a/b.git", "https://git.example.com/a/b.git"),
        ("https://token@git.example.com:8443/a?x=secret#y", "https://git.example.com:8443/a"),
        ("git@git.example.com:a/b.git", "ssh://git.example.com/a/b.git"),
        ("ssh://git@git.example.com/a/b.git", "ssh://git.example.com/a/b.git"),
        ("/srv/git/b.git", None),
        ("../b.git", None),
        ("file:///srv/git/b.git", None),
        ("https://[broken/a", None),
        ("", None),
    ],
)
def test_an_address_is_told_without_credentials(url: str, shown: str | None) -> None:
    assert facts.without_credentials(url) == shown
