"""`decant explain`: what a kind of change means."""

from __future__ import annotations

import pytest

from cli.shell import decant
from decant.contract.explanations import kinds


def test_a_kind_is_explained_with_both_sides_reason_way_out_and_example() -> None:
    ran = decant("explain", "property-became-required")

    assert ran.code == 0
    assert ran.out.startswith("property-became-required: breaking for input, safe for output\n")
    assert "Where the API receives: Clients that leave" in ran.out
    assert "source: breaking, asks for a major version" in ran.out
    assert "Instead: Keep it optional, with a default." in ran.out
    assert "  before\n    type: object\n" in ran.out


def test_a_kind_is_explained_as_markdown() -> None:
    ran = decant("explain", "enum-value-added", "--format", "markdown")

    assert ran.out.startswith("# Enum value added\n")
    assert "```yaml\n" in ran.out


def test_a_kind_is_explained_to_programs() -> None:
    said = decant("explain", "enum-value-added", "--format", "json").json

    assert said["levels"] == "safe for input, risky for output"
    assert said["sides"][1]["weights"][1] == {
        "profile": "strict", "level": "breaking", "bump": "major", "guards": [],
    }  # fmt: skip


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_all_of_them_are_listed(form: str) -> None:
    lines = decant("explain", "--list", "--format", form).out.splitlines()

    assert len(lines) == len(kinds())
    assert all(kind in line for kind, line in zip(kinds(), lines, strict=True))


def test_all_of_them_are_listed_to_programs() -> None:
    assert len(decant("explain", "--list", "--format", "json").json) == len(kinds())


def test_one_that_is_nearly_right_gets_a_hint() -> None:
    ran = decant("explain", "enum-value-aded")

    assert ran.code == 2
    assert "did you mean enum-value-added" in ran.err


@pytest.mark.parametrize("arguments", [(), ("enum-added", "--list"), ("zzzz",)])
def test_what_it_does_not_know_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    ran = decant("explain", *arguments)

    assert ran.code == 2
    assert "--list" in ran.err
