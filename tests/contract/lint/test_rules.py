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
Judge = Callable[[Document, str], list[Finding]]


def by_lint(document: Document, name: str) -> list[Finding]:
    """What the rule says by itself, whatever others say in its stead."""
    return list(lint(document, Ruleset({name: BUILT_IN[name].severity})))


def by_validation(document: Document, name: str) -> list[Finding]:
    return [finding for finding in validate(document) if finding.rule == name]


# Which rules, where their cases lie, and who runs them.
AREAS: list[tuple[dict[str, Rule], Path, Judge]] = [
    (BUILT_IN, HERE / "cases", by_lint),
    (SEMANTICS, HERE.parent / "validate" / "cases", by_validation),
]
RULES = [(rule, folder, judge) for rules, folder, judge in AREAS for rule in rules.values()]


def document_of(case: dict[str, Any]) -> Document:
    version = {} if "swagger" in case["document"] else {"openapi": "3.0.3"}
    whole = {**version, "info": {"title": "Pets", "version": "1"}, "paths": {}}
    return read({"openapi.json": orjson.dumps(whole | case["document"])})


def case_file(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(':', '-')}.yaml"  # some systems know no file with a colon


def cases(kind: str) -> list[Any]:
    found = []
    for rules, folder, judge in AREAS:
        for name in rules:
            path = case_file(folder, name)
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

    found = judge(document, name)

    assert sorted(finding.location.pointer for finding in found) == sorted(case["at"])
    assert case.get("says", "") in " ".join(finding.message for finding in found)
    assert {finding.rule for finding in found} == {name}
    assert all(finding.hint and finding.message.endswith((".", "?")) for finding in found)


@pytest.mark.parametrize(("name", "judge", "case"), cases("passes"))
def test_a_rule_is_content_where_there_is_no_fault(
    name: str, judge: Judge, case: dict[str, Any]
) -> None:
    document = document_of(case)

    found = judge(document, name)

    assert found == []


@pytest.mark.parametrize(
    ("rule", "folder"), [pytest.param(rule, folder, id=rule.id) for rule, folder, _ in RULES]
)
def test_a_rule_says_why_and_what_to_do_and_is_shown_failing_and_passing(
    rule: Rule, folder: Path
) -> None:
    path = case_file(folder, rule.id)

    shown = yaml.safe_load(path.read_text()) if path.exists() else {}

    assert len(rule.rationale) > 30, f"{rule.id} gives no reason"
    assert rule.hint.endswith("."), f"{rule.id} does not say what to do"
    assert shown.get("fails"), f"{path.name} shows no failing document"
    assert shown.get("passes"), f"{path.name} shows no passing document"


def test_no_case_is_left_behind_by_a_rule_that_is_gone() -> None:
    for rules, folder, _ in AREAS:
        left = set(folder.glob("*.yaml")) - {case_file(folder, name) for name in rules}

        assert left == set()


def test_lint_and_validation_share_no_id() -> None:
    shared = set(BUILT_IN) & set(SEMANTICS)

    assert shared == set()
