"""The worker's side of terms: the standard of all levels, compiled once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.findings import Severity
from decant.contract.gating import Waiver
from decant.contract.lint.rule import BUILT_IN
from decant.contract.lint.ruleset import RECOMMENDED, Ruleset
from decant.contract.lint.score import WEIGHT
from decant.contract.lint.standard import Adopted, Level, Standard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    # Stored texts by path, from paths with the digests of their blobs.
    Texts: TypeAlias = Callable[[Iterable[tuple[str, str]]], Mapping[str, bytes]]

Json: TypeAlias = Any


def standard_of(levels: Sequence[Json], texts: Texts) -> Standard:
    """The standard that the levels of a message come to."""
    return Standard.of([_level(level, texts) for level in levels])


def ruleset_of(levels: Sequence[Json]) -> Ruleset:
    """The built-in rules that count by the levels of a message, each as grave as any says."""
    said = [
        {**Ruleset.of(*_packs(level)).severities, **_built_in(_severities(level))}
        for level in levels
    ]
    gravest: dict[str, Severity | None] = {}
    for rule, severity in (item for level in said for item in level.items()):
        if rule not in gravest or _weight(severity) > _weight(gravest[rule]):
            gravest[rule] = severity
    if any(level["rulesets"] for level in levels):
        return Ruleset(gravest)
    return Ruleset({**RECOMMENDED.severities, **gravest})


def _packs(level: Json) -> list[str]:
    return [
        each["name"]
        for each in level["rulesets"]
        if each["stored"] is None and not each["report_only"]
    ]


def _built_in(severities: Mapping[str, Severity | None]) -> dict[str, Severity | None]:
    return {rule: severity for rule, severity in severities.items() if rule in BUILT_IN}


def waivers_of(waivers: Sequence[Json]) -> list[Waiver]:
    """The waivers of a message."""
    return [Waiver(one["id"], one["rule"], one["fingerprint"], one["pointer"]) for one in waivers]


def _level(level: Json, texts: Texts) -> Level:
    return Level(tuple(_adopted(each, texts) for each in level["rulesets"]), _severities(level))


def _severities(level: Json) -> dict[str, Severity | None]:
    return {
        rule: None if said is None else Severity(said) for rule, said in level["severities"].items()
    }


def _weight(severity: Severity | None) -> int:
    return 0 if severity is None else WEIGHT[severity]


def _adopted(adopted: Json, texts: Texts) -> Adopted:
    stored = adopted["stored"]
    if stored is None:
        return Adopted(adopted["name"], is_report_only=adopted["report_only"])
    files = texts(stored["files"])
    return Adopted(adopted["name"], files, stored["root"], is_report_only=adopted["report_only"])
