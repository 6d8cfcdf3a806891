"""Migrations make exactly the tables that the models describe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text

from decant import db
from decant.models import Base
from decant.services.levels import policy_from_json

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import ReflectedIndex

FOLDER = Path(__file__).parents[1] / "alembic"
OLD_API = text(
    "INSERT INTO apis (id, org_id, name, description, visibility, version, revision_count,"
    " breaking, invalid, profile, policy_version, created_at, updated_at)"
    " VALUES (:id, 1, 'api' || :id, '', 'public', 1, 0, :breaking, 'warn', :profile, :version,"
    " '2026-01-01', '2026-01-01')"
)


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
            sorted(map(index, seen.get_indexes(table))),
        )
    engine.dispose()
    return found


def index(seen: ReflectedIndex) -> str:
    """An index in words; the rows it is about are told as SQL, which has no equals of its own."""
    options = {name: str(said) for name, said in seen.get("dialect_options", {}).items()}
    return repr({**seen, "dialect_options": options})


def found_acme(connection: Connection) -> None:
    """Write ada and her org, as they were written before anything else was added."""
    for row in (
        "INSERT INTO users VALUES (1, 'ada', '', 0, 0, '2026-01-01', NULL)",
        "INSERT INTO orgs VALUES (1, 'acme', '', 1, '2026-01-01', '2026-01-01', NULL)",
    ):
        connection.execute(text(row))


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


def test_the_policies_of_old_databases_become_what_their_apis_say(url: str) -> None:
    command.upgrade(db.alembic_config(url), "0001")
    engine = create_engine(url)
    with engine.begin() as connection:
        found_acme(connection)
        for number, (breaking, profile, version) in enumerate(
            [("block", "wire", 1), ("warn", "strict", 3), ("block", "wire", 5)], 1
        ):
            connection.execute(OLD_API, {
                "id": number, "breaking": breaking, "profile": profile, "version": version,
            })  # fmt: skip
    engine.dispose()

    db.upgrade(url)

    engine = create_engine(url)
    with engine.connect() as connection:
        kept = text("SELECT holder_id, breaking, invalid, profile, version FROM policies")
        rows = [tuple(row) for row in connection.execute(kept)]
    engine.dispose()
    assert rows == [(2, "warn", None, "strict", 3), (3, None, None, None, 5)]


def test_checks_of_old_databases_keep_the_policy_they_judged_by_and_stay_as_they_are(
    url: str,
) -> None:
    command.upgrade(db.alembic_config(url), "0001")
    engine = create_engine(url)
    with engine.begin() as connection:
        found_acme(connection)
        old = {"id": 1, "breaking": "warn", "profile": "source", "version": 2}
        connection.execute(OLD_API, old)
        connection.execute(text("INSERT INTO blobs VALUES ('r', 0, x'')"))
        connection.execute(
            text(
                "INSERT INTO checks (id, public_id, api_id, kind, verdict, digest, breaking,"
                " invalid, profile, policy_version, engine, counts, reasons, required_bump, report,"
                " checked_by, created_at) VALUES (1, 'c', 1, 'push', 'pass', 'd', 'warn', 'block',"
                " 'source', 2, '1', '{}', '[]', 'none', 'r', 1, '2026-01-01')"
            )
        )
    engine.dispose()

    db.upgrade(url)

    engine = create_engine(url)
    with engine.connect() as connection:
        (written,) = connection.execute(text("SELECT policy FROM checks")).one()
        with pytest.raises(Exception, match="rows are only ever added"):
            connection.execute(text("UPDATE checks SET verdict = 'fail'"))
    engine.dispose()
    policy = policy_from_json(json.loads(written))
    assert (policy.breaking, policy.invalid, policy.new_only) == ("warn", "block", False)
