"""The registry API, version 1: every blueprint, in the order the contract shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .routes import (
    apis,
    checks,
    comparisons,
    events,
    health,
    labels,
    members,
    orgs,
    policies,
    reviews,
    revisions,
    rulesets,
    scores,
    sessions,
    tokens,
    users,
    waivers,
)

if TYPE_CHECKING:
    from decant.api.blueprints import Blueprint

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    users.blp,
    sessions.blp,
    tokens.blp,
    orgs.blp,
    members.blp,
    apis.blp,
    policies.blp,
    rulesets.blp,
    revisions.blp,
    checks.blp,
    waivers.blp,
    reviews.blp,
    labels.blp,
    comparisons.blp,
    scores.blp,
    events.blp,
    health.blp,
)
