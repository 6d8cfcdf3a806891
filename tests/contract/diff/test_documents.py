"""What each edit of a document, outside its schemas, means to its clients."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml

from contract.diff import documents
from decant.contract.diff import Profile, compare
from decant.contract.diff.change import Effect, Level
from decant.contract.diff.kinds import KINDS

Json: TypeAlias = Any
FOLDER = Path(__file__).parent / "cases"
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "https://a.example/t",
                "scopes": {"read": "r", "write": "w"},
            },
            "password": {"tokenUrl": "https://a.example/p", "scopes": {}},
        },
    },
}


# Areas that hold schemas as well.
MIXED = ("sets", "corners", "peer_weaknesses", "found_in_the_wild")


def secured(requirements: Json, schemes: Json) -> dict[str, Json]:
    operation = {"security": requirements, "responses": {"204": {"description": "Done"}}}
    return {"paths": {"/a": {"get": operation}}, "components": {"securitySchemes": schemes}}


def load(area: str) -> list[dict[str, Json]]:
    cases: list[dict[str, Json]] = yaml.safe_load((FOLDER / f"{area}.yaml").read_text())
    return cases


def whole(case: dict[str, Json]) -> dict[str, Json]:
    older = secured(case["older"], {**SCHEMES, **case.get("older_schemes", {})})
    newer = secured(case["newer"], {**SCHEMES, **case.get("newer_schemes", {})})
    return {**case, "older": older, "newer": newer}


CASES = [
    *load("documents"),
    *map(whole, load("security")),
    *load("both_ways"),
    *(case for area in MIXED for case in load(area) if "changes" in case),
]


def told(case: dict[str, Json]) -> str:
    return str(case["says"])


def said(case: dict[str, Json], profile: Profile = Profile.WIRE) -> list[str]:
    older, newer = documents.document(case["older"]), documents.document(case["newer"])
    comparison = compare(older, newer, profile, today=case.get("today"))
    assert not comparison.not_evaluated
    return sorted(
        f"{change.kind} {change.effect} {change.polarity} {change.severity}"
        for change in comparison.changes
        if change.severity is not Level.DOCS
    )


@pytest.mark.parametrize("case", CASES, ids=told)
def test_an_edit_weighs_what_the_law_says(case: dict[str, Json]) -> None:
    assert said(case) == sorted(case["changes"])


@pytest.mark.parametrize("case", [case for case in CASES if "sentences" in case], ids=told)
def test_what_is_said_is_true_of_the_place_it_names(case: dict[str, Json]) -> None:
    older, newer = documents.document(case["older"]), documents.document(case["newer"])

    changes = compare(older, newer).changes

    assert [change.message for change in changes] == case["sentences"]
    assert [change.why for change in changes] == case.get("why", [c.why for c in changes])
    assert [change.fix for change in changes] == case.get("fix", [c.fix for c in changes])
    for side in ("older", "newer"):
        places = [place.pointer if (place := getattr(change, side)) else None for change in changes]
        assert places == case.get(f"{side}_places", places)
    uses = [use.place for change in changes for use in change.uses]
    assert uses == case.get("uses", uses)
    values = [[change.before, change.after] for change in changes]
    assert values == case.get("values", values)


@pytest.mark.parametrize("case", [case for case in CASES if "source" in case], ids=told)
def test_sdks_know_more_names_than_the_wire(case: dict[str, Json]) -> None:
    assert said(case, Profile.SOURCE) == sorted(case["source"])


def test_what_only_readers_notice_does_nothing_to_messages() -> None:
    older, newer = (
        documents.document({"info": {"title": title, "version": "1"}}) for title in "ab"
    )

    (change,) = compare(older, newer).changes

    assert (change.effect, change.severity) == (Effect.NONE, Level.DOCS)


def test_every_kind_of_change_has_a_case() -> None:
    lines = "".join(path.read_text() for path in sorted(FOLDER.glob("*.yaml")))

    unclaimed = [kind for kind in KINDS if f" {kind} " not in lines.replace("[", " ")]

    assert unclaimed in ([], ["documentation-changed"])
