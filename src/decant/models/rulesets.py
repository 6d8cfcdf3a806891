"""Rulesets: what an org insists on, in revisions that never change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, JSONText, utcnow


class Ruleset(Base):
    """A name for rules of an org; `revision_count` is the number of the newest revision."""

    __tablename__ = "rulesets"
    __table_args__ = (UniqueConstraint("org_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("orgs.id"))
    name: Mapped[str] = mapped_column(String(64))
    revision_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


class RulesetRevision(Base):
    """The files of a ruleset as pushed: numbered, immutable, content-addressed.

    `files` has pairs of a path and the digest of its blob: those that were pushed, and in
    folders called `hub:name@number` those of the rulesets that it extends. `extends` says
    which revision each name it extends was pinned to. `engine` is the version that read it.
    """

    __tablename__ = "ruleset_revisions"
    __table_args__ = (
        UniqueConstraint("ruleset_id", "number"),
        UniqueConstraint("ruleset_id", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ruleset_id: Mapped[int] = mapped_column(ForeignKey("rulesets.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(71))
    root: Mapped[str] = mapped_column(Text)  # the path of the file that it begins in
    files: Mapped[list[list[str]]] = mapped_column(JSONText)
    extends: Mapped[dict[str, Any]] = mapped_column(JSONText)
    rule_count: Mapped[int]
    size: Mapped[int]  # bytes as pushed
    engine: Mapped[str] = mapped_column(String(32))
    pushed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
