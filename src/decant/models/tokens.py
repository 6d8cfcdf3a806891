"""Tokens: revocable, scoped, expiring rights to act."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, public_id, utcnow


class Token(Base):
    """A right to act for `user`, at most within `scopes` and, if set, one org or one API.

    The secret is shown once; only its SHA-256 digest is kept. `hint` is its start, so
    that people can tell their tokens apart.
    """

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    hint: Mapped[str] = mapped_column(String(16))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scopes: Mapped[str] = mapped_column(String(64))  # space-separated, as in OAuth (RFC 6749 §3.3)
    org_id: Mapped[int | None] = mapped_column(ForeignKey("orgs.id"), default=None)
    api_id: Mapped[int | None] = mapped_column(ForeignKey("apis.id"), default=None)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
