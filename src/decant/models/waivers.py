"""Waivers: agreements to let something pass, each with a reason and an end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, public_id, utcnow


class Waiver(Base):
    """Lets a rule, a kind of change or a fingerprint pass in one API, somewhere, until a moment.

    What it says never changes. It is approved at most once and revoked at most once.
    """

    __tablename__ = "waivers"
    __table_args__ = (
        CheckConstraint("rule IS NOT NULL OR fingerprint IS NOT NULL", name="names_something"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approved"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked"),
        Index("ix_waivers_api_id_expires_at", "api_id", "expires_at"),
        Index("ix_waivers_api_id_id", "api_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=public_id)
    api_id: Mapped[int] = mapped_column(ForeignKey("apis.id"))
    rule: Mapped[str | None] = mapped_column(String(200))
    fingerprint: Mapped[str | None] = mapped_column(String(16))
    pointer: Mapped[str | None] = mapped_column(Text)  # may have wildcards, and a file before `#`
    label: Mapped[str | None] = mapped_column(String(100))  # a pattern with `*`; NULL is any label
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), default=None)
