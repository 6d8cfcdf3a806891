"""Waivers, of which only the approval and the end may still be written, once each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SUBSTANCE = (
    "id, public_id, api_id, rule, fingerprint, pointer, label, reason, asked_by, created_at, "
    "expires_at"
)
# What the database refuses by itself: when, and of which rows.
REFUSED = {
    "delete": ("DELETE", ""),
    "update": (f"UPDATE OF {SUBSTANCE}", ""),
    "second_approval": (
        "UPDATE OF approved_at, approved_by",
        "WHEN (OLD.approved_at IS NOT NULL)",
    ),
    "second_end": ("UPDATE OF revoked_at, revoked_by", "WHEN (OLD.revoked_at IS NOT NULL)"),
}


def upgrade() -> None:
    """Make the table, and have the database guard it."""
    moment, user = sa.DateTime(timezone=True), sa.Integer()
    op.create_table(
        "waivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("api_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=True),
        sa.Column("fingerprint", sa.String(length=16), nullable=True),
        sa.Column("pointer", sa.Text(), nullable=True),
        sa.Column("label", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", user, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("approved_at", moment, nullable=True),
        sa.Column("approved_by", user, nullable=True),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("revoked_by", user, nullable=True),
        *constraints(),
    )
    op.create_index("ix_waivers_api_id_expires_at", "waivers", ["api_id", "expires_at"])
    op.create_index("ix_waivers_api_id_id", "waivers", ["api_id", "id"])
    for name, (verb, rows) in REFUSED.items():
        refuse(name, verb, rows)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("waivers")


def constraints() -> tuple[sa.Constraint, ...]:
    """What must hold in every row."""
    people = [
        sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_waivers_{column}_users"))
        for column in ("asked_by", "approved_by", "revoked_by")
    ]
    return (
        sa.CheckConstraint(
            "rule IS NOT NULL OR fingerprint IS NOT NULL", name=op.f("ck_waivers_names_something")
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by IS NULL)", name=op.f("ck_waivers_approved")
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL)", name=op.f("ck_waivers_revoked")
        ),
        sa.ForeignKeyConstraint(["api_id"], ["apis.id"], name=op.f("fk_waivers_api_id_apis")),
        *people,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waivers_public_id")),
    )


def refuse(name: str, verb: str, rows: str) -> None:
    """Have the database itself refuse what nobody may do to a waiver."""
    trigger = f"CREATE TRIGGER waivers_refuse_{name} BEFORE {verb} ON waivers"
    if op.get_bind().dialect.name == "sqlite":
        said = "waivers: approved and revoked once, and never changed"
        op.execute(f"{trigger} {rows} BEGIN SELECT RAISE(ABORT, '{said}'); END")
        return
    # The function is there since the first migration.
    op.execute(f"{trigger} FOR EACH ROW {rows} EXECUTE FUNCTION refuse_change()")
