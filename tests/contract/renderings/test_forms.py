"""What each form says, and that its reader will understand it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from contract.renderings import reports
from decant.contract.diff.change import NotEvaluated
from decant.contract.findings import Severity
from decant.contract.renderings import FOR_COMPARISONS, FOR_DOCUMENTS, Outcome, Report, render
from decant.contract.renderings.markdown import LONGEST

SARIF = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent / "sarif.json").read_text()), validate_formats=True
)
GAPS = (NotEvaluated("/paths/~1a", "`#/x` leads nowhere in the newer document"),)


def run_of(report: Report) -> Any:
    said = json.loads(render(report, "sarif"))
    SARIF.validate(said)
    (run,) = said["runs"]
    return run


@pytest.mark.parametrize("form", FOR_COMPARISONS)
def test_nothing_to_say_is_said(form: str) -> None:
    report = reports.comparison((), Outcome.PASS, bump="none")

    assert render(report, form).endswith("\n")


@pytest.mark.parametrize("form", FOR_DOCUMENTS)
def test_findings_have_every_form_that_a_document_can(form: str) -> None:
    said = render(reports.faulty(*Severity), form)

    assert "operation-operationId-unique" in said
    assert "It is wrong." in said


def test_a_comment_says_first_whether_it_may_go_out() -> None:
    mark, headline, _, summary, *_ = render(reports.broken(), "markdown").splitlines()

    assert mark.startswith("<!-- decant:")
    assert headline == "### This may not go out: `new.json`"
    assert summary == "1 breaking · asks for a major release"


def test_a_comment_names_the_operation_the_reason_and_the_places() -> None:
    said = render(reports.broken(), "markdown")

    assert "#### Breaking for `POST /things`" in said
    assert "**Instead:** Keep it optional, with a default." in said
    assert "`old.json:1:" in said
    assert "`property-became-required`" in said


def test_a_comment_folds_away_what_decides_nothing() -> None:
    said = render(reports.mixed(), "markdown")

    before, _, folded = said.partition("<details>")
    assert "type-narrowed" not in before
    assert "**Suppressed:** Nobody reads it." in folded
    assert "max-length-added" in folded
    assert "ended on 2025-01-31" in folded


def test_a_comment_is_never_longer_than_a_comment_may_be() -> None:
    (entry,) = reports.entries(reports.PET, {**reports.PET, "required": ["name"]})
    many = reports.comparison((entry,) * 2_000, gaps=GAPS)

    said = render(many, "markdown")

    assert len(said) <= LONGEST
    assert said.splitlines()[-1].endswith("more did not fit here; `--format json` has all of them.")
    assert said.count("<details>") == said.count("</details>")


def test_a_comment_links_to_rules_only_where_the_hub_is_known() -> None:
    known = replace(reports.broken(), rules_url="https://hub.example/docs/rules")

    assert "](<https://hub.example/docs/rules/property-became-required>)" in render(
        known, "markdown"
    )
    assert "](" not in render(reports.broken(), "markdown")


def test_sarif_has_a_place_a_fingerprint_and_a_state() -> None:
    run = run_of(reports.broken())

    (result,) = run["results"]
    (location,) = result["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "new.json", "uriBaseId": "%SRCROOT%"}
    assert place["region"]["startLine"] == 1
    assert len(result["partialFingerprints"]["decantChange/v1"]) == 16
    assert (result["level"], result["baselineState"]) == ("error", "new")


def test_sarif_rules_have_help_and_a_page() -> None:
    (rule,) = run_of(reports.broken())["tool"]["driver"]["rules"]

    assert rule["id"] == "property-became-required"
    assert "Keep it optional" in rule["help"]["text"]
    assert rule["help"]["markdown"].startswith("# Property became required")
    assert rule["helpUri"] == "/docs/rules/property-became-required"


def test_sarif_marks_what_is_suppressed_and_what_was_there() -> None:
    _, suppressed, known = run_of(reports.mixed())["results"]

    assert suppressed["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "Nobody reads it."}
    ]
    assert known["baselineState"] == "unchanged"


def test_sarif_leaves_out_what_harms_nobody() -> None:
    grown = {"type": "object", "properties": {"name": {"type": "string"}, "tag": {}}}

    run = run_of(reports.comparison(reports.entries(reports.PET, grown)))

    assert run["results"] == []


def test_sarif_says_what_was_not_evaluated() -> None:
    (invocation,) = run_of(reports.comparison((), Outcome.UNKNOWN, gaps=GAPS))["invocations"]

    assert invocation["executionSuccessful"] is False
    assert "leads nowhere" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_sarif_puts_what_is_gone_at_the_top_of_the_newer_document() -> None:
    (entry,) = reports.broken().entries
    run = run_of(reports.comparison((replace(entry, newer=None),)))

    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 1}


def test_sarif_holds_for_hostile_text_and_for_rules_nobody_knows() -> None:
    fault = reports.fault("It is wrong.")
    stranger = replace(fault, finding=replace(fault.finding, rule="from-a-later-version"))

    run_of(reports.hostile())
    run = run_of(replace(reports.faulty(), faults=(stranger,)))

    assert run["tool"]["driver"]["rules"][0]["id"] == "from-a-later-version"


def test_junit_counts_what_fails_and_skips_what_is_suppressed() -> None:
    tree = ET.fromstring(render(replace(reports.mixed(), gaps=GAPS), "junit"))

    counts = {name: tree.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "4", "failures": "1", "errors": "1", "skipped": "2"}
    messages = [element.get("message") for element in tree.iter("skipped")]
    assert messages == ["suppressed: Nobody reads it.", "already there"]


def test_junit_has_a_test_for_a_document_without_findings() -> None:
    tree = ET.fromstring(render(reports.faulty(), "junit"))

    assert [case.get("name") for case in tree.iter("testcase")] == ["nothing to report"]


def test_junit_fails_for_errors_only() -> None:
    tree = ET.fromstring(render(reports.faulty(*Severity), "junit"))

    assert tree.get("failures") == "1"
    assert tree.get("tests") == "3"


def test_github_shows_ten_of_a_level_and_counts_the_rest() -> None:
    lines = render(reports.faulty(*[Severity.ERROR] * 12, Severity.INFO), "github").splitlines()

    assert sum(line.startswith("::error") for line in lines) == 10
    assert lines[-2] == "::notice title=Decant::2 more are not shown here"
    assert lines[-1] == "new.json: 12 errors, 1 remark"


def test_github_points_at_file_line_and_column() -> None:
    line = render(reports.broken(), "github").splitlines()[0]

    assert line.startswith("::error file=new.json,line=1,col=")
    assert ",title=property-became-required::POST /things: Clients" in line


def test_gitlab_gets_what_degrades_and_nothing_else() -> None:
    (issue,) = json.loads(render(reports.mixed(), "gitlab"))

    assert issue["check_name"] == "property-became-required"
    assert issue["severity"] == "critical"
    assert issue["location"] == {"path": "new.json", "lines": {"begin": 1}}


def test_html_has_classes_and_no_style() -> None:
    said = render(reports.mixed(), "html")

    assert '<li class="decant-change decant-breaking">' in said
    assert "Suppressed: Nobody reads it." in said
    assert "style" not in said
    assert 'href="/docs/rules/property-became-required"' in said


def test_a_changelog_is_grouped_as_its_readers_expect() -> None:
    older = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    newer = {
        "type": "object",
        "properties": {"a": {"type": "string", "deprecated": True}, "c": {"type": "string"}},
        "required": ["c"],
        "maxProperties": 9,
    }

    said = render(reports.comparison(reports.entries(older, newer)), "changelog")

    headings = [line for line in said.splitlines() if line.startswith("### ")]
    assert headings == ["### Breaking", "### Deprecated", "### Removed"]
    assert "- Clients that do not send `c` of the request body" in said


def test_a_changelog_of_words_only_says_so() -> None:
    docs = reports.entries({"type": "string"}, {"type": "string", "description": "A name."})

    assert render(reports.comparison(docs), "changelog") == "Only the documentation changed.\n"
    assert render(reports.comparison(()), "changelog") == "Nothing changed.\n"


@pytest.mark.parametrize("form", ["markdown", "junit", "html", "github", "sarif", "gitlab"])
def test_a_place_without_a_line_is_told_by_its_pointer_or_file(form: str) -> None:
    (entry,) = reports.broken().entries
    assert entry.newer is not None
    stored = replace(entry, newer=replace(entry.newer, line=None, column=None, file=None))

    said = render(reports.comparison((stored, replace(stored, newer=None))), form)

    assert "property-became-required" in said


@pytest.mark.parametrize("form", ["markdown", "junit", "html", "sarif"])
def test_a_finding_that_the_team_lives_with_is_told_with_the_reason(form: str) -> None:
    (fault,) = reports.faulty(Severity.ERROR).faults
    lived_with = replace(fault, suppression=reports.STANDING)

    said = render(replace(reports.faulty(), faults=(lived_with,)), form)

    assert "Nobody reads it." in said


def test_what_was_there_before_is_no_alarm() -> None:
    (entry,) = reports.broken().entries
    known = reports.comparison((replace(entry, is_known=True, counts=False),), Outcome.PASS)

    assert "::error" not in render(known, "github")
    assert json.loads(render(known, "gitlab")) == []
    assert "Already there before this change" in render(known, "markdown")


def test_a_changelog_names_three_operations_at_most() -> None:
    (entry,) = reports.broken().entries
    (use,) = entry.change.uses
    uses = tuple(replace(use, path=f"/pets/{number}") for number in range(5))
    wide = replace(entry, change=replace(entry.change, uses=uses, message="Less is accepted."))

    said = render(reports.comparison((wide,)), "changelog")

    assert said.endswith("(`POST /pets/0`, `POST /pets/1`, `POST /pets/2` and 2 more)\n")


def test_a_change_of_the_document_as_a_whole_says_so() -> None:
    (entry,) = reports.broken().entries
    whole = replace(entry, change=replace(entry.change, uses=()))

    assert "#### Breaking for the document as a whole" in render(
        reports.comparison((whole,)), "markdown"
    )
    assert '<h3 class="decant-operations">The document as a whole</h3>' in render(
        reports.comparison((whole,)), "html"
    )


def test_a_check_is_a_link_only_if_it_is_on_the_web() -> None:
    there = replace(reports.broken(), link="https://hub.example/acme/pets/checks/1")
    nowhere = replace(reports.broken(), link="javascript:alert(1)")

    assert "[the check](<https://hub.example/acme/pets/checks/1>)" in render(there, "markdown")
    assert "javascript" not in render(nowhere, "markdown")


def test_a_bump_of_a_later_version_is_not_taken_for_words() -> None:
    odd = replace(reports.broken(), bump="<b>huge</b>")

    assert odd.summary == "1 breaking · asks for a new release"
