"""The first tables, and the triggers that keep what was accepted from being changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NEVER_CHANGED = ("blobs", "checks", "events", "label_moves", "revisions")
NEVER_DELETED = ("checks", "events", "label_moves", "revisions")


def upgrade() -> None:
    """Make every table, parents first."""
    create_blobs()
    create_kept_answers()
    create_orgs()
    create_users()
    create_apis()
    create_memberships()
    create_sessions()
    create_events()
    create_revisions()
    create_spent_secrets()
    create_tokens()
    create_checks()
    create_label_moves()
    create_labels()
    for table in NEVER_CHANGED:
        refuse("UPDATE", table)
    for table in NEVER_DELETED:
        refuse("DELETE", table)


def downgrade() -> None:
    """Drop everything, children first."""
    op.drop_table("labels")
    op.drop_table("label_moves")
    op.drop_table("checks")
    op.drop_table("tokens")
    op.drop_table("spent_secrets")
    op.drop_table("revisions")
    op.drop_table("events")
    op.drop_table("sessions")
    op.drop_table("memberships")
    op.drop_table("apis")
    op.drop_table("users")
    op.drop_table("orgs")
    op.drop_table("kept_answers")
    op.drop_table("blobs")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def create_blobs() -> None:
    """Make the table `blobs`."""
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_blobs")),
    )


def create_kept_answers() -> None:
    """Make the table `kept_answers`."""
    op.create_table(
        "kept_answers",
        sa.Column("scope", sa.LargeBinary(length=32), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_kept_answers")),
    )
    op.create_index(
        op.f("ix_kept_answers_created_at"), "kept_answers", ["created_at"], unique=False
    )


def create_orgs() -> None:
    """Make the table `orgs`."""
    op.create_table(
        "orgs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orgs")),
        sa.UniqueConstraint("name", name=op.f("uq_orgs_name")),
    )


def create_users() -> None:
    """Make the table `users`."""
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )


def create_apis() -> None:
    """Make the table `apis`."""
    op.create_table(
        "apis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision_count", sa.Integer(), nullable=False),
        sa.Column("breaking", sa.String(length=16), nullable=False),
        sa.Column("invalid", sa.String(length=16), nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("breaking IN ('block', 'warn', 'allow')", name=op.f("ck_apis_breaking")),
        sa.CheckConstraint("invalid IN ('block', 'warn', 'allow')", name=op.f("ck_apis_invalid")),
        sa.CheckConstraint(
            "visibility IN ('private', 'internal', 'public')", name=op.f("ck_apis_visibility")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_apis_org_id_orgs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apis")),
        sa.UniqueConstraint("org_id", "name", name=op.f("uq_apis_org_id_name")),
    )
    op.create_index(op.f("ix_apis_org_id"), "apis", ["org_id"], unique=False)


def create_memberships() -> None:
    """Make the table `memberships`."""
    op.create_table(
        "memberships",
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('owner', 'maintainer', 'writer', 'reader')", name=op.f("ck_memberships_role")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_memberships_org_id_orgs")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")
        ),
        sa.PrimaryKeyConstraint("org_id", "user_id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"], unique=False)


def create_sessions() -> None:
    """Make the table `sessions`."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('browser', 'refresh')", name=op.f("ck_sessions_kind")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_sessions_secret_digest")),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)


def create_events() -> None:
    """Make the table `events`."""
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=True),
        sa.Column("api_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["api_id"], ["apis.id"], name=op.f("fk_events_api_id_apis")),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_events_org_id_orgs")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_events_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("public_id", name=op.f("uq_events_public_id")),
    )
    op.create_index("ix_events_org_id_id", "events", ["org_id", "id"], unique=False)


