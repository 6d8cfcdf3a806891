"""Reviews: pushes that wait for a maintainer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, public_id, utcnow

_PENDING = text("state = 'pending'")


class Review(Base):
    """A push that waits, or waited: the revision is stored, the label stays where it was.

    `head_id` and `label_version` say where the label was when the push was judged; NULL and 0
    if there was none of that name. What is asked never changes, and it is decided once.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'approved', 'rejected', 'superseded')", name="state"),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "(state IN ('approved', 'rejected')) = (decided_by IS NOT NULL)", name="decider"
        ),
        # A newer push to a label takes the place of the one that waits.
        Index(
            "ux_reviews_waiting",
            "api_id",
            "label",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_reviews_api_id_id", "api_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=public_id)
    api_id: Mapped[int] = mapped_column(ForeignKey("apis.id"))
    label: Mapped[str] = mapped_column(String(100))
    label_version: Mapped[int]
    head_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    check_id: Mapped[int] = mapped_column(ForeignKey("checks.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    state: Mapped[str] = mapped_column(String(16), default="pending")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
