"""Rulesets of orgs, and their revisions, which are only ever added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSED = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Make the tables, parents first."""
    create_rulesets()
    create_ruleset_revisions()
    for verb in REFUSED:
        refuse(verb, "ruleset_revisions")


def downgrade() -> None:
    """Drop the tables, children first."""
    op.drop_table("ruleset_revisions")
    op.drop_table("rulesets")


def create_rulesets() -> None:
    """Make the table `rulesets`."""
    op.create_table(
        "rulesets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("revision_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_rulesets_org_id_orgs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulesets")),
        sa.UniqueConstraint("org_id", "name", name=op.f("uq_rulesets_org_id_name")),
    )


def create_ruleset_revisions() -> None:
    """Make the table `ruleset_revisions`."""
    op.create_table(
        "ruleset_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruleset_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("extends", sa.Text(), nullable=False),
        sa.Column("rule_count", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=32), nullable=False),
        sa.Column("pushed_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pushed_by"], ["users.id"], name=op.f("fk_ruleset_revisions_pushed_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["ruleset_id"], ["rulesets.id"], name=op.f("fk_ruleset_revisions_ruleset_id_rulesets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruleset_revisions")),
        sa.UniqueConstraint(
            "ruleset_id", "digest", name=op.f("uq_ruleset_revisions_ruleset_id_digest")
        ),
        sa.UniqueConstraint(
            "ruleset_id", "number", name=op.f("uq_ruleset_revisions_ruleset_id_number")
        ),
    )


def refuse(verb: str, table: str) -> None:
    """Have the database itself refuse to change or delete what was pushed."""
    name = f"{table}_refuse_{verb.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"
        )
        return
    # The function is there since the first migration.
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
