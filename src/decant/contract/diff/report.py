"""A comparison as JSON: the shape of `decant diff --format json`, of checks and of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.findings import Location

from .change import Change, Effect, Level, Polarity, Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .change import Comparison

Json: TypeAlias = Any


def as_json(comparison: Comparison, *, engine_version: str | None = None) -> dict[str, Json]:
    """The comparison as JSON values, worst changes first."""
    report: dict[str, Json] = {
        "verdict": comparison.verdict.value,
        "profile": comparison.profile.value,
        "counts": {level.value: count for level, count in comparison.counts.items()},
        "required_bump": comparison.bump.value,
        "changes": [change_json(change) for change in comparison.changes],
        "not_evaluated": [
            {"pointer": gap.pointer, "reason": gap.reason} for gap in comparison.not_evaluated
        ],
    }
    if engine_version is not None:
        report["engine_version"] = engine_version
    return report


def change_json(change: Change) -> dict[str, Json]:
    """One change as JSON values; `operations` names each operation it reaches once."""
    operations = dict.fromkeys((use.method, use.path) for use in change.uses if use.path)
    return {
        "kind": change.kind,
        "severity": change.severity.value,
        "effect": change.effect.value,
        "polarity": change.polarity.value,
        "message": change.message,
        "why": change.why,
        "fix": change.fix,
        "guards": list(change.guards),
        "operations": [{"method": method, "path": path} for method, path in operations],
        "uses": [
            {
                "method": use.method,
                "path": use.path,
                "place": use.place,
                "polarity": use.polarity.value,
                "severity": use.severity.value,
            }
            for use in change.uses
        ],
        "older": _location_json(change.older),
        "newer": _location_json(change.newer),
        "before": change.before,
        "after": change.after,
        "fingerprint": change.fingerprint,
    }


def change_from_json(value: Mapping[str, Json]) -> Change:
    """The change that `change_json` wrote; raises KeyError or ValueError for anything else."""
    return Change(
        kind=value["kind"],
        effect=Effect(value["effect"]),
        polarity=Polarity(value["polarity"]),
        severity=Level(value["severity"]),
        message=value["message"],
        older=_location_from_json(value["older"]),
        newer=_location_from_json(value["newer"]),
        before=value["before"],
        after=value["after"],
        fingerprint=value["fingerprint"],
        uses=tuple(map(_use_from_json, value["uses"])),
        guards=tuple(value["guards"]),
        why=value["why"],
        fix=value["fix"],
    )


def _use_from_json(value: Mapping[str, Json]) -> Use:
    polarity, severity = Polarity(value["polarity"]), Level(value["severity"])
    return Use(value["method"], value["path"], polarity, severity, value["place"])


def _location_from_json(value: Mapping[str, Json] | None) -> Location | None:
    if value is None:
        return None
    return Location(value["pointer"], value["file"], value["line"], value["column"])


def _location_json(location: Location | None) -> dict[str, Json] | None:
    if location is None:
        return None
    return {
        "pointer": location.pointer,
        "file": location.file,
        "line": location.line,
        "column": location.column,
    }
