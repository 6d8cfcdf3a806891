"""Policies: what the server, an org and an API insist on, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decant import problems
from decant.api import etags
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.policies import (
    EffectivePolicySchema,
    LabelQuery,
    PolicyPutSchema,
    PolicySchema,
    said_of,
)
from decant.errors import PolicyBelowFloor
from decant.services import policies
from decant.services.access import ApiName
from decant.web import actor, session

if TYPE_CHECKING:
    from decant.services.levels import Policy, Said

blp = Blueprint(
    "Policies",
    __name__,
    url_prefix="/api/v1",
    description="What pushes must pass: the strictest that the server, the org or the API says.",
)

# What the problem says beyond its words: which value is too loose, and for whom.
problems.EXTENSIONS[PolicyBelowFloor] = lambda refused: {
    "field": refused.field,
    "level": refused.level,
}


@blp.route("/policy")
class ServerPolicy(View):
    """What the server insists on."""

    @blp.operation("getServerPolicy", etag=True)
    @blp.response(200, PolicySchema, headers={"ETag": "ETag"})
    def get(self) -> Any:
        """Show what the server insists on.

        For everybody who is signed in: it holds in every org.
        """
        return _shown(policies.get_of_server(session(), actor()))

    @blp.operation("putServerPolicy", etag=True)
    @blp.arguments(PolicyPutSchema)
    @blp.response(200, PolicySchema, headers={"ETag": "ETag"})
    def put(self, wanted: dict[str, Any]) -> Any:
        """Put what the server insists on.

        For administrators of the hub. It knows the built-in packs only.
        """
        version = etags.expected()
        return _put(policies.change_of_server(session(), actor(), said_of(wanted), version=version))


@blp.route("/orgs/<name:org>/policy")
class OrgPolicy(View):
    """What an org insists on."""

    @blp.operation("getOrgPolicy", etag=True)
    @blp.response(200, PolicySchema, headers={"ETag": "ETag"})
    def get(self, org: str) -> Any:
        """Show what an org insists on.

        For its members.
        """
        return _shown(policies.get_of_org(session(), actor(), org))

    @blp.operation("putOrgPolicy", etag=True, errors=(409,))
    @blp.arguments(PolicyPutSchema)
    @blp.response(200, PolicySchema, headers={"ETag": "ETag"})
    def put(self, wanted: dict[str, Any], org: str) -> Any:
        """Put what an org insists on.

        For maintainers. Its APIs may only be stricter; those that are looser are held to it.
        """
        said, version = said_of(wanted), etags.expected()
        return _put(policies.change_of_org(session(), actor(), org, said, version=version))


@blp.route("/orgs/<name:org>/apis/<api_name:api>/policy")
class ApiPolicy(View):
    """What an API insists on."""

    @blp.operation("getPolicy", auth=Auth.OPTIONAL, etag=True)
    @blp.response(200, PolicySchema, headers={"ETag": "ETag"})
    def get(self, org: str, api: str) -> Any:
        """Show what an API insists on.

        Beside what its org and the server do; `…/policy/effective` has all of it together.
        """
        return _shown(policies.get(session(), actor(), ApiName(org, api)))

    @blp.operation("putPolicy", etag=True, errors=(409,))
    @blp.arguments(PolicyPutSchema)
    @blp.response(200, PolicySchema, headers={"ETag": "ETag"})
    def put(self, wanted: dict[str, Any], org: str, api: str) -> Any:
        """Put what an API insists on.

        For maintainers. A push under way is judged again by the new policy. What is looser
        than the org or the server insists on is refused as `policy_below_floor`.
        """
        said, version, name = said_of(wanted), etags.expected(), ApiName(org, api)
        return _put(policies.change(session(), actor(), name, said, version=version))


@blp.route("/orgs/<name:org>/apis/<api_name:api>/policy/effective")
class EffectivePolicy(View):
    """What a push must pass."""

    @blp.operation("getEffectivePolicy", auth=Auth.OPTIONAL)
    @blp.arguments(LabelQuery, location="query")
    @blp.response(200, EffectivePolicySchema)
    def get(self, wanted: dict[str, Any], org: str, api: str) -> Any:
        """Show what a push to a label must pass.

        The strictest of all levels, each value with the level it comes from.
        """
        name, label = ApiName(org, api), wanted["label"]
        return _effective(policies.effective(session(), actor(), name, label), label)


def _shown(said: Said) -> Any:
    tag = etags.tag(said.version)
    return etags.unchanged(tag) or (said, {"ETag": tag})


def _put(said: Said) -> tuple[Said, dict[str, str]]:
    return said, {"ETag": etags.tag(said.version)}


def _effective(policy: Policy, label: str) -> dict[str, Any]:
    def valued(name: str) -> dict[str, Any]:
        return {"value": getattr(policy, name), "level": policy.origin(name)}

    names = ("breaking", "invalid", "lint", "profile", "new_only", "four_eyes")
    return {
        "label": label,
        **{name: valued(name) for name in names},
        "rulesets": [
            {"ruleset": each.ruleset, "report_only": each.report_only, "level": level}
            for each, level in policy.adoptions
        ],
        "severities": [
            {"rule": rule, "severity": said, "level": level}
            for rule, (said, level) in sorted(policy.gravities.items())
        ],
    }
