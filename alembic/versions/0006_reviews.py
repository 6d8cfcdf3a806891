"""Reviews, which are decided once, and a quick way to what a label was ever on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SUBSTANCE = (
    "id, public_id, api_id, label, label_version, head_id, revision_id, check_id, reason, "
    "asked_by, created_at"
)
DECISION = "state, decided_by, decided_at, note"
# What the database refuses by itself: when, and of which rows.
REFUSED = {
    "delete": ("DELETE", ""),
    "update": (f"UPDATE OF {SUBSTANCE}", ""),
    "second_decision": (f"UPDATE OF {DECISION}", "WHEN (OLD.state <> 'pending')"),
}
PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    """Make the table, and have the database guard it."""
    moment, person = sa.DateTime(timezone=True), sa.Integer()
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("api_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("label_version", sa.Integer(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_by", person, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", person, nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *constraints(),
    )
    op.create_index("ix_reviews_api_id_id", "reviews", ["api_id", "id"])
    op.create_index(
        "ux_reviews_waiting",
        "reviews",
        ["api_id", "label"],
        unique=True,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_index("ix_label_moves_newer_id", "label_moves", ["newer_id"])
    for name, (verb, rows) in REFUSED.items():
        refuse(name, verb, rows)


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("ix_label_moves_newer_id", "label_moves")
    op.drop_table("reviews")


def constraints() -> tuple[sa.Constraint, ...]:
    """What must hold in every row."""
    names = {
        "api_id": "apis",
        "head_id": "revisions",
        "revision_id": "revisions",
        "check_id": "checks",
        "asked_by": "users",
        "decided_by": "users",
    }
    parents = [
        sa.ForeignKeyConstraint(
            [column], [f"{table}.id"], name=op.f(f"fk_reviews_{column}_{table}")
        )
        for column, table in names.items()
    ]
    return (
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'rejected', 'superseded')",
            name=op.f("ck_reviews_state"),
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_at IS NULL)", name=op.f("ck_reviews_decided")
        ),
        sa.CheckConstraint(
            "(state IN ('approved', 'rejected')) = (decided_by IS NOT NULL)",
            name=op.f("ck_reviews_decider"),
        ),
        *parents,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("check_id", name=op.f("uq_reviews_check_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reviews_public_id")),
    )


def refuse(name: str, verb: str, rows: str) -> None:
    """Have the database itself refuse what nobody may do to a review."""
    trigger = f"CREATE TRIGGER reviews_refuse_{name} BEFORE {verb} ON reviews"
    if op.get_bind().dialect.name == "sqlite":
        said = "reviews: decided once, and never changed"
        op.execute(f"{trigger} {rows} BEGIN SELECT RAISE(ABORT, '{said}'); END")
        return
    # The function is there since the first migration.
    op.execute(f"{trigger} FOR EACH ROW {rows} EXECUTE FUNCTION refuse_change()")
