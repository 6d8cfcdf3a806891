"""Migrations make exactly the tables that the models describe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text

from decant import db
from decant.models import Base

if TYPE_CHECKING:
    from sqlalchemy import Engine

FOLDER = Path(__file__).parents[1] / "alembic"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/decant.db"


def written(engine: Engine) -> dict[str, object]:
    """Every column, key, index and check, by table."""
    found: dict[str, object] = {}
    seen = inspect(engine)
    for table in seen.get_table_names():
        if table == "alembic_version":
            continue
        columns = [
            (column["name"], str(column["type"]), column["nullable"], column["default"])
            for column in seen.get_columns(table)
        ]
        found[table] = (
            sorted(columns),
            seen.get_pk_constraint(table),
            sorted(map(repr, seen.get_foreign_keys(table))),
            sorted(map(repr, seen.get_unique_constraints(table))),
            sorted(map(repr, seen.get_check_constraints(table))),
            sorted(map(repr, seen.get_indexes(table))),
        )
    engine.dispose()
    return found


def test_an_upgraded_database_is_what_the_models_say(url: str, tmp_path: Path) -> None:
    modelled = create_engine(f"sqlite:///{tmp_path}/modelled.db")
    Base.metadata.create_all(modelled)

    db.upgrade(url)

    assert written(create_engine(url)) == written(modelled)


def test_upgrading_twice_changes_nothing(url: str) -> None:
    db.upgrade(url)

    db.upgrade(url)

    assert db.is_current(url)


def test_a_database_without_tables_is_not_current(url: str) -> None:
    assert not db.is_current(url)


def test_every_migration_can_be_taken_back(url: str) -> None:
    db.upgrade(url)

    command.downgrade(db.alembic_config(url), "base")

    engine = create_engine(url)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_a_failing_migration_leaves_nothing_behind(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "alembic"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (folder / name).write_text((FOLDER / name).read_text())
    (folder / "versions" / "1.py").write_text(
        "from alembic import op\n"
        "revision, down_revision, branch_labels, depends_on = '1', None, None, None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (done INTEGER)')\n"
        "    op.execute('CREATE TABLE half (done INTEGER)')\n"
    )
    monkeypatch.setattr(db, "_location", lambda: folder)

    with pytest.raises(Exception, match="already exists"):
        db.upgrade(url)

    engine = create_engine(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_migrations_folder_does_not_hide_the_library() -> None:
    assert not (FOLDER / "__init__.py").exists()

    found = subprocess.run(
        [sys.executable, "-c", "import alembic; print(alembic.__version__)"],
        cwd=FOLDER.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.strip()


def test_migrations_run_without_foreign_keys_and_the_hub_with_them(url: str) -> None:
    db.upgrade(url)
    migrating = db.migration_engine(url)
    serving = db.Database(url)

    with migrating.connect() as connection:
        off = connection.execute(text("PRAGMA foreign_keys")).scalar()
    with serving.writing() as session:
        on = session.execute(text("PRAGMA foreign_keys")).scalar()

    assert (off, on) == (0, 1)
    migrating.dispose()
    serving.dispose()
