"""What each edit of a schema means to those who send and to those who receive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import yaml

from contract.diff import documents
from decant.contract.diff import Profile, compare
from decant.contract.diff.change import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from decant.contract.document import Document

Json: TypeAlias = Any
AREAS = (
    "values",
    "bounds",
    "objects",
    "unions",
    "sets",
    "corners",
    "peer_weaknesses",
    "found_in_the_wild",
)
WRITTEN: list[dict[str, Json]] = [
    {**case, "id": f"{area}: {case['says']}"}
    for area in AREAS
    for case in yaml.safe_load((Path(__file__).parent / "cases" / f"{area}.yaml").read_text())
    if "input" in case
]
CASES = [pytest.param(case, id=case["id"]) for case in WRITTEN]


def said(
    case: dict[str, Json], make: Callable[..., Document], profile: Profile = Profile.WIRE
) -> list[str]:
    older = make(case["older"], version=str(case.get("older_version", "3.1.0")))
    newer = make(case["newer"], version=str(case.get("newer_version", "3.1.0")))
    comparison = compare(older, newer, profile)
    assert not comparison.not_evaluated
    return sorted(
        f"{change.kind} {change.effect} {change.severity}"
        for change in comparison.changes
        if change.severity is not Level.DOCS
    )


def expected(case: dict[str, Json], side: str) -> list[str]:
    lines = case[side]
    return sorted(lines if isinstance(lines, list) else [lines])


@pytest.mark.parametrize("case", CASES)
def test_an_edit_weighs_what_the_law_says_for_those_who_send(case: dict[str, Json]) -> None:
    assert said(case, documents.accepting) == expected(case, "input")


@pytest.mark.parametrize("case", CASES)
def test_an_edit_weighs_what_the_law_says_for_those_who_receive(case: dict[str, Json]) -> None:
    assert said(case, documents.sending) == expected(case, "output")


STRICT = [
    pytest.param(case, id=case["id"])
    for case in WRITTEN
    if {"input_strict", "output_strict"} & case.keys()
]


@pytest.mark.parametrize("case", STRICT)
def test_a_strict_reader_tolerates_nothing(case: dict[str, Json]) -> None:
    for side, make in (("input", documents.accepting), ("output", documents.sending)):
        if f"{side}_strict" in case:
            assert said(case, make, Profile.STRICT) == expected(case, f"{side}_strict")
