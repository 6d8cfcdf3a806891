"""A score says how good a document is by a ruleset, and what would make it better."""

from __future__ import annotations

import copy
from typing import Any

import orjson
import pytest

from decant.contract import Document, read, validate
from decant.contract.lint.rule import BUILT_IN
from decant.contract.lint.ruleset import EVERYTHING, RECOMMENDED, Ruleset
from decant.contract.lint.score import SHARE, Score, score
from decant.contract.lint.subjects import COUNTS, SUBJECTS

PUBLIC = Ruleset.of("practices/public")
ERROR = {"type": "object", "properties": {"type": {}, "title": {}, "status": {}}}
PROBLEM = {"description": "no", "content": {"application/problem+json": {"schema": ERROR}}}
LIMITED = {"RateLimit": {"schema": {"type": "string"}}, "Retry-After": {"schema": {}}}
CLEAN: dict[str, Any] = {
    "operationId": "getPet",
    "summary": "Get a pet",
    "description": "What is known about it.",
    "security": [{"token": []}],
    "responses": {
        "200": {"description": "ok", "headers": LIMITED},
        "401": PROBLEM,
        "404": PROBLEM,
        "429": {**PROBLEM, "headers": LIMITED},
        "5XX": PROBLEM,
    },
}
FAULTY: dict[str, Any] = {"responses": {"200": {"description": "ok"}}}


def whole(*operations: dict[str, Any]) -> dict[str, Any]:
    paths = {
        f"/v1/pets{number}": {"get": {**operation, "operationId": f"getPet{number}"}}
        for number, operation in enumerate(operations)
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1.0.0"},
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def document(content: dict[str, Any]) -> Document:
    return read({"openapi.json": orjson.dumps(content)})


def scored(*operations: dict[str, Any], ruleset: Ruleset = PUBLIC) -> Score:
    return score(document(whole(*operations)), ruleset)


def test_a_document_without_faults_has_all_points() -> None:
    content = whole(CLEAN)
    content["paths"]["/health"] = {"get": {**CLEAN, "operationId": "isWell"}}

    best = score(document(content), PUBLIC)

    assert (best.points, best.grade, best.level, best.fixes) == (100, "A", "gold", ())


def test_an_error_keeps_a_document_from_the_best_grade() -> None:
    almost = scored(*[CLEAN] * 200, {**CLEAN, "security": []})

    assert almost.points == 89
    assert almost.grade == "B"


def test_a_document_that_is_not_valid_has_few_points_and_no_level() -> None:
    content = whole(CLEAN)
    content["paths"]["/v1/pets0"]["get"]["parameters"] = [{"in": "query"}]
    broken = document(content)

    found = score(broken, PUBLIC, validate(broken))

    assert (found.points, found.level) == (20, "")


def test_mending_a_fault_never_costs_points() -> None:
    before = scored(FAULTY, FAULTY)

    after = scored(CLEAN, FAULTY)

    assert after.points > before.points
    assert all(after.categories[c] >= before.categories[c] for c in before.categories)


def test_a_clean_operation_more_never_costs_points() -> None:
    assert scored(FAULTY, CLEAN).points >= scored(FAULTY).points


@pytest.mark.parametrize(
    "ruleset", [PUBLIC, RECOMMENDED, EVERYTHING], ids=["public", "default", "all"]
)
def test_twice_the_size_with_the_same_faults_is_the_same_score(ruleset: Ruleset) -> None:
    once = scored(FAULTY, CLEAN, ruleset=ruleset)

    twice = scored(FAULTY, CLEAN, FAULTY, CLEAN, ruleset=ruleset)

    assert abs(twice.points - once.points) <= 1


def test_the_next_fixes_are_the_three_that_gain_most() -> None:
    found = scored(FAULTY)

    gains = [fix.gain for fix in found.fixes]
    assert len(gains) == 3
    assert gains == sorted(gains, reverse=True)
    assert found.fixes[0].rule == "sp-auth-required"
    assert found.fixes[0].hint.startswith("Add security")


def test_a_fix_gains_what_it_promises() -> None:
    content = whole(CLEAN, CLEAN)
    for item in content["paths"].values():
        del item["get"]["summary"]
    before = score(
        document(content), Ruleset.of("practices/public", severities={"sp-health-endpoint": None})
    )
    mended = copy.deepcopy(content)
    for item in mended["paths"].values():
        item["get"]["summary"] = "Get a pet"

    after = score(
        document(mended), Ruleset.of("practices/public", severities={"sp-health-endpoint": None})
    )

    assert after.points - before.points == pytest.approx(before.fixes[0].gain, abs=1)


def test_a_score_is_pinned_to_its_ruleset_and_says_what_it_is_made_of() -> None:
    found = scored(FAULTY, ruleset=RECOMMENDED)

    assert found.ruleset == RECOMMENDED.digest
    described = next(mark for mark in found.marks if mark.rule == "operation-description")
    assert (described.targets, described.failing, described.passing) == (1, 1, 0.0)


def test_a_question_that_two_rules_ask_counts_once() -> None:
    both = scored(FAULTY, ruleset=Ruleset.of("recommended", "practices/public"))

    asked = {mark.rule for mark in both.marks}
    assert "sp-operation-described" in asked
    assert "operation-description" not in asked


def test_every_rule_has_a_subject_that_can_be_counted() -> None:
    assert set(SUBJECTS) == set(BUILT_IN)
    assert {subject for _, subject in SUBJECTS.values()} <= set(COUNTS)
    assert {category for category, _ in SUBJECTS.values()} == set(SHARE)
