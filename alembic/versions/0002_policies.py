"""Policies in a table of their own: of the server, of orgs and of APIs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOVED = ("breaking", "invalid", "profile", "policy_version")
NAMES = ("breaking", "invalid", "profile")
APIS = sa.table("apis", sa.column("id"), *map(sa.column, NAMES))
POLICIES = sa.table("policies", sa.column("level"), sa.column("holder_id"), *map(sa.column, NAMES))
STANCES = "('allow', 'warn', 'review', 'block')"


def upgrade() -> None:
    """Make the table, and move there what APIs insist on; the defaults say nothing there."""
    create_policies()
    op.execute(
        "INSERT INTO policies (level, holder_id, breaking, invalid, profile, version, changed_at) "
        "SELECT 'api', id, NULLIF(breaking, 'block'), NULLIF(invalid, 'warn'), "
        "NULLIF(profile, 'wire'), policy_version, updated_at FROM apis "
        "WHERE policy_version > 1 OR breaking <> 'block' OR invalid <> 'warn' "
        "OR profile <> 'wire'"
    )
    with op.batch_alter_table("apis") as apis:
        apis.drop_constraint(op.f("ck_apis_breaking"), type_="check")
        apis.drop_constraint(op.f("ck_apis_invalid"), type_="check")
        for column in MOVED:
            apis.drop_column(column)


def downgrade() -> None:
    """Give APIs their columns back; what only the new table can say is lost."""
    with op.batch_alter_table("apis") as apis:
        apis.add_column(column_of("breaking", "block"))
        apis.add_column(column_of("invalid", "warn"))
        apis.add_column(column_of("profile", "wire"))
        apis.add_column(
            sa.Column("policy_version", sa.Integer(), nullable=False, server_default="1")
        )
        for column in ("breaking", "invalid"):
            apis.create_check_constraint(
                op.f(f"ck_apis_{column}"), f"{column} IN ('block', 'warn', 'allow')"
            )
    for column in NAMES:
        said = (
            sa.select(POLICIES.c[column])
            .where(POLICIES.c.level == "api", POLICIES.c.holder_id == APIS.c.id)
            .where(POLICIES.c[column] != "review")
            .scalar_subquery()
        )
        op.execute(APIS.update().values({column: sa.func.coalesce(said, APIS.c[column])}))
    op.drop_table("policies")


def column_of(name: str, default: str) -> sa.Column[str]:
    """A column as it was, with what to put in the rows that are there."""
    return sa.Column(name, sa.String(length=16), nullable=False, server_default=default)


def create_policies() -> None:
    """Make the table `policies`."""
    op.create_table(
        "policies",
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("holder_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("breaking", sa.String(length=16), nullable=True),
        sa.Column("invalid", sa.String(length=16), nullable=True),
        sa.Column("lint", sa.String(length=16), nullable=True),
        sa.Column("profile", sa.String(length=16), nullable=True),
        sa.Column("new_only", sa.Boolean(), nullable=True),
        sa.Column("four_eyes", sa.Boolean(), nullable=True),
        sa.Column("rulesets", sa.Text(), nullable=True),
        sa.Column("severities", sa.Text(), nullable=True),
        sa.Column("labels", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("level IN ('server', 'org', 'api')", name=op.f("ck_policies_level")),
        sa.CheckConstraint(f"breaking IN {STANCES}", name=op.f("ck_policies_breaking")),
        sa.CheckConstraint(f"invalid IN {STANCES}", name=op.f("ck_policies_invalid")),
        sa.CheckConstraint(f"lint IN {STANCES}", name=op.f("ck_policies_lint")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["users.id"], name=op.f("fk_policies_changed_by_users")
        ),
        sa.PrimaryKeyConstraint("level", "holder_id", name=op.f("pk_policies")),
    )
