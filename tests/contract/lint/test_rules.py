"""Every rule has a reason, a way out, and cases that show it complaining and content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import yaml

from decant.contract import Document, Finding, lint, read, validate
from decant.contract.lint.rule import BUILT_IN
from decant.contract.lint.ruleset import Ruleset
from decant.contract.validate.semantics import SEMANTICS

if TYPE_CHECKING:
    from decant.contract.validate.rules import Rule

HERE = Path(__file__).parent
EVERYTHING = Ruleset()
Judge = Callable[[Document], tuple[Finding, ...]]


def by_lint(document: Document) -> tuple[Finding, ...]:
    return lint(document, EVERYTHING)


# Which rules, where their cases lie, and who runs them.
AREAS: list[tuple[dict[str, Rule], Path, Judge]] = [
    (BUILT_IN, HERE / "cases", by_lint),
    (SEMANTICS, HERE.parent / "validate" / "cases", validate),
]
RULES = [(rule, folder, judge) for rules, folder, judge in AREAS for rule in rules.values()]


def document_of(case: dict[str, Any]) -> Document:
    whole = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {}}
    return read({"openapi.json": orjson.dumps(whole | case["document"])})


def cases(kind: str) -> list[Any]:
    found = []
    for rules, folder, judge in AREAS:
        for name in rules:
            path = folder / f"{name}.yaml"
            if path.exists():
                listed = yaml.safe_load(path.read_text())[kind]
                found += [
                    pytest.param(name, judge, case, id=f"{name}-{number}")
                    for number, case in enumerate(listed)
                ]
    return found


@pytest.mark.parametrize(("name", "judge", "case"), cases("fails"))
def test_a_rule_complains_at_the_place_of_the_fault(
    name: str, judge: Judge, case: dict[str, Any]
) -> None:
    document = document_of(case)

    found = [finding for finding in judge(document) if finding.rule == name]

    assert sorted(finding.location.pointer for finding in found) == sorted(case["at"])
    assert case.get("says", "") in " ".join(finding.message for finding in found)
    assert all(finding.hint and finding.message.endswith((".", "?")) for finding in found)


@pytest.mark.parametrize(("name", "judge", "case"), cases("passes"))
def test_a_rule_is_content_where_there_is_no_fault(
    name: str, judge: Judge, case: dict[str, Any]
) -> None:
    document = document_of(case)

    found = [finding for finding in judge(document) if finding.rule == name]

    assert found == []


@pytest.mark.parametrize(
    ("rule", "folder"), [pytest.param(rule, folder, id=rule.id) for rule, folder, _ in RULES]
)
def test_a_rule_says_why_and_what_to_do_and_is_shown_failing_and_passing(
    rule: Rule, folder: Path
) -> None:
    path = folder / f"{rule.id}.yaml"

    shown = yaml.safe_load(path.read_text()) if path.exists() else {}

    assert len(rule.rationale) > 30, f"{rule.id} gives no reason"
    assert rule.hint.endswith("."), f"{rule.id} does not say what to do"
    assert shown.get("fails"), f"{path.name} shows no failing document"
    assert shown.get("passes"), f"{path.name} shows no passing document"


def test_no_case_is_left_behind_by_a_rule_that_is_gone() -> None:
    for rules, folder, _ in AREAS:
        left = {path.stem for path in folder.glob("*.yaml")} - set(rules)

        assert left == set()


def test_lint_and_validation_share_no_id() -> None:
    shared = set(BUILT_IN) & set(SEMANTICS)

    assert shared == set()
