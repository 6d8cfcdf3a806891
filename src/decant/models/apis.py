"""APIs: named contracts over time, with the policy that guards them."""

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
        CheckConstraint("breaking IN ('block', 'warn', 'allow')", name="breaking"),
        CheckConstraint("invalid IN ('block', 'warn', 'allow')", name="invalid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("orgs.id"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(String(16), default="private")
    version: Mapped[int] = mapped_column(default=1)
    revision_count: Mapped[int] = mapped_column(default=0)  # the last revision's number
    # The policy: what a breaking change does to a push, what an error in the document
    # does, and in whose eyes a change breaks.
    breaking: Mapped[str] = mapped_column(String(16), default="block")
    invalid: Mapped[str] = mapped_column(String(16), default="warn")
    profile: Mapped[str] = mapped_column(String(16), default="wire")
    policy_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
