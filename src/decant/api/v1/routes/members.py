"""Members of an org: list, read, put, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decant.api import etags, pages
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.orgs import MemberPageSchema, MemberPutSchema, MemberSchema
from decant.services import members
from decant.web import actor, session

if TYPE_CHECKING:
    from decant.services.access import Role
    from decant.services.members import Member as MemberFacts
    from decant.services.pages import Window

blp = Blueprint(
    "Members",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/members",
    description="Who belongs to an org, and as what.",
)


@blp.route("")
class Members(View):
    """Everybody in an org."""

    @blp.operation("listMembers")
    @blp.arguments(pages.ByName, location="query")
    @blp.response(200, MemberPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str) -> Any:
        """List the members of an org, by name.

        Members see one another; strangers do not see them.
        """
        return pages.answer(members.browse(session(), actor(), org, window))


@blp.route("/<name:user>")
class Member(View):
    """One person in an org."""

    @blp.operation("getMember", etag=True)
    @blp.response(200, MemberSchema, headers={"ETag": "ETag"})
    def get(self, org: str, user: str) -> Any:
        """Show somebody's role in an org.

        Its ETag names the version that If-Match can hold on to.
        """
        found = members.get(session(), actor(), org, user)
        return etags.unchanged(etags.tag(found.version)) or (found, _etag(found))

    @blp.operation("putMember", errors=(409, 412), parameters=["If-Match-Optional"])
    @blp.arguments(MemberPutSchema)
    @blp.response(201, MemberSchema, headers={"ETag": "ETag"})
    @blp.alt_response(200, schema=MemberSchema, headers={"ETag": "ETag"}, success=True)
    def put(
        self, wanted: dict[str, Role], org: str, user: str
    ) -> tuple[MemberFacts, int, dict[str, str]]:
        """Make somebody a member, or change their role.

        For maintainers; nobody grants a role above their own, and one owner always stays.
        If-Match is optional here.
        """
        member, is_new = members.put(
            session(), actor(), org, user, role=wanted["role"], version=etags.given()
        )
        return member, 201 if is_new else 200, _etag(member)

    @blp.operation("removeMember", errors=(409, 412), parameters=["If-Match-Optional"])
    @blp.response(204)
    def delete(self, org: str, user: str) -> None:
        """Remove somebody from an org.

        For maintainers; anybody may leave, except the last owner. If-Match is optional here.
        """
        members.remove(session(), actor(), org, user, version=etags.given())


def _etag(member: MemberFacts) -> dict[str, str]:
    return {"ETag": etags.tag(member.version)}
