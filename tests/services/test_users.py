"""People: registering, being known again, changing a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import select, update

import cast
from decant.errors import BadCredentials, Forbidden, NameTaken, NotFound
from decant.models import User, utcnow
from decant.services import passwords, users
from decant.services.access import ANONYMOUS

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database

NEW = "a much longer passphrase"


def password_of(database: Database, name: str) -> str:
    with database.reading() as session:
        return session.scalars(select(User.password_hash).where(User.name == name)).one()


def test_whoever_registers_is_known_by_name_and_password(database: Database) -> None:
    users.register(database, ANONYMOUS, "barbara", NEW, open=True)

    assert users.authenticate(database, "barbara", NEW).name == "barbara"


def test_a_password_is_kept_as_argon2id_with_what_owasp_asks_for(database: Database) -> None:
    parameters = extract_parameters(password_of(database, "ada"))

    assert parameters.type.name == "ID"
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19456, 2, 1)


@pytest.mark.parametrize("name", ["ada", "admin", "api"])
def test_names_taken_or_reserved_are_refused(database: Database, name: str) -> None:
    with pytest.raises(NameTaken):
        users.register(database, ANONYMOUS, name, NEW, open=True)


def test_where_registration_is_closed_only_an_administrator_registers(
    database: Database, ada: Person, root: Person
) -> None:
    with pytest.raises(Forbidden):
        users.register(database, ada.actor, "barbara", NEW, open=False)

    assert users.register(database, root.actor, "barbara", NEW, open=False).name == "barbara"


def test_the_operator_makes_administrators(database: Database) -> None:
    boss = users.create_admin(database, "admin", NEW)

    assert boss.is_admin


@pytest.mark.parametrize("name", ["ada", "nobody-here"])
def test_a_wrong_name_and_a_wrong_password_look_the_same(database: Database, name: str) -> None:
    with pytest.raises(BadCredentials, match="the name or the password is wrong"):
        users.authenticate(database, name, "not this one")


def test_a_disabled_user_is_nobody(database: Database) -> None:
    with database.writing() as session:
        session.execute(update(User).where(User.name == "ada").values(disabled_at=utcnow()))

    with pytest.raises(BadCredentials):
        users.authenticate(database, "ada", cast.PASSWORD)
    with database.reading() as session, pytest.raises(NotFound):
        users.get(session, "ada")


def test_a_hash_of_weaker_days_is_renewed_at_the_next_sign_in(database: Database) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192).hash(cast.PASSWORD)
    with database.writing() as session:
        session.execute(update(User).where(User.name == "ada").values(password_hash=weak))

    users.authenticate(database, "ada", cast.PASSWORD)

    renewed = password_of(database, "ada")
    assert renewed != weak
    assert not passwords.is_outdated(renewed)


def test_changing_a_password_takes_the_old_one(database: Database, ada: Person) -> None:
    with pytest.raises(BadCredentials):
        users.change_password(database, ada.actor, "not this one", NEW)

    users.change_password(database, ada.actor, cast.PASSWORD, NEW)

    assert users.authenticate(database, "ada", NEW)
