"""How migrations run: on our own engine, in one transaction, one server at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic import context
from sqlalchemy import text

from decant.db import migration_engine
from decant.models import Base
from decant.settings import load

if TYPE_CHECKING:
    from sqlalchemy import Connection

LOCK = 7_316_202_611  # any number, as long as every server takes the same one


def spell(kind: str, item: Any, _autogenerate: Any) -> str | bool:
    """Write our column types as what the database stores: migrations outlive our classes."""
    if kind == "type" and type(item).__module__.startswith("decant."):
        return f"sa.{item.impl_instance!r}"
    return False


def migrate(connection: Connection) -> None:
    """Run what is missing; SQLite tables are copied where it cannot alter them."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        transactional_ddl=True,
        compare_type=True,
        compare_server_default=True,
        render_item=spell,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration would leave rows that point nowhere")


url = context.config.get_main_option("sqlalchemy.url") or load().database_url
engine = migration_engine(url)
try:
    with engine.connect() as opened:
        migrate(opened)
finally:
    engine.dispose()
