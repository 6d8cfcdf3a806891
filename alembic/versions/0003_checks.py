"""Checks keep the whole policy they judged by, and the score."""

from __future__ import annotations

import operator
from functools import reduce

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFUSED = ("UPDATE", "DELETE")
CHECKS = sa.table(
    "checks",
    *(sa.column(name, sa.String()) for name in ("breaking", "invalid", "profile", "policy")),
)


def upgrade() -> None:
    """Write what was four columns as one value; nothing else of a check is touched."""
    for verb in REFUSED:
        allow(verb)
    with op.batch_alter_table("checks") as checks:
        checks.add_column(sa.Column("policy", sa.Text(), nullable=True))
        checks.add_column(sa.Column("score", sa.Text(), nullable=True))
    op.execute(CHECKS.update().values(policy=as_it_was()))
    with op.batch_alter_table("checks") as checks:
        checks.alter_column("policy", existing_type=sa.Text(), nullable=False)
        for column in ("breaking", "invalid", "profile", "policy_version"):
            checks.drop_column(column)
    for verb in REFUSED:
        refuse(verb)


def as_it_was() -> sa.ColumnElement[str]:
    """The policy in four columns as JSON.

    Errors of rulesets counted as errors in the document, and old faults like new ones.
    """
    known = CHECKS.c
    written: tuple[str | sa.ColumnElement[str], ...] = (
        '{"breaking":"', known.breaking, '","invalid":"', known.invalid,
        '","lint":"', known.invalid, '","profile":"', known.profile,
        '","new_only":false,"four_eyes":false,"demands":[],"origins":',
        '{"breaking":"api","invalid":"api","lint":"api","profile":"api"}}',
    )  # fmt: skip
    parts = [sa.literal(part) if isinstance(part, str) else part for part in written]
    return reduce(operator.add, parts)


def downgrade() -> None:
    """Put the columns back; what the policies said is lost."""
    for verb in REFUSED:
        allow(verb)
    with op.batch_alter_table("checks") as checks:
        for column, default in (("breaking", "block"), ("invalid", "warn"), ("profile", "wire")):
            checks.add_column(
                sa.Column(column, sa.String(length=16), nullable=False, server_default=default)
            )
        checks.add_column(
            sa.Column("policy_version", sa.Integer(), nullable=False, server_default="1")
        )
        checks.drop_column("policy")
        checks.drop_column("score")
    for verb in REFUSED:
        refuse(verb)


def allow(verb: str) -> None:
    """Have the database let a migration change what is there."""
    name = f"checks_refuse_{verb.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute(f"DROP TRIGGER {name} ON checks")


def refuse(verb: str) -> None:
    """Have the database itself refuse it again."""
    name = f"checks_refuse_{verb.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON checks "
            "BEGIN SELECT RAISE(ABORT, 'checks: rows are only ever added'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON checks "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
