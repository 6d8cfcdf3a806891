"""Orgs: create, list, read, change, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from decant.api import etags, pages
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.orgs import (
    OrgCreateSchema,
    OrgPageSchema,
    OrgPatchSchema,
    OrgSchema,
)
from decant.services import orgs
from decant.web import actor, session

if TYPE_CHECKING:
    from decant.services.orgs import OrgFacts
    from decant.services.pages import Window

blp = Blueprint("Orgs", __name__, url_prefix="/api/v1/orgs", description="Owners of APIs.")


@blp.route("")
class Orgs(View):
    """All orgs."""

    @blp.operation("listOrgs", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByName, location="query")
    @blp.response(200, OrgPageSchema, headers={"Link": "Link"})
    def get(self, window: Window) -> Any:
        """List orgs, by name.

        Your own, and those with an API that you may see.
        """
        return pages.answer(orgs.browse(session(), actor(), window))

    @blp.operation("createOrg", errors=(409,))
    @blp.arguments(OrgCreateSchema)
    @blp.response(201, OrgSchema, headers={"Location": "Location", "ETag": "ETag"})
    def post(self, wanted: dict[str, str]) -> tuple[OrgFacts, dict[str, str]]:
        """Create an org.

        You become its owner. A name is given once: not even a deleted org's is free again.
        """
        org = orgs.create(session(), actor(), wanted["name"], title=wanted["title"])
        location = url_for("Orgs.Org", org=org.name)
        return org, {"Location": location, **_etag(org)}


@blp.route("/<name:org>")
class Org(View):
    """One org."""

    @blp.operation("getOrg", auth=Auth.OPTIONAL, etag=True)
    @blp.response(200, OrgSchema, headers={"ETag": "ETag"})
    def get(self, org: str) -> Any:
        """Show an org.

        With your role in it, if you have one.
        """
        found = orgs.get(session(), actor(), org)
        return etags.unchanged(_etag(found)["ETag"]) or (found, _etag(found))

    @blp.operation("changeOrg", etag=True)
    @blp.arguments(OrgPatchSchema)
    @blp.response(200, OrgSchema, headers={"ETag": "ETag"})
    def patch(self, wanted: dict[str, str], org: str) -> tuple[OrgFacts, dict[str, str]]:
        """Change an org.

        For its maintainers. What is left out stays as it is.
        """
        version = etags.expected()
        changed = orgs.change(session(), actor(), org, version=version, title=wanted.get("title"))
        return changed, _etag(changed)

    @blp.operation("deleteOrg", errors=(409,), etag=True)
    @blp.response(204)
    def delete(self, org: str) -> None:
        """Delete an org.

        For its owners, once it holds no APIs. Its name is never given again.
        """
        orgs.delete(session(), actor(), org, version=etags.expected())


def _etag(org: OrgFacts) -> dict[str, str]:
    # The answer shows the caller's own role, so it depends on that, too.
    return {"ETag": etags.tag(org.version, org.role or "none")}
