"""A team's ruleset finds what Spectral finds; the cases hold what Spectral was seen to say.

With Spectral's command line at hand (DECANT_SPECTRAL, or `spectral` on PATH) the record itself
is checked, too.
"""

from __future__ import annotations

import os
import posixpath
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import orjson
import pytest
import yaml

from contract.lint.rulesets import RULESET, pets, ruleset
from decant.contract import Document, Finding, Severity, read
from decant.contract.lint.spectral import SpectralRuleset, apply
from decant.contract.lint.spectral.globs import is_meant
from decant.contract.lint.spectral.rules import Then
from patience import RUNAWAY

CASES = Path(__file__).parent / "spectral"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
SPECTRAL = os.environ.get("DECANT_SPECTRAL") or shutil.which("spectral")
SEVERITIES = ("error", "warning", "info", "info")


def case(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    return loaded


def document_of(files: dict[str, str], root: str) -> Document:
    folder = posixpath.dirname(root)
    own = {
        name: text.encode()
        for name, text in files.items()
        if name == root or (folder and name.startswith(f"{folder}/"))
    }
    return read(own, root)


def told(findings: tuple[Finding, ...]) -> list[tuple[str, ...]]:
    return sorted(
        (
            finding.rule,
            finding.location.file or "",
            finding.location.pointer,
            finding.severity.value,
            finding.message,
        )
        for finding in findings
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_ruleset_finds_what_spectral_finds(name: str) -> None:
    given = case(name)
    root = given.get("document", "openapi.yaml")
    files = {file: text.encode() for file, text in given["files"].items()}
    compiled = SpectralRuleset.compile(files, RULESET)

    found = apply(compiled, document_of(given["files"], root), most_per_rule=1_000)

    assert told(found) == sorted(map(tuple, given.get("decant", given["spectral"])))


@pytest.mark.node
@pytest.mark.slow
@pytest.mark.skipif(SPECTRAL is None, reason="Spectral's command line is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_the_record_is_what_spectral_says(name: str, tmp_path: Path) -> None:
    given = case(name)
    root = given.get("document", "openapi.yaml")
    for file, text in given["files"].items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)

    arguments = ["lint", "--quiet", "--format", "json", "--ruleset", RULESET, root]
    run = subprocess.run(
        [str(SPECTRAL), *arguments],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    if isinstance(given["spectral"], str):
        assert run.returncode == 2
        return
    said = [
        (
            one["code"],
            Path(one["source"]).relative_to(tmp_path).as_posix(),
            "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in one["path"]),
            SEVERITIES[one["severity"]],
            one["message"],
        )
        for one in orjson.loads(run.stdout or "[]")
        if one["code"] != "invalid-ref"
    ]
    assert sorted(said) == sorted(map(tuple, given["spectral"]))


def test_rules_that_can_run_do_so_beside_those_that_cannot() -> None:
    text = """
      rules:
        scripted: {given: $, then: {function: mine}}
        plain: {given: $.info, then: {field: description, function: truthy}}
    """

    found = apply(ruleset(text), pets())

    assert [finding.rule for finding in found] == ["ruleset-function-unsupported", "plain"]


def test_a_scripted_rule_that_is_switched_off_is_no_problem() -> None:
    base = "rules: {scripted: {given: $, then: {function: mine}}}"

    compiled = ruleset("extends: base.yaml\nrules: {scripted: 'off'}", base__yaml=base)

    assert compiled.problems == ()


@pytest.mark.slow
def test_an_endless_path_is_a_finding_on_the_ruleset_and_the_other_rules_count() -> None:
    deep: Any = {}
    for _ in range(60):
        deep = {"a": [deep], "b": {"c": [1] * 9}}
    text = f"""
      rules:
        endless: {{given: "${"..*" * 199}", then: {{function: falsy}}}}
        plain: {{given: $.info, then: {{field: description, function: truthy}}}}
    """
    began = process_time()

    found = apply(ruleset(text), pets(**{"x-deep": [deep] * 99}), most_per_rule=1)

    assert [finding.rule for finding in found] == ["rule-error", "plain"]
    assert "takes more than 2,000,000 steps" in found[0].message
    assert found[0].location.line == 3
    assert process_time() - began < RUNAWAY


def test_a_catastrophic_pattern_takes_no_time() -> None:
    text = """
      rules:
        pattern: {given: $.x-a, then: {function: pattern, functionOptions: {match: "^(a+)+$"}}}
        schema: {given: $.x-a, then: {function: schema, functionOptions: {schema: {pattern: "^(a|a)*$"}}}}
        casing: {given: $.x-0, then: {function: casing, functionOptions: {type: camel}}}
        filter: {given: "$[?(@property.match(/^(x|x)*-a/) && @.match(/(a*)*$/))]", then: {function: falsy}}
    """
    document = pets(**{"x-a": "a" * 30_000 + "!", "x-0": "a" + "0" * 30_000 + "!"})
    began = process_time()

    found = apply(ruleset(text), document)

    assert {finding.rule for finding in found} == {"pattern", "schema", "casing", "filter"}
    assert process_time() - began < RUNAWAY


def test_a_pattern_that_gives_up_is_a_finding_on_the_ruleset() -> None:
    text = r"""
      rules:
        hard: {given: $.x-a, then: {function: pattern, functionOptions: {match: "^(?=x?)(a|a|b?)*(?=c)\\1$"}}}
        plain: {given: $.info, then: {field: description, function: truthy}}
    """

    found = apply(ruleset(text), pets(**{"x-a": "a" * 60 + "!"}))

    assert [(finding.rule, finding.location.file) for finding in found] == [
        ("rule-error", RULESET),
        ("plain", "openapi.json"),
    ]
    assert "takes too long" in found[0].message


def test_a_rule_that_crashes_is_a_finding_on_the_ruleset() -> None:
    text = """
      rules:
        crashes: {given: $.info, then: {function: truthy}}
        plain: {given: $.info, then: {field: description, function: truthy}}
    """
    compiled = ruleset(text)
    crashes, plain = compiled.rules
    broken = replace(crashes, then=(Then(None, lambda target: [][target.value], "broken"),))

    found = apply(replace(compiled, rules=(broken, plain)), pets())

    assert [finding.rule for finding in found] == ["rule-error", "plain"]
    assert "fails with TypeError" in found[0].message
    assert (found[0].location.file, found[0].location.line) == (RULESET, 3)


def test_rules_that_spectral_calls_by_name_are_the_built_in_ones() -> None:
    text = """
      extends: [[spectral:oas, "off"]]
      rules:
        info-contact: error
        operation-2xx-response: "off"
    """

    found = apply(ruleset(text), pets())

    assert [(finding.rule, finding.severity) for finding in found] == [
        ("info-contact", Severity.ERROR)
    ]


def test_a_rule_of_the_team_takes_the_place_of_a_built_in_one() -> None:
    text = """
      extends: [[spectral:oas, "off"]]
      rules:
        info-contact: {given: $.info, then: {field: x-contact, function: truthy}, message: Who?}
    """

    found = apply(ruleset(text), pets())

    assert [(finding.rule, finding.message) for finding in found] == [("info-contact", "Who?")]


def test_built_in_rules_are_switched_off_at_places_too() -> None:
    text = """
      extends: [[spectral:oas, "off"]]
      rules: {info-contact: warn, info-description: warn}
      overrides: [{files: ["*.json#/info"], rules: {info-contact: "off"}}]
    """

    found = apply(ruleset(text), pets())

    assert [finding.rule for finding in found] == ["info-description"]


def test_recommended_rules_are_on_and_all_means_all() -> None:
    recommended = ruleset("extends: spectral:oas")
    every = ruleset("extends: [[spectral:oas, all]]")

    more = set(every.built_in.severities) - set(recommended.built_in.severities)

    assert "info-contact" in recommended.built_in.severities
    assert {"info-license", "contact-properties"} <= more


def test_rulesets_for_other_documents_have_nothing_to_say() -> None:
    compiled = ruleset("extends: [spectral:asyncapi, spectral:arazzo]")

    assert (compiled.problems, apply(compiled, pets())) == ((), ())


def test_exceptions_of_the_older_format_are_overrides() -> None:
    text = """
      rules: {a: {given: "$.paths[*]", then: {field: a, function: truthy}}}
      except: {"#/paths/~1old": [a]}
    """

    found = apply(ruleset(text), pets(paths={"/old": {}, "/new": {}}))

    assert [finding.location.pointer for finding in found] == ["/paths/~1new"]


def test_many_findings_of_one_rule_are_one_piece_of_news() -> None:
    text = "rules: {a: {given: '$.paths[*]', then: {field: a, function: truthy}}}"
    document = pets(paths={f"/p{number}": {} for number in range(150)})

    found = apply(ruleset(text), document)

    assert len(found) == 101
    assert found[-1].message == "50 more like these are not listed, from here on."


def test_the_digest_is_that_of_the_files_that_count() -> None:
    text = "extends: base.yaml\nrules: {}"

    one = ruleset(text, base__yaml="rules: {}")
    same = ruleset(text, base__yaml="rules: {}", other__yaml="rules: {x: 1}")
    other = ruleset(text, base__yaml="rules: {} # changed")

    assert one.digest == same.digest != other.digest


def test_a_typed_enum_may_be_asked_for_by_name() -> None:
    text = "rules: {a: {given: '$..[?(@ && @.enum)]', then: {function: typedEnum}}}"
    schemas = {
        "A": {"type": "integer", "enum": [1, "a", 1.5, True, None]},
        "B": {"type": "string", "nullable": True, "enum": ["a", None, {}, []]},
        "C": {"enum": [1]},
    }

    found = apply(ruleset(text), pets(components={"schemas": schemas}))

    assert [(finding.location.pointer[-9:], finding.message) for finding in found] == [
        ("/A/enum/1", 'Enum value "a" must be "integer".'),
        ("/A/enum/2", 'Enum value 1.5 must be "integer".'),
        ("/A/enum/3", 'Enum value true must be "integer".'),
        ("/A/enum/4", 'Enum value null must be "integer".'),
        ("/B/enum/2", 'Enum value Object{} must be "string,null".'),
        ("/B/enum/3", 'Enum value Array[] must be "string,null".'),
    ]


@pytest.mark.parametrize(
    ("glob", "path", "holds"),
    [
        ("*.yaml", "apis/v1/pets.yaml", True),
        ("pets.*", "apis/v1/pets.yaml", True),
        ("apis/*.yaml", "apis/v1/pets.yaml", False),
        ("apis/**/*.yaml", "apis/pets.yaml", True),
        ("./apis/**", "apis/v1/pets.yaml", True),
        ("**", "apis/v1/pets.yaml", True),
        ("**/v1/*", "apis/v1/pets.yaml", True),
        ("*.{json,yaml}", "pets.yaml", True),
        ("pet?.yaml", "pets.yaml", True),
        ("pet[rst].yaml", "pets.yaml", True),
        ("pet[!s].yaml", "pets.yaml", False),
        ("!*.json", "pets.yaml", True),
        ("*.yaml", ".pets.yaml", False),
        (".*.yaml", ".pets.yaml", True),
        ("**/*.yaml", ".git/pets.yaml", False),
        ("[", "[", True),
    ],
)
def test_a_glob_means_files_as_in_minimatch(glob: str, path: str, *, holds: bool) -> None:
    assert is_meant(path, glob) is holds


def test_numbers_are_written_as_javascript_writes_them() -> None:
    text = """
      rules:
        a: {given: "$.x-n[*]", message: "{{value}}", then: {function: length, functionOptions: {min: 1.0e+300}}}
        b: {given: $, message: "{{value}}", then: {field: x-s, function: truthy}}
    """
    numbers = [1.0, 2.5, 1e21, 1e-7, 1.5e-5, 0.0001, 123456789012, -0.5]

    found = apply(ruleset(text), pets(**{"x-n": numbers}))

    assert [finding.message for finding in found] == [
        "[object Object]",
        *("1", "2.5", "1e+21", "1e-7", "0.000015", "0.0001", "123456789012", "-0.5"),
    ]
