"""Rulesets that extend stored ones: how names are read, files lie together, and pins are kept."""

from __future__ import annotations

import pytest

from decant.contract import read
from decant.contract.lint.spectral import SpectralRuleset, apply
from decant.contract.lint.spectral.stored import (
    Extended,
    extended_in,
    in_folder,
    name_and_number,
)

DOCUMENT = b'{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {}}'
MORE = b"""\
rules:
  quiet: {given: $.info, recommended: false, then: {field: contact, function: truthy}}
  loud: {given: $.info, then: {field: license, function: truthy}}
"""


def rules_of(files: dict[str, bytes], root: str = "own.yaml") -> set[str]:
    return {
        finding.rule
        for finding in apply(SpectralRuleset.compile(files, root), read({"a.json": DOCUMENT}))
    }


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("hub:style", ("style", None)),
        ("hub:my-style.v2@12", ("my-style.v2", 12)),
        ("hub:a", ("a", None)),
        ("hub:style@0", None),
        ("hub:style@01", None),
        ("hub:style@", None),
        ("hub:acme/style@1", None),
        ("hub:Style", None),
        ("hub:", None),
        ("style@1", None),
    ],
)
def test_a_name_is_read_or_means_nothing(name: str, meant: tuple[str, int | None] | None) -> None:
    assert name_and_number(name) == meant


def test_a_stored_ruleset_is_found_with_the_files_beside_it() -> None:
    stored = in_folder(
        "hub:base@2",
        "rules/a.yaml",
        {"rules/more.yaml": MORE, "rules/a.yaml": b"extends: ./more.yaml"},
    )

    assert list(stored) == ["hub:base@2/rules/a.yaml", "hub:base@2/rules/more.yaml"]
    assert rules_of({"own.yaml": b"extends: hub:base@2", **stored}) == {"loud"}


def test_all_and_off_reach_a_stored_ruleset_as_they_reach_a_file() -> None:
    stored = in_folder("hub:base@2", "a.yaml", {"a.yaml": MORE})

    assert rules_of({"own.yaml": b"extends: [[hub:base@2, all]]", **stored}) == {"quiet", "loud"}
    assert rules_of({"own.yaml": b"extends: [[hub:base@2, off]]", **stored}) == set()


def test_a_file_of_the_name_says_which_revision_is_meant() -> None:
    older = in_folder("hub:base@1", "a.yaml", {"a.yaml": MORE.replace(b"loud", b"older")})
    newer = in_folder("hub:base@2", "a.yaml", {"a.yaml": MORE})

    files = {"own.yaml": b"extends: hub:base", "hub:base": b"hub:base@1", **newer, **older}

    assert rules_of(files) == {"older"}


def test_each_stored_ruleset_keeps_what_its_own_names_mean() -> None:
    older = in_folder("hub:base@1", "a.yaml", {"a.yaml": MORE.replace(b"loud", b"older")})
    newer = in_folder("hub:base@2", "a.yaml", {"a.yaml": MORE})
    middle = in_folder(
        "hub:middle@1",
        "m.yaml",
        {"m.yaml": b"extends: hub:base", "hub:base": b"hub:base@1", **older},
    )

    files = {"own.yaml": b"extends: [hub:base, hub:middle@1]", "hub:base": b"hub:base@2"}

    assert rules_of({**files, **newer, **middle}) == {"loud", "older"}


def test_a_stored_ruleset_does_not_reach_the_files_of_whoever_extends_it() -> None:
    stored = in_folder("hub:base@1", "a.yaml", {"a.yaml": b"extends: ./own-more.yaml"})

    ruleset = SpectralRuleset.compile(
        {"own.yaml": b"extends: hub:base@1", "own-more.yaml": MORE, **stored}, "own.yaml"
    )

    assert [problem.rule for problem in ruleset.problems] == ["ruleset-not-stored"]
    assert ruleset.problems[0].location.file == "hub:base@1/a.yaml"


def test_what_files_extend_of_a_hub_is_found_once_with_its_place() -> None:
    files = {
        "own.yaml": b"extends:\n  - spectral:oas\n  - [hub:base, all]\n  - hub:other@3\n",
        "more.json": b'{"extends": "hub:base", "overrides": [{"extends": ["hub:third"]}]}',
        "broken.yaml": b"extends: [hub:gone",
        "list.yaml": b"- hub:gone",
    }

    found = list(extended_in(files))

    assert [(one.name, one.location.file, one.location.line) for one in found] == [
        ("hub:base", "own.yaml", 3),
        ("hub:other@3", "own.yaml", 4),
        ("hub:third", "more.json", 1),
    ]
    assert all(isinstance(one, Extended) for one in found)


@pytest.mark.parametrize(
    "body", [b"extends: 7", b"extends: [[], {}]", b"overrides: 7", b"overrides: [7]", b"7", b""]
)
def test_what_makes_no_sense_extends_nothing(body: bytes) -> None:
    assert list(extended_in({"own.yaml": body})) == []
