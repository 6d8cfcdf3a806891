"""Answers kept so that a repeated POST has one effect."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, JSONText, utcnow


class KeptAnswer(Base):
    """The answer to a POST with an Idempotency-Key; no status yet means it is under way.

    `scope` is the SHA-256 of who, method, path and key; `fingerprint` that of the body.
    """

    __tablename__ = "kept_answers"

    scope: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None] = mapped_column(JSONText)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
