"""The report of a check, as JSON: everything found, and what was let pass and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant import contract
from decant.contract.diff.report import as_json
from decant.contract.findings import finding_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decant.contract.gating import Gated
    from decant.contract.lint.score import Score

    from .answer import Seen

Json: TypeAlias = Any


def report_of(seen: Seen, waivers: Sequence[Json]) -> dict[str, Json]:
    """The report of what was seen; `waivers` are those that were in force."""
    compared = {} if seen.comparison is None else as_json(seen.comparison)
    changes = [
        {**change, "waiver": waiver}
        for change, waiver in zip(compared.get("changes", ()), seen.passage.waived, strict=True)
    ]
    used = seen.passage.used
    return {
        "engine": contract.ENGINE_VERSION,
        "standard": seen.standard,
        "findings": [_gated_json(gated) for gated in seen.passage.findings],
        "changes": changes,
        "not_evaluated": compared.get("not_evaluated", []),
        "waivers": {
            "used": [one["shown"] for one in waivers if one["id"] in used],
            "unused": [one["shown"] for one in waivers if one["id"] not in used],
        },
        "score": {**score_json(seen.score), "marks": _marks_json(seen.score)},
    }


def score_json(score: Score) -> dict[str, Json]:
    """A score in short, with what would gain most."""
    return {
        "points": score.points,
        "grade": score.grade,
        "level": score.level,
        "ruleset": score.ruleset,
        "categories": {category.value: points for category, points in score.categories.items()},
        "fixes": [
            {"rule": fix.rule, "hint": fix.hint, "failing": fix.failing, "gain": fix.gain}
            for fix in score.fixes
        ],
    }


def _marks_json(score: Score) -> list[Json]:
    return [
        {
            "rule": mark.rule,
            "category": mark.category.value,
            "weight": mark.weight,
            "targets": mark.targets,
            "failing": mark.failing,
        }
        for mark in score.marks
    ]


def _gated_json(gated: Gated) -> dict[str, Json]:
    return {
        **finding_json(gated.fault.finding),
        "found_by": "lint" if gated.fault.is_lint else "validation",
        "fingerprint": gated.fingerprint,
        "is_new": gated.is_new,
        "report_only": gated.fault.is_report_only,
        "waiver": gated.waiver,
    }
