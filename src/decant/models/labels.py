"""Labels: movable names for revisions, and every move they made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, utcnow


class Label(Base):
    """A movable name for a revision. `version` rises with each move (compare-and-swap)."""

    __tablename__ = "labels"
    __table_args__ = (UniqueConstraint("api_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    api_id: Mapped[int] = mapped_column(ForeignKey("apis.id"))
    name: Mapped[str] = mapped_column(String(100))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    moved_at: Mapped[datetime] = mapped_column(default=utcnow)
    moved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


class LabelMove(Base):
    """One move of a label; `older_id` is None when it was put up, `newer_id` when taken down."""

    __tablename__ = "label_moves"
    __table_args__ = (
        Index("ix_label_moves_api_id_name_id", "api_id", "name", "id"),
        Index("ix_label_moves_newer_id", "newer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    api_id: Mapped[int] = mapped_column(ForeignKey("apis.id"))
    name: Mapped[str] = mapped_column(String(100))
    older_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    newer_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    moved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    moved_at: Mapped[datetime] = mapped_column(default=utcnow)
