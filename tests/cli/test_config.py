"""decant.yaml: found upwards, beaten by flags and environment, strict about what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, TREE, decant, lay
from decant.cli import config
from decant.cli.config import Config
from decant.cli.exits import Misused

if TYPE_CHECKING:
    from pathlib import Path


def test_the_file_named_there_is_judged(here: Path) -> None:
    lay(here, {"decant.yaml": "file: specs/api.yaml\n", "specs/api.yaml": PETS})

    ran = decant("validate")

    assert ran.code == 0
    assert ran.out.startswith("specs/api.yaml is valid")


def test_its_paths_start_where_it_lies(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(here, {"decant.yaml": "file: specs\nroot: openapi.yaml\n", "a/b/c.txt": ""})
    lay(here, {f"specs/{name}": text for name, text in TREE.items()})
    monkeypatch.chdir(here / "a/b")

    ran = decant("validate")

    assert ran.code == 0
    assert ran.out.startswith("../../specs is valid")


def test_the_search_ends_at_the_top_of_the_repository(here: Path) -> None:
    lay(here, {"decant.yaml": "api: acme/pets\n", "repository/.git/HEAD": ""})

    assert config.load(here / "repository") == Config()
    assert config.load(here) == Config(api="acme/pets")


def test_a_flag_beats_the_environment_which_beats_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = Config(url="https://file.example.com")

    nothing = config.hub_url(None, Config())
    by_file = config.hub_url(None, said)
    monkeypatch.setenv("DECANT_URL", "https://env.example.com")
    by_environment = config.hub_url(None, said)
    by_flag = config.hub_url("https://flag.example.com", said)

    assert nothing == "http://127.0.0.1:8000"
    assert by_file == "https://file.example.com"
    assert by_environment == "https://env.example.com"
    assert by_flag == "https://flag.example.com"


def test_an_empty_file_says_nothing(here: Path) -> None:
    lay(here, {"decant.yaml": "\n"})

    assert config.load() == Config()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("api: acme/pets\nlabels: main\n", "decant.yaml:2:1: there is no setting 'labels'"),
        ("api: acme/pets\ntoken: dcnt_x\n", "decant.yaml:2:1: 'token' does not belong"),
        ("label: 3\n", "decant.yaml:1:1: 'label' must be a text"),
        ("label: [main]\n", "'label' must be a text"),
        ("profile: loose\n", "there is no profile 'loose'"),
        ("- api\n", "decant.yaml:1:1: this is no list of settings"),
        ("api: a\napi: b\n", "decant.yaml:2:1: "),
        ("api: [\n", "decant.yaml:"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(here: Path, text: str, words: str) -> None:
    lay(here, {"decant.yaml": text})

    with pytest.raises(Misused) as refusal:
        config.load()

    assert words in str(refusal.value)


def test_it_is_a_usage_error_for_every_command_that_reads_it(here: Path) -> None:
    lay(here, {"decant.yaml": "colour: red\n", "api.yaml": PETS})

    ran = decant("validate", "api.yaml")

    assert ran.code == 2
    assert "it knows url, api, label, file, root, profile" in ran.err


def test_a_token_in_the_environment_goes_to_no_hub_that_only_a_file_names(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(here, {"decant.yaml": "url: https://elsewhere.example.com\n"})
    monkeypatch.setenv("DECANT_TOKEN", "dcnt_ci")

    ran = decant("whoami")

    assert ran.code == 2
    assert "DECANT_URL" in ran.err


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://hub.example.com/", "https://hub.example.com"),
        ("javascript:alert(1)//", ""),
        (None, ""),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: str | None, named: str) -> None:
    assert config.named_hub(None, Config(url=url)) == named
