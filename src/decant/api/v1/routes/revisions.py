"""Revisions: publish, list, read, and the documents they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Response, request

from decant.api import etags, pages
from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.operations import takes_documents
from decant.api.v1 import uploads
from decant.api.v1.schemas.checks import PushProblemSchema, UploadSchema
from decant.api.v1.schemas.revisions import (
    DocumentQuery,
    FilesSchema,
    OperationPageSchema,
    PublicationSchema,
    RawUploadQuery,
    RevisionPageSchema,
    RevisionSchema,
)
from decant.contract import DEFAULT_LIMITS
from decant.problems import MEDIA_TYPE
from decant.services import documents, revisions
from decant.services.access import ApiName
from decant.services.documents import Format, Wanted
from decant.web import actor, database, json_answer, pool, session, unbound

if TYPE_CHECKING:
    from decant.services.pages import Window
    from decant.services.revisions import Publication, RevisionFacts

blp = Blueprint(
    "Revisions",
    __name__,
    url_prefix="/api/v1/orgs/<name:org>/apis/<api_name:api>",
    description="Documents accepted into an API: numbered, and never changed.",
)

REFUSED: Final[dict[int, Any]] = {
    422: {
        "description": "The request makes no sense, the document cannot be read, "
        "or the policy refuses it; `code` says which.",
        "headers": {"X-Request-ID": "X-Request-ID"},
        "content": {MEDIA_TYPE: {"schema": PushProblemSchema}},
    }
}
TEXTS: Final[dict[int, Any]] = {
    200: {
        "content": {
            "application/json": {"schema": {"description": "The document as JSON."}},
            "application/yaml": {"schema": {"description": "The document as YAML."}},
        }
    }
}
MEDIA_TYPES: Final = {
    Format.JSON: "application/json",
    Format.YAML: "application/yaml; charset=utf-8",  # RFC 9512 §2.1
}
DOCUMENT: Final = {"type": "string", "format": "binary", "maxLength": DEFAULT_LIMITS.file_bytes}
RAW: Final[dict[str, Any]] = {
    "description": "The document itself, JSON or YAML.",
    "required": True,
    "content": {
        "application/octet-stream": {"schema": DOCUMENT},
    },
}


@blp.route("/revisions")
class Revisions(View):
    """The revisions of an API."""

    @blp.operation("listRevisions", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByNumber, location="query")
    @blp.response(200, RevisionPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str, api: str) -> Any:
        """List revisions, newest first.

        With the labels that are on each.
        """
        return pages.answer(revisions.browse(session(), actor(), ApiName(org, api), window))

    @blp.operation("publishRevision", errors=(409,), responses=REFUSED)
    @blp.arguments(UploadSchema)
    @blp.response(201, PublicationSchema, headers={"Location": "Location"})
    @blp.alt_response(200, schema=PublicationSchema, headers={"Location": "Location"}, success=True)
    @blp.alt_response(202, schema=PublicationSchema, headers={"Location": "Location"}, success=True)
    @unbound
    @takes_documents
    def post(
        self, wanted: dict[str, Any], org: str, api: str
    ) -> tuple[Publication, int, dict[str, str]]:
        """Push a document.

        For writers. It is read, validated, linted, compared with where the label is, and
        judged by the policy; if that lets it in, it becomes a revision and the label moves to
        it. The same files again answer 200 and change nothing. Where the policy wants a review,
        or what it would refuse came with a reason to have one, the answer is 202: the revision
        is stored, and the label stays until a maintainer approves. `Location` is the review.
        """
        upload = uploads.upload_of(ApiName(org, api), wanted)
        return uploads.answer(revisions.publish(database(), pool(), actor(), upload))


@blp.route("/document")
class Document(View):
    """The document of an API, as one text to put."""

    @blp.operation("publishDocument", errors=(409,), responses=REFUSED, requestBody=RAW)
    @blp.arguments(RawUploadQuery, location="query")
    @blp.response(201, PublicationSchema, headers={"Location": "Location"})
    @blp.alt_response(200, schema=PublicationSchema, headers={"Location": "Location"}, success=True)
    @blp.alt_response(202, schema=PublicationSchema, headers={"Location": "Location"}, success=True)
    @unbound
    @takes_documents
    def put(
        self, wanted: dict[str, Any], org: str, api: str
    ) -> tuple[Publication, int, dict[str, str]]:
        """Push a document that is the body itself.

        As `publishRevision` for one file: `curl -T openapi.yaml`.
        """
        upload = uploads.raw_upload(ApiName(org, api), request.get_data(cache=False), wanted)
        return uploads.answer(revisions.publish(database(), pool(), actor(), upload))


@blp.route("/revisions/<ref:ref>")
class Revision(View):
    """One revision."""

    @blp.operation("getRevision", auth=Auth.OPTIONAL, etag=True, remembers=True)
    @blp.response(200, RevisionSchema, headers={"ETag": "ETag"})
    def get(self, org: str, api: str, ref: str) -> Any:
        """Show a revision.

        Only its labels ever change, and whether it was let in.
        """
        found = revisions.get(session(), actor(), ApiName(org, api), ref)
        tag = _tag(found)
        return etags.unchanged(tag) or (found, {"ETag": tag})


@blp.route("/revisions/<ref:ref>/document")
class RevisionDocument(View):
    """What a revision says."""

    @blp.operation("getDocument", auth=Auth.OPTIONAL, etag=True, responses=TEXTS)
    @blp.arguments(DocumentQuery, location="query")
    @blp.response(200, None, headers={"ETag": "ETag"})
    @unbound
    def get(self, query: dict[str, Any], org: str, api: str, ref: str) -> Response:
        """Read the document of a revision.

        Its root file exactly as it was pushed, unless the query asks for another file, for the
        whole document as one, or for the other format. Generated clients should ask for
        `format=json`; `getFiles` has the exact texts.
        """
        wanted = Wanted(ApiName(org, api), ref, **query)
        text = documents.text(database(), pool(), actor(), wanted)
        tag = etags.tag(text.digest, text.format)
        answer = Response(text.content, content_type=MEDIA_TYPES[text.format])
        answer.headers["ETag"] = tag
        return etags.unchanged(tag) or answer


@blp.route("/revisions/<ref:ref>/files")
class RevisionFiles(View):
    """The files of a revision."""

    @blp.operation("getFiles", auth=Auth.OPTIONAL)
    @blp.response(200, FilesSchema)
    def get(self, org: str, api: str, ref: str) -> Response:
        """Read every file of a revision.

        Exactly as they were pushed.
        """
        found = documents.files(session(), actor(), ApiName(org, api), ref)
        texts = {path: text.decode() for path, text in found.files.items()}
        return json_answer({"root": found.root, "files": texts})


@blp.route("/revisions/<ref:ref>/operations")
class RevisionOperations(View):
    """The operations of a revision."""

    @blp.operation("listOperations", auth=Auth.OPTIONAL)
    @blp.arguments(pages.ByNumber, location="query")
    @blp.response(200, OperationPageSchema, headers={"Link": "Link"})
    def get(self, window: Window, org: str, api: str, ref: str) -> Any:
        """List the operations of a revision.

        In the order they were written.
        """
        name = ApiName(org, api)
        return pages.answer(documents.operations(session(), actor(), name, ref, window=window))


def _tag(revision: RevisionFacts) -> str:
    seen = (revision.number, revision.digest[7:23], revision.is_let_in)
    return etags.tag(*seen, *revision.labels)
