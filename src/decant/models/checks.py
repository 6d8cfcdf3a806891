"""Checks: documents judged against a base."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, JSONText, public_id, utcnow


class Check(Base):
    """A document judged against a base: findings, changes and a verdict.

    Every push makes one, accepted or not; a dry run makes one and nothing else. The
    findings and changes are one compressed report in `blobs`.
    """

    __tablename__ = "checks"
    __table_args__ = (
        CheckConstraint("kind IN ('push', 'dry_run')", name="kind"),
        CheckConstraint("verdict IN ('pass', 'warn', 'fail', 'not_evaluated')", name="verdict"),
        Index("ix_checks_api_id_id", "api_id", "id"),
        Index("ix_checks_revision_id", "revision_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=public_id)
    api_id: Mapped[int] = mapped_column(ForeignKey("apis.id"))
    kind: Mapped[str] = mapped_column(String(16))
    verdict: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(71))
    label: Mapped[str | None] = mapped_column(String(100))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    policy: Mapped[dict[str, Any]] = mapped_column(JSONText)  # what it was judged by
    engine: Mapped[str] = mapped_column(String(32))
    counts: Mapped[dict[str, Any]] = mapped_column(JSONText)
    reasons: Mapped[list[str]] = mapped_column(JSONText)
    required_bump: Mapped[str] = mapped_column(String(8))
    score: Mapped[dict[str, Any] | None] = mapped_column(JSONText)
    report: Mapped[str] = mapped_column(ForeignKey("blobs.digest"))
    override_reason: Mapped[str | None] = mapped_column(Text)
    checked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
