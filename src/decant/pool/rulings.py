"""The worker's side of rulesets: compile what was pushed, and judge documents by what is stored."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant import contract
from decant.contract.findings import Finding, Location, Severity, finding_json
from decant.contract.lint.spectral import SpectralRuleset
from decant.contract.lint.spectral.stored import extended_in, is_shared
from decant.contract.validate.rules import left_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json: TypeAlias = Any

_PROGRAMS: Final = (".js", ".mjs", ".cjs", ".ts")
# Nobody reads on, and the hub must not hold whatever a ruleset can be made to say.
MOST_PROBLEMS: Final = 100
MOST_EXTENDED: Final = 1_000
MOST_RULES: Final = 20


def compiled(files: Mapping[str, bytes], root: str) -> dict[str, Json]:
    """What there is to say of a pushed ruleset, those that it extends among its files."""
    own = {path: text for path, text in files.items() if not is_shared(path)}
    told = [
        [extended.name, at.pointer, at.file, at.line, at.column]
        for extended in islice(extended_in(own), MOST_EXTENDED)
        for at in (extended.location,)
    ]
    about = {"engine": contract.ENGINE_VERSION, "extends": told}
    if root.endswith(_PROGRAMS):
        return {**about, "rules": 0, "problems": [finding_json(_a_program(root))]}
    ruleset = SpectralRuleset.compile(files, root)
    problems = [finding_json(problem) for problem in _problems(ruleset)[:MOST_PROBLEMS]]
    return {**about, "rules": _count(ruleset), "problems": problems}


def tally(findings: Sequence[Finding]) -> dict[str, Json]:
    """How many findings there are by severity, and by rule, the worst first."""
    severities = dict.fromkeys((severity.value for severity in Severity), 0)
    rules: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        rules[finding.rule, finding.severity.value] += left_out(finding) or 1
    for (_, severity), count in rules.items():
        severities[severity] += count
    ranks = list(severities)
    worst = sorted(rules.items(), key=lambda one: (ranks.index(one[0][1]), -one[1], one[0][0]))
    return {"findings": severities, "rules": [[*key, count] for key, count in worst[:MOST_RULES]]}


def _problems(ruleset: SpectralRuleset) -> tuple[Finding, ...]:
    """What is wrong with a ruleset, also where it says something else of some files."""
    found = dict.fromkeys(ruleset.problems)
    for override in ruleset.overrides.files:
        for glob in override.globs:
            # A pattern means, among others, the file that is called just like it.
            found.update(dict.fromkeys(ruleset.for_file(glob).problems))
    return tuple(found)


def _count(ruleset: SpectralRuleset) -> int:
    return len(ruleset.rules) + sum(1 for _ in ruleset.built_in.chosen())


def _a_program(root: str) -> Finding:
    return Finding(
        "ruleset-function-unsupported",
        Severity.ERROR,
        f"`{root}` is a program, and the hub executes nobody's code.",
        Location("", root, 1, 1),
        "Write it as YAML or JSON; Spectral reads that, too.",
    )
