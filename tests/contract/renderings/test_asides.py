"""What each form makes of findings that decide nothing, and where it leads for more."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from contract.renderings import reports
from contract.renderings.test_forms import run_of
from decant.contract.findings import Severity
from decant.contract.renderings import Outcome, render


def test_a_finding_leads_to_the_page_about_its_rule() -> None:
    report = replace(reports.faulty(Severity.ERROR), rules_url="https://hub.example/docs/rules")

    (rule,) = run_of(report)["tool"]["driver"]["rules"]
    comment, page = render(report, "markdown"), render(report, "html")

    address = "https://hub.example/docs/rules/operation-operationId-unique"
    assert rule["helpUri"] == address
    assert f"[`operation-operationId-unique`](<{address}>)" in comment
    assert f'href="{address}"' in page


def test_a_rule_that_nobody_knows_has_no_page() -> None:
    (known,) = reports.faulty(Severity.ERROR).faults
    finding = replace(known.finding, rule="house-style")
    report = replace(
        reports.faulty(), faults=(replace(known, finding=finding),), rules_url="https://a.example/r"
    )

    (rule,) = run_of(report)["tool"]["driver"]["rules"]

    assert "helpUri" not in rule
    for form in ("markdown", "html"):
        assert "a.example" not in render(report, form)


@pytest.mark.parametrize("why", ["already there", "on trial"])
def test_a_finding_that_does_not_count_decides_nothing(why: str) -> None:
    (fault,) = reports.faulty(Severity.ERROR).faults
    aside = replace(fault, counts=False, is_known=why == "already there")
    report = reports.comparison((), Outcome.PASS, faults=(aside,), bump="none")

    assert report.summary == f"no changes · no findings · 1 {why}"
    assert 'failures="0"' in render(report, "junit")
    assert f'message="{why}"' in render(report, "junit")
    assert json.loads(render(report, "gitlab")) == []
    assert "::error" not in render(report, "github")
    assert "<details>" in render(report, "markdown")
    assert f"({why})" in render(report, "html")


def test_sarif_says_what_was_there_and_what_is_on_trial() -> None:
    (fault,) = reports.faulty(Severity.ERROR).faults
    faults = (replace(fault, counts=False, is_known=True), replace(fault, counts=False), fault)

    results = run_of(reports.comparison((), faults=faults))["results"]

    assert [(each["level"], each["baselineState"]) for each in results] == [
        ("error", "unchanged"), ("note", "new"), ("error", "new"),
    ]  # fmt: skip


def test_what_the_hub_waives_is_counted_apart() -> None:
    (fault,) = reports.faulty(Severity.ERROR).faults
    waived = replace(fault, suppression=replace(reports.STANDING, waiver="7"))

    report = replace(reports.faulty(), faults=(waived,))

    assert (report.suppressed, report.waived) == (0, 1)
    assert report.summary == "no findings · 1 waived"
