"""What is wrong in a team's ruleset is told with its line, and never ends a run."""

from __future__ import annotations

import pytest

from contract.lint.rulesets import RULESET, pets, ruleset
from decant.contract import Finding, Severity
from decant.contract.lint.spectral import SpectralRuleset, apply


def problem(text: str, **others: str) -> Finding:
    (found,) = ruleset(text, **others).problems
    return found


@pytest.mark.parametrize(
    ("text", "rule", "says", "line"),
    [
        ("[]", "ruleset-invalid", "is an object", 1),
        ("x-only: 1", "ruleset-invalid", "says `extends`", 1),
        ("rulez: {}\nrules: {}", "ruleset-invalid", "no field `rulez`", 1),
        ("rules: []", "ruleset-invalid", "`rules` is an object", 1),
        ("rules:\n  a: [1]", "ruleset-invalid", "an object, a severity or a boolean", 2),
        ("rules:\n  a: sometimes", "ruleset-invalid", "an object, a severity", 2),
        ("rules:\n  a: warn", "ruleset-invalid", "No rule is called `a`", 2),
        ("rules:\n  a: {given: $}", "ruleset-invalid", "needs `then`", 2),
        (
            "rules:\n  a:\n    given: $\n    sev: 1\n    then: {function: truthy}",
            "ruleset-invalid",
            "no field `sev`",
            4,
        ),
        (
            "rules:\n  a:\n    given: $\n    severity: loud\n    then: {function: truthy}",
            "ruleset-invalid",
            "`severity` is",
            4,
        ),
        (
            "rules:\n  a:\n    given: $.x[?(\n    then: {function: truthy}",
            "ruleset-path-invalid",
            "never closed",
            3,
        ),
        (
            "rules:\n  a:\n    given: ['$.x', 5]\n    then: {function: truthy}",
            "ruleset-path-invalid",
            "a path is a text",
            3,
        ),
        (
            "rules:\n  a:\n    given: '#Nowhere.x'\n    then: {function: truthy}",
            "ruleset-path-invalid",
            "no alias `Nowhere`",
            3,
        ),
        (
            "aliases: {A: ['#B'], B: ['#A']}\nrules: {a: {given: '#A', then: {function: truthy}}}",
            "ruleset-path-invalid",
            "leads to itself: A → B → A",
            2,
        ),
        ("aliases: {1a: [$]}\nrules: {}", "ruleset-invalid", "name of an alias", 1),
        ("aliases: {a: 5}\nrules: {}", "ruleset-invalid", "list of paths", 1),
        ("aliases: {a: {targets: [5]}}\nrules: {}", "ruleset-invalid", "target of an alias", 1),
        ("aliases: []\nrules: {}", "ruleset-invalid", "`aliases` is an object", 1),
        ("formats: [oas9]\nrules: {}", "ruleset-invalid", "no format `oas9`", 1),
        ("formats: oas3\nrules: {}", "ruleset-invalid", "`formats` is a list", 1),
        ("extends: {a: 1}", "ruleset-invalid", "names rulesets", 1),
        ("extends: [[b, sometimes]]", "ruleset-invalid", "names rulesets", 1),
        ("extends: [a.yaml]", "ruleset-not-stored", "no ruleset `a.yaml`", 1),
        ("extends: https://example.com/x.yaml", "ruleset-not-stored", "none is ever fetched", 1),
        ("extends: ./x.js", "ruleset-function-unsupported", "is a program", 1),
        ("functions: [mine]\nrules: {}", "ruleset-function-unsupported", "JavaScript", 1),
        ("overrides: [{rules: {}}]", "ruleset-invalid", "An override has `files`", 1),
        (
            "overrides:\n- files: ['*#/info']\n  rules: {a: true}",
            "ruleset-invalid",
            "each with a severity",
            2,
        ),
        ("except: {'#/info': a}", "ruleset-invalid", "a list of rules", 1),
        ("rules: {a: {given: $, then: 5}}", "ruleset-invalid", "names a `function`", 1),
        (
            "rules: {a: {given: $, then: {field: 5, function: truthy}}}",
            "ruleset-invalid",
            "`field` is a text",
            1,
        ),
        (
            "rules: {a: {given: $, then: {field: '$.x[', function: truthy}}}",
            "ruleset-path-invalid",
            "never closed",
            1,
        ),
        (
            "rules:\n  a:\n    given: $\n    then:\n      function: checkAll",
            "ruleset-function-unsupported",
            "no function `checkAll`",
            5,
        ),
    ],
)
def test_a_fault_in_a_ruleset_is_told_with_its_line(
    text: str, rule: str, says: str, line: int
) -> None:
    found = ruleset(text).problems[0]

    assert (found.rule, found.location.file, found.location.line) == (rule, RULESET, line)
    assert says in found.message
    assert found.hint


