"""A comparison as JSON: the shape of `decant diff --format json`, of checks and of the API."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from decant.contract.findings import Location

    from .change import Change, Comparison

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


def _location_json(location: Location | None) -> dict[str, Json] | None:
    return None if location is None else asdict(location)
