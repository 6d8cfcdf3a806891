"""Revisions and what a push answers, as JSON."""

from __future__ import annotations

from typing import Final

from marshmallow import fields

from decant.api.fields import Answer, Body, Choice, Flag, FreeText, Text, Time, Whole
from decant.api.pages import PageAnswer
from decant.services import names, revisions
from decant.services.access import Visibility
from decant.services.documents import Form, Format
from decant.services.uploads import MAIN

from . import parts
from .addresses import Address
from .checks import (
    LONGEST_BRANCH,
    LONGEST_COMMIT,
    LONGEST_WEB_URL,
    WEB_URL,
    CheckSchema,
    Texts,
)
from .policies import LABEL_RULE
from .reviews import ReviewSchema

DIALECT: Final = "^[0-9]\\.[0-9]$"


class DeclaredSourceSchema(Answer):
    """Where the files came from, as the pusher said; nobody has verified it."""

    commit = Text(required=True, allow_none=True, most=LONGEST_COMMIT)
    branch = Text(required=True, allow_none=True, most=LONGEST_BRANCH)
    url = Text(required=True, allow_none=True, pattern=WEB_URL, most=LONGEST_WEB_URL)
    dirty = Flag(required=True)


class RevisionSchema(Answer):
    """A document accepted into an API: numbered, and never changed."""

    number = parts.number()
    digest = parts.digest(metadata={"description": "Over the files: the same push?"})
    canonical = parts.digest(metadata={"description": "Over what they say: the same document?"})
    dialect = Text(required=True, pattern=DIALECT, most=3, metadata={"examples": ["3.1"]})
    title = Text(required=True, most=revisions.LONGEST_TITLE, lines=True)
    version = Text(
        required=True,
        most=revisions.LONGEST_VERSION,
        lines=True,
        metadata={"description": "`info.version`."},
    )
    root = parts.file(metadata={"description": "The file that the document begins in."})
    file_count = Whole(required=True, least=1)
    size = Whole(required=True, least=0, metadata={"description": "Bytes as pushed."})
    operation_count = Whole(required=True, least=0)
    let_in = Flag(
        required=True,
        attribute="is_let_in",
        metadata={
            "description": "False while it waits for a review, or if that turned it away: no "
            "label was ever on it, and only members of the org see it."
        },
    )
    labels = fields.List(parts.label(), required=True)
    source = fields.Nested(DeclaredSourceSchema, required=True, allow_none=True)
    pushed_by = parts.person()
    created_at = Time(required=True)
    url = Address("/api/v1/orgs/{it.api.org}/apis/{it.api.api}/revisions/{it.number}")
    docs_url = Address("/docs/{it.api.org}/{it.api.api}/{it.number}")


class RevisionPageSchema(PageAnswer):
    """Some revisions, newest first."""

    items = fields.List(fields.Nested(RevisionSchema), required=True)


class PublicationSchema(Answer):
    """What came of a push."""

    revision = fields.Nested(RevisionSchema, required=True)
    check = fields.Nested(CheckSchema, required=True)
    created = Flag(
        required=True, metadata={"description": "False if the API had this very document."}
    )
    review = fields.Nested(
        ReviewSchema,
        required=True,
        allow_none=True,
        metadata={"description": "What the push waits for; null if it was let in."},
    )


class RawUploadQuery(Body):
    """What to do with a document that is the body itself."""

    file = Text(
        least=1,
        most=1000,
        metadata={
            "description": "What to call the file; `openapi.yaml` or `openapi.json` if not said."
        },
    )
    label = Text(
        pattern=names.LABEL,
        most=names.LONGEST_LABEL,
        says=LABEL_RULE,
        load_default=MAIN,
        metadata={"description": "The label that the push moves."},
    )
    create = Choice(
        Visibility,
        metadata={"description": "Make the API, this visible, if it is not there yet."},
    )
    override_reason = Text(
        least=1,
        most=parts.LONGEST_REASON,
        metadata={"description": "Lets in what the policy refuses; for maintainers, and kept."},
    )
    review = Text(
        least=1,
        most=parts.LONGEST_REASON,
        metadata={"description": "Why a maintainer should review what the policy would refuse."},
    )


class DocumentQuery(Body):
    """Which text of a revision to answer."""

    form = Choice(
        Form,
        load_default=Form.PUSHED,
        metadata={"description": "A file as it was pushed, or the whole document as one."},
    )
    format = Choice(Format, metadata={"description": "As it was written, if left out."})
    file = Text(
        least=1,
        most=1000,
        metadata={"description": "Which pushed file; the root if left out."},
    )


class FilesSchema(Answer):
    """Every file of a revision, as it was pushed."""

    root = parts.file()
    files = Texts(required=True)


class OperationSchema(Answer):
    """One operation of a document."""

    method = FreeText(required=True, metadata={"examples": ["get"]})
    path = FreeText(
        required=True, metadata={"description": "Its path, or the name of its webhook."}
    )
    webhook = Flag(required=True)
    operation_id = FreeText(required=True, allow_none=True)
    summary = FreeText(required=True, allow_none=True)
    tags = fields.List(FreeText(), required=True)
    deprecated = Flag(required=True)


class OperationPageSchema(PageAnswer):
    """Some operations, in the order they were written."""

    items = fields.List(fields.Nested(OperationSchema), required=True)
