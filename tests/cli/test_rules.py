"""`decant rules`: which rules there are, and what each asks for."""

from __future__ import annotations

import pytest

from cli.shell import decant
from decant.contract.explanations.rules import rule_names
from decant.contract.lint.packs import PACKS


@pytest.mark.parametrize("pack", PACKS)
def test_the_rules_of_a_pack_are_listed_with_what_they_weigh_there(pack: str) -> None:
    lines = decant("rules", "list", "--pack", pack).out.splitlines()

    listed = {line.split()[1]: line.split()[0] for line in lines}
    assert listed == {rule: severity.value for rule, severity in PACKS[pack].items()}


def test_all_rules_are_listed_with_the_packs_they_are_in() -> None:
    ran = decant("rules", "list")

    assert ran.code == 0
    assert all(f"{rule}  " in ran.out for rule in rule_names())
    assert "array-items  error in oas and oas/all, warning in recommended\n" in ran.out


@pytest.mark.parametrize("arguments", [(), ("--pack", "oas")])
def test_a_list_may_be_markdown(arguments: tuple[str, ...]) -> None:
    lines = decant("rules", "list", *arguments, "--format", "markdown").out.splitlines()

    assert all(line.startswith("- `") for line in lines)


def test_programs_are_told_all_but_the_examples() -> None:
    said = decant("rules", "list", "--format", "json").json

    assert [each["rule"] for each in said] == list(rule_names())
    (bounded,) = [each for each in said if each["rule"] == "sp-array-bounded"]
    assert bounded["packs"] == {"practices/strict": "warning"}
    assert bounded["restates"] == ["owasp:api4:2023-array-limit"]


def test_a_rule_is_explained_with_its_reason_way_out_and_examples() -> None:
    ran = decant("rules", "explain", "array-items")

    assert ran.code == 0
    assert ran.out.startswith("array-items: error in oas and oas/all, warning in recommended\n")
    assert "Why: A client cannot type the members" in ran.out
    assert "Instead: Add items" in ran.out
    assert "at /components/schemas/Pets: The items of this array" in ran.out
    assert "It is content with" in ran.out


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_explain_finds_rules_among_the_kinds_of_change(form: str) -> None:
    among, alone = (
        decant(*words, "oas3-schema", "--format", form)
        for words in (("explain",), ("rules", "explain"))
    )

    assert (among.code, among.out) == (0, alone.out)


def test_programs_are_told_the_examples_of_a_rule() -> None:
    said = decant("rules", "explain", "array-items", "--format", "json").json

    assert said["failing"]["findings"][0]["pointer"] == "/components/schemas/Pets"
    assert said["passing"]["document"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("rules", "explain", "array-itmes"), "did you mean array-items"),
        (("rules", "explain", "owasp:api4"), "did you mean owasp:api4:2023-"),
        (("rules", "explain", "zzzz"), "decant rules list"),
        (("explain", "array-itmes"), "did you mean array-items"),
        (("rules", "list", "--pack", "oass"), "there are recommended, oas,"),
    ],
)
def test_what_it_does_not_know_is_a_usage_error_with_a_hint(
    words: tuple[str, ...], hint: str
) -> None:
    ran = decant(*words)

    assert ran.code == 2
    assert hint in ran.err
