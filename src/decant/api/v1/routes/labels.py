"""Labels: list, read, move, take down, look back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from decant.api import etags, pages
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.labels import (
    LabelPageSchema,
    LabelPutSchema,
    LabelSchema,
    MovePageSchema,
)
from decant.services import labels
from decant.services.access import ApiName
from decant.services.labels import Seen
from decant.web import actor, session

if TYPE_CHECKING:
    from decant.services.labels import LabelFacts
    from decant.services.pages import Window

blp = Blueprint(
    "Labels",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/apis/<api_name:api>/labels",
    description="Movable names for revisions; each move is kept.",
)

PUT_UP: Final[dict[str, Any]] = {
    "in": "header",
    "name": "If-None-Match",
    "description": "`*` puts the label up, if there is none of that name.",
    "schema": {"type": "string", "pattern": r"^\*$", "maxLength": 1},
}


@blp.route("")
class Labels(View):
    """The labels of an API."""

    @blp.operation("listLabels", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByName, location="query")
    @blp.response(200, LabelPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str, api: str) -> Any:
        """List labels, by name.

        With the revision that each is on.
        """
        return pages.answer(labels.browse(session(), actor(), ApiName(org, api), window))


@blp.route("/<label:label>")
class Label(View):
    """One label."""

    @blp.operation("getLabel", auth=Auth.OPTIONAL, etag=True)
    @blp.response(200, LabelSchema, headers={"ETag": "ETag"})
    def get(self, org: str, api: str, label: str) -> Any:
        """Show where a label is.

        Its ETag is what a move must send as If-Match.
        """
        found = labels.get(session(), actor(), ApiName(org, api), label)
        return etags.unchanged(_etag(found)["ETag"]) or (found, _etag(found))

    @blp.operation("putLabel", errors=(412, 428), parameters=["If-Match-Optional", PUT_UP])
    @blp.arguments(LabelPutSchema)
    @blp.response(201, LabelSchema, headers={"ETag": "ETag"})
    @blp.alt_response(200, schema=LabelSchema, headers={"ETag": "ETag"}, success=True)
    def put(
        self, wanted: dict[str, int], org: str, api: str, label: str
    ) -> tuple[LabelFacts, int, dict[str, str]]:
        """Move a label, or put it up.

        For writers. With If-Match it moves, if it is still where you saw it; with
        `If-None-Match: *` it is put up, if there is none. Nothing is judged: where the
        revision came in by a looser policy than that of this label, it takes a maintainer.
        """
        expected = Seen.NOTHING if etags.creates() else _expected()
        name, to = ApiName(org, api), wanted["revision"]
        moved = labels.move(session(), actor(), name, label, to=to, expected=expected)
        return moved, 201 if expected is Seen.NOTHING else 200, _etag(moved)

    @blp.operation("removeLabel", etag=True)
    @blp.response(204)
    def delete(self, org: str, api: str, label: str) -> None:
        """Take a label down.

        For writers. Its history is kept, and so is the revision.
        """
        labels.remove(session(), actor(), ApiName(org, api), label, expected=_expected())


@blp.route("/<label:label>/history")
class LabelHistory(View):
    """Where a label was."""

    @blp.operation("listLabelMoves", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByNumber, location="query")
    @blp.response(200, MovePageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str, api: str, label: str) -> Any:
        """List the moves of a label, the last one first.

        Also of one that was taken down.
        """
        name = ApiName(org, api)
        return pages.answer(labels.history(session(), actor(), name, label, window=window))


def _expected() -> int | Seen:
    version = etags.expected()
    return Seen.SOMETHING if version is None else version


def _etag(label: LabelFacts) -> dict[str, str]:
    return {"ETag": etags.tag(label.version)}
