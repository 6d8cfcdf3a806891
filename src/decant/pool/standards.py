"""The worker's side of terms: the standard of all levels, compiled once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.findings import Severity
from decant.contract.gating import Waiver
from decant.contract.lint.standard import Adopted, Level, Standard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    # Stored texts by path, from paths with the digests of their blobs.
    Texts: TypeAlias = Callable[[Iterable[tuple[str, str]]], Mapping[str, bytes]]

Json: TypeAlias = Any


def standard_of(levels: Sequence[Json], texts: Texts) -> Standard:
    """The standard that the levels of a message come to."""
    return Standard.of([_level(level, texts) for level in levels])


def waivers_of(waivers: Sequence[Json]) -> list[Waiver]:
    """The waivers of a message."""
    return [Waiver(one["id"], one["rule"], one["fingerprint"], one["pointer"]) for one in waivers]


def _level(level: Json, texts: Texts) -> Level:
    return Level(tuple(_adopted(each, texts) for each in level["rulesets"]), _severities(level))


def _severities(level: Json) -> dict[str, Severity | None]:
    return {
        rule: None if said is None else Severity(said) for rule, said in level["severities"].items()
    }


def _adopted(adopted: Json, texts: Texts) -> Adopted:
    stored = adopted["stored"]
    if stored is None:
        return Adopted(adopted["name"], is_report_only=adopted["report_only"])
    files = texts(stored["files"])
    return Adopted(adopted["name"], files, stored["root"], is_report_only=adopted["report_only"])
