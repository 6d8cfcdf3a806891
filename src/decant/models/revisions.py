"""Revisions, and the bytes they are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, JSONText, utcnow


class Blob(Base):
    """Bytes by the SHA-256 of their content (hex), zstd-compressed; written once, never changed."""

    __tablename__ = "blobs"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]  # bytes before compression
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Revision(Base):
    """A document accepted into one API: numbered, immutable, content-addressed.

    `digest` is over the files as pushed, `canonical` over what they say. `manifest`
    is the blob that names every text and unit of the document, `text` its root file,
    `operations` what lists its operations, `bundled` the whole of a document that came as several files.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("api_id", "number"),
        UniqueConstraint("api_id", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    api_id: Mapped[int] = mapped_column(ForeignKey("apis.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(71))
    canonical: Mapped[str] = mapped_column(String(71))
    manifest: Mapped[str] = mapped_column(ForeignKey("blobs.digest"))
    text: Mapped[str] = mapped_column(ForeignKey("blobs.digest"))
    operations: Mapped[str] = mapped_column(ForeignKey("blobs.digest"))
    bundled: Mapped[str | None] = mapped_column(ForeignKey("blobs.digest"))
    root: Mapped[str] = mapped_column(Text)  # the path of the file that the document begins in
    dialect: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(500))
    info_version: Mapped[str] = mapped_column(String(100))
    file_count: Mapped[int]
    size: Mapped[int]  # bytes as pushed
    operation_count: Mapped[int]
    source: Mapped[dict[str, Any]] = mapped_column(JSONText)  # VCS facts as declared by the pusher
    pushed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
