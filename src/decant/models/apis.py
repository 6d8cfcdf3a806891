"""APIs: named contracts over time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, utcnow


class Api(Base):
    """A named contract over time. Deleted, it keeps its row: nothing pushed is lost."""

    __tablename__ = "apis"
    __table_args__ = (
        UniqueConstraint("org_id", "name"),
        CheckConstraint("visibility IN ('private', 'internal', 'public')", name="visibility"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("orgs.id"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(String(16), default="private")
    version: Mapped[int] = mapped_column(default=1)
    revision_count: Mapped[int] = mapped_column(default=0)  # the last revision's number
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
