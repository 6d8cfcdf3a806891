"""A ruleset decides which rules run and how much each matters."""

from __future__ import annotations

import orjson
import pytest

from decant.contract import Document, Severity, lint, read
from decant.contract.lint.ruleset import RECOMMENDED, Ruleset, UnknownRule


@pytest.fixture
def bare() -> Document:
    document = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {}}
    return read({"openapi.json": orjson.dumps(document)})


def test_a_rule_that_is_off_says_nothing(bare: Document) -> None:
    ruleset = Ruleset({"info-contact": None})

    found = lint(bare, ruleset)

    assert "info-contact" not in {finding.rule for finding in found}


def test_a_ruleset_sets_how_much_a_rule_matters(bare: Document) -> None:
    ruleset = Ruleset({"info-contact": Severity.ERROR})

    found = {finding.rule: finding.severity for finding in lint(bare, ruleset)}

    assert found["info-contact"] is Severity.ERROR


def test_a_ruleset_that_names_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnknownRule, match="info-contract"):
        Ruleset({"info-contract": Severity.ERROR})


def test_matters_of_taste_are_off_unless_asked_for(bare: Document) -> None:
    found = {finding.rule for finding in lint(bare)}

    assert "info-license" not in found
    assert "info-description" in found
    assert RECOMMENDED.severities["info-license"] is None
