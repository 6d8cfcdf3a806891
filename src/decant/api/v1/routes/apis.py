"""APIs: create, list, read, change, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from decant.api import etags, pages
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.apis import (
    ApiCreateSchema,
    ApiPageSchema,
    ApiPatchSchema,
    ApiSchema,
)
from decant.services import apis
from decant.services.access import ApiName
from decant.web import actor, session

if TYPE_CHECKING:
    from decant.services.apis import ApiFacts
    from decant.services.pages import Window

blp = Blueprint("Apis", __name__, url_prefix="/api/v1", description="Named contracts over time.")


@blp.route("/apis")
class AllApis(View):
    """The APIs of all orgs."""

    @blp.operation("listAllApis", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByName, location="query")
    @blp.response(200, ApiPageSchema, headers={"Link": "Link"})
    def get(self, window: Window) -> Any:
        """List every API you may see.

        By org and name: public ones, and with a token internal ones and those of your orgs.
        """
        return pages.answer(apis.browse_all(session(), actor(), window))


@blp.route("/orgs/<name:org>/apis")
class Apis(View):
    """The APIs of one org."""

    @blp.operation("listApis", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByName, location="query")
    @blp.response(200, ApiPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str) -> Any:
        """List the APIs of an org, by name.

        Those that you may see.
        """
        return pages.answer(apis.browse(session(), actor(), org, window))

    @blp.operation("createApi", errors=(409,))
    @blp.arguments(ApiCreateSchema)
    @blp.response(201, ApiSchema, headers={"Location": "Location", "ETag": "ETag"})
    def post(self, wanted: dict[str, Any], org: str) -> tuple[ApiFacts, dict[str, str]]:
        """Create an API.

        For maintainers of the org. A push with `create` does the same.
        """
        name = ApiName(org, wanted.pop("name"))
        created = apis.create(session(), actor(), name, **wanted)
        return created, {"Location": url_for("Apis.Api", org=org, api=name.api), **_etag(created)}


@blp.route("/orgs/<name:org>/apis/<api_name:api>")
class Api(View):
    """One API."""

    @blp.operation("getApi", auth=Auth.OPTIONAL, etag=True)
    @blp.response(200, ApiSchema, headers={"ETag": "ETag"})
    def get(self, org: str, api: str) -> Any:
        """Show an API.

        Its ETag changes with each change and each new revision.
        """
        found = apis.get(session(), actor(), ApiName(org, api))
        return etags.unchanged(_etag(found)["ETag"]) or (found, _etag(found))

    @blp.operation("changeApi", etag=True)
    @blp.arguments(ApiPatchSchema)
    @blp.response(200, ApiSchema, headers={"ETag": "ETag"})
    def patch(self, wanted: dict[str, Any], org: str, api: str) -> tuple[ApiFacts, dict[str, str]]:
        """Change an API.

        For maintainers. What is left out stays as it is.
        """
        version = etags.expected()
        changed = apis.change(session(), actor(), ApiName(org, api), version=version, **wanted)
        return changed, _etag(changed)

    @blp.operation("deleteApi", etag=True)
    @blp.response(204)
    def delete(self, org: str, api: str) -> None:
        """Delete an API.

        For owners. Nothing of it is shown any more, and its name stays taken.
        """
        apis.delete(session(), actor(), ApiName(org, api), version=etags.expected())


def _etag(api: ApiFacts) -> dict[str, str]:
    return {"ETag": etags.tag(api.version, api.revision_count)}
