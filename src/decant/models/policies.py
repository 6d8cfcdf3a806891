"""Policies: what the server, an org or an API insists on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, JSONText, utcnow


class LevelPolicy(Base):
    """What one level insists on; NULL says nothing, and so does a level without a row.

    `holder_id` is the id of the org or of the API, 0 for the server.
    """

    __tablename__ = "policies"
    __table_args__ = (
        CheckConstraint("level IN ('server', 'org', 'api')", name="level"),
        CheckConstraint("breaking IN ('allow', 'warn', 'review', 'block')", name="breaking"),
        CheckConstraint("invalid IN ('allow', 'warn', 'review', 'block')", name="invalid"),
        CheckConstraint("lint IN ('allow', 'warn', 'review', 'block')", name="lint"),
    )

    level: Mapped[str] = mapped_column(String(8), primary_key=True)
    holder_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    breaking: Mapped[str | None] = mapped_column(String(16))
    invalid: Mapped[str | None] = mapped_column(String(16))
    lint: Mapped[str | None] = mapped_column(String(16))
    profile: Mapped[str | None] = mapped_column(String(16))
    new_only: Mapped[bool | None]
    four_eyes: Mapped[bool | None]
    rulesets: Mapped[list[Any] | None] = mapped_column(JSONText)
    severities: Mapped[dict[str, Any] | None] = mapped_column(JSONText)
    labels: Mapped[list[Any] | None] = mapped_column(JSONText)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=utcnow)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
