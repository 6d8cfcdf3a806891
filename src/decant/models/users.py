"""People and their signed-in sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, public_id, utcnow


class User(Base):
    """A person. `epoch` rises with every password change and ends all older sessions."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    is_admin: Mapped[bool] = mapped_column(default=False)
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)


class UserSession(Base):
    """A sign-in: a browser's cookie or a family of rotating refresh tokens.

    Only the SHA-256 digest of the current secret is kept.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("kind IN ('browser', 'refresh')", name="kind"),
        Index("ix_sessions_user_id", "user_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(16))
    secret_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    epoch: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    last_used_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class SpentSecret(Base):
    """A refresh secret that was already exchanged; seeing it again revokes its family."""

    __tablename__ = "spent_secrets"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), index=True)
    spent_at: Mapped[datetime] = mapped_column(default=utcnow)