def create_revisions() -> None:
    """Make the table `revisions`."""
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("api_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("canonical", sa.String(length=71), nullable=False),
        sa.Column("manifest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("operations", sa.String(length=64), nullable=False),
        sa.Column("bundled", sa.String(length=64), nullable=True),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("dialect", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("info_version", sa.String(length=100), nullable=False),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("operation_count", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("pushed_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["api_id"], ["apis.id"], name=op.f("fk_revisions_api_id_apis")),
        sa.ForeignKeyConstraint(
            ["bundled"], ["blobs.digest"], name=op.f("fk_revisions_bundled_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["manifest"], ["blobs.digest"], name=op.f("fk_revisions_manifest_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["operations"], ["blobs.digest"], name=op.f("fk_revisions_operations_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["pushed_by"], ["users.id"], name=op.f("fk_revisions_pushed_by_users")
        ),
        sa.ForeignKeyConstraint(["text"], ["blobs.digest"], name=op.f("fk_revisions_text_blobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("api_id", "digest", name=op.f("uq_revisions_api_id_digest")),
        sa.UniqueConstraint("api_id", "number", name=op.f("uq_revisions_api_id_number")),
    )


def create_spent_secrets() -> None:
    """Make the table `spent_secrets`."""
    op.create_table(
        "spent_secrets",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_spent_secrets_session_id_sessions")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_spent_secrets")),
    )
    op.create_index(
        op.f("ix_spent_secrets_session_id"), "spent_secrets", ["session_id"], unique=False
    )


def create_tokens() -> None:
    """Make the table `tokens`."""
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("hint", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("scopes", sa.String(length=64), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=True),
        sa.Column("api_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["api_id"], ["apis.id"], name=op.f("fk_tokens_api_id_apis")),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_tokens_org_id_orgs")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tokens_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tokens_public_id")),
    )
    op.create_index(op.f("ix_tokens_user_id"), "tokens", ["user_id"], unique=False)


def create_checks() -> None:
    """Make the table `checks`."""
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("api_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=True),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("breaking", sa.String(length=16), nullable=False),
        sa.Column("invalid", sa.String(length=16), nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=32), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("required_bump", sa.String(length=8), nullable=False),
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('push', 'dry_run')", name=op.f("ck_checks_kind")),
        sa.CheckConstraint(
            "verdict IN ('pass', 'warn', 'fail', 'not_evaluated')", name=op.f("ck_checks_verdict")
        ),
        sa.ForeignKeyConstraint(["api_id"], ["apis.id"], name=op.f("fk_checks_api_id_apis")),
        sa.ForeignKeyConstraint(
            ["base_id"], ["revisions.id"], name=op.f("fk_checks_base_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["users.id"], name=op.f("fk_checks_checked_by_users")
        ),
        sa.ForeignKeyConstraint(["report"], ["blobs.digest"], name=op.f("fk_checks_report_blobs")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_checks_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_checks_public_id")),
    )
    op.create_index("ix_checks_api_id_id", "checks", ["api_id", "id"], unique=False)
    op.create_index("ix_checks_revision_id", "checks", ["revision_id"], unique=False)


def create_label_moves() -> None:
    """Make the table `label_moves`."""
    op.create_table(
        "label_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("api_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("older_id", sa.Integer(), nullable=True),
        sa.Column("newer_id", sa.Integer(), nullable=True),
        sa.Column("moved_by", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["api_id"], ["apis.id"], name=op.f("fk_label_moves_api_id_apis")),
        sa.ForeignKeyConstraint(
            ["moved_by"], ["users.id"], name=op.f("fk_label_moves_moved_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["newer_id"], ["revisions.id"], name=op.f("fk_label_moves_newer_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["older_id"], ["revisions.id"], name=op.f("fk_label_moves_older_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_moves")),
    )
    op.create_index(
        "ix_label_moves_api_id_name_id", "label_moves", ["api_id", "name", "id"], unique=False
    )


def create_labels() -> None:
    """Make the table `labels`."""
    op.create_table(
        "labels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("api_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["api_id"], ["apis.id"], name=op.f("fk_labels_api_id_apis")),
        sa.ForeignKeyConstraint(["moved_by"], ["users.id"], name=op.f("fk_labels_moved_by_users")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_labels_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
        sa.UniqueConstraint("api_id", "name", name=op.f("uq_labels_api_id_name")),
    )
    op.create_index(op.f("ix_labels_revision_id"), "labels", ["revision_id"], unique=False)


def refuse(verb: str, table: str) -> None:
    """Have the database itself refuse to change or delete what was accepted."""
    name = f"{table}_refuse_{verb.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%: rows are only ever added', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