@pytest.mark.parametrize(
    ("function", "options", "says"),
    [
        ("truthy", "{a: 1}", "takes no functionOptions"),
        ("typedEnum", "{a: 1}", "takes no functionOptions"),
        ("casing", "null", "needs functionOptions"),
        ("casing", "{type: [camel]}", '"type" is one of flat'),
        ("casing", "{}", 'needs the option "type"'),
        ("casing", "{type: shouting}", "one of flat, camel"),
        ("casing", "{type: flat, separator: 5}", 'needs a "char"'),
        ("casing", "{type: flat, separator: {char: ab}}", "single character"),
        ("casing", "{type: flat, more: 1}", 'knows no option "more"'),
        ("pattern", "{}", "needs"),
        ("pattern", "{match: 5}", "is a regular expression"),
        ("pattern", "{match: '('}", "not a regular expression"),
        ("pattern", "{match: '/a/k'}", "are not flags"),
        ("length", "{}", "needs"),
        ("length", "{min: a}", "is a number"),
        ("enumeration", "{values: a}", "list of texts"),
        ("enumeration", "{values: [[1]]}", "list of texts"),
        ("alphabetical", "{keyedBy: 5}", "name of a member"),
        ("xor", "{properties: [a]}", "at least two"),
        ("or", "{properties: a}", "at least two"),
        ("schema", "{}", 'needs the option "schema"'),
        ("schema", "{schema: 5}", "is a JSON Schema"),
        ("schema", "{schema: {type: 5}}", "no JSON Schema"),
        ("schema", "{schema: {$ref: 'https://example.com/x'}}", "no JSON Schema"),
        ("schema", "{schema: {}, dialect: draft1}", "is auto or one of"),
        ("unreferencedReusableObject", "{reusableObjectsLocation: 5}", "a pointer"),
    ],
)
def test_options_that_a_function_does_not_take_are_told(
    function: str, options: str, says: str
) -> None:
    text = f"rules: {{a: {{given: $, then: {{function: {function}, functionOptions: {options}}}}}}}"

    found = problem(text)

    assert found.rule == "ruleset-invalid"
    assert says in found.message


def test_a_ruleset_that_cannot_be_parsed_is_a_problem_and_no_more() -> None:
    found = apply(ruleset("rules: {a: "), pets())

    assert [finding.location.file for finding in found] == [RULESET]
    assert found[0].severity is Severity.ERROR


def test_an_extended_ruleset_that_cannot_be_parsed_is_told_by_its_own_line() -> None:
    found = problem("extends: base.yaml\nrules: {}", base__yaml="rules:\n  a: [")

    assert found.location.file == "base.yaml"


def test_rulesets_that_extend_each_other_end_where_the_circle_closes() -> None:
    base = (
        "extends: .spectral.yaml\nrules: {b: {given: $.info, then: {field: b, function: truthy}}}"
    )

    compiled = ruleset("extends: base.yaml\nrules: {b: error}", base__yaml=base)

    assert [(rule.name, rule.severity) for rule in compiled.rules] == [("b", Severity.ERROR)]
    assert compiled.problems == ()


def test_there_is_no_ruleset_without_its_file() -> None:
    with pytest.raises(KeyError):
        SpectralRuleset.compile({}, RULESET)
