"""Tokens: shown once, narrowed, ended."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from decant.errors import BadToken, Forbidden, NotFound, NotSignedIn
from decant.models import Token, User, utcnow
from decant.services import token_secrets, tokens
from decant.services.access import ANONYMOUS, ApiName, Scope
from decant.services.pages import Window
from decant.services.tokens import Minted, Wish

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database
    from decant.services.access import Actor
    from decant.web import Hub

READING = frozenset({Scope.READ})


def made(database: Database, actor: Actor, **wish: object) -> Minted:
    with database.writing() as session:
        return tokens.create(session, actor, Wish("ci", READING, **wish))  # type: ignore[arg-type]  # a test's shorthand


def test_a_secret_can_be_recognised_and_proved(database: Database, ada: Person) -> None:
    secret = made(database, ada.actor).secret

    assert re.fullmatch(r"dcnt_[0-9A-Za-z]{38}", secret)
    assert token_secrets.is_well_formed(secret)
    assert not token_secrets.is_well_formed(secret[:-1] + ("0" if secret[-1] != "0" else "1"))


def test_only_a_digest_of_the_secret_is_kept(database: Database, ada: Person) -> None:
    minted = made(database, ada.actor)

    with database.reading() as session:
        kept = session.scalars(select(Token)).one()

    assert kept.digest == token_secrets.digest(minted.secret)
    assert minted.secret not in repr(vars(kept))
    assert minted.secret.startswith(minted.token.hint)


def test_a_token_acts_for_whoever_made_it_within_its_scopes(hub: Hub, grace: Person) -> None:
    minted = made(hub.database, grace.actor)

    actor = hub.identities.of(minted.secret)

    assert (actor.name, actor.scopes) == ("grace", READING)
    assert actor.session_id is None


def test_a_token_cannot_make_tokens(hub: Hub, ada: Person) -> None:
    actor = hub.identities.of(made(hub.database, ada.actor).secret)

    with pytest.raises(Forbidden):
        made(hub.database, actor)


def test_nobody_makes_no_tokens(database: Database) -> None:
    with pytest.raises(NotSignedIn):
        made(database, ANONYMOUS)


def test_a_token_can_be_narrowed_to_an_org_or_an_api(
    hub: Hub, ada: Person, petstore: ApiName
) -> None:
    for_org = made(hub.database, ada.actor, org="acme")
    for_api = made(hub.database, ada.actor, api=petstore)

    assert (for_org.token.org, for_org.token.api) == ("acme", None)
    assert (for_api.token.org, for_api.token.api) == (None, "acme/petstore")
    assert hub.identities.of(for_org.secret).org_id is not None
    assert hub.identities.of(for_api.secret).api_id is not None


def test_a_stranger_cannot_narrow_to_what_they_do_not_see(
    database: Database, mallory: Person, petstore: ApiName
) -> None:
    with pytest.raises(NotFound):
        made(database, mallory.actor, org="acme")
    with pytest.raises(NotFound):
        made(database, mallory.actor, api=petstore)


def test_a_revoked_token_stops_at_once(hub: Hub, ada: Person) -> None:
    minted = made(hub.database, ada.actor)
    assert hub.identities.of(minted.secret)

    with hub.database.writing() as session:
        tokens.revoke(session, ada.actor, minted.token.id)

    with pytest.raises(BadToken):
        hub.identities.of(minted.secret)
    with hub.database.reading() as session, pytest.raises(NotFound):
        tokens.get(session, ada.actor, minted.token.id)


def test_another_ones_token_does_not_exist_for_you(
    database: Database, ada: Person, mallory: Person
) -> None:
    minted = made(database, ada.actor)

    with database.writing() as session, pytest.raises(NotFound):
        tokens.revoke(session, mallory.actor, minted.token.id)


def test_a_token_revokes_itself_and_no_other(hub: Hub, ada: Person) -> None:
    mine, other = made(hub.database, ada.actor), made(hub.database, ada.actor)
    actor = hub.identities.of(mine.secret)

    with hub.database.writing() as session, pytest.raises(Forbidden):
        tokens.revoke(session, actor, other.token.id)
    with hub.database.writing() as session:
        tokens.revoke(session, actor, mine.token.id)

    with pytest.raises(BadToken):
        hub.identities.of(mine.secret)


def test_an_expired_token_says_so(hub: Hub, ada: Person) -> None:
    minted = made(hub.database, ada.actor)
    with hub.database.writing() as session:
        session.execute(update(Token).values(expires_at=utcnow() - timedelta(seconds=1)))

    with pytest.raises(BadToken, match="expired"):
        hub.identities.of(minted.secret)


def test_the_token_of_a_disabled_user_is_dead(hub: Hub, ada: Person) -> None:
    minted = made(hub.database, ada.actor)
    with hub.database.writing() as session:
        session.execute(update(User).where(User.name == "ada").values(disabled_at=utcnow()))

    with pytest.raises(BadToken):
        hub.identities.of(minted.secret)


@pytest.mark.parametrize(
    "secret",
    ["dcnt_", "dcnt_" + "0" * 38, token_secrets.mint()],
    ids=["only a prefix", "a wrong checksum", "a right checksum"],
)
def test_a_token_nobody_made_is_refused(hub: Hub, secret: str) -> None:
    with pytest.raises(BadToken):
        hub.identities.of(secret)


def test_the_last_use_is_written_later_and_not_by_the_reader(hub: Hub, ada: Person) -> None:
    minted = made(hub.database, ada.actor)
    before = hub.database.generation

    hub.identities.of(minted.secret)
    while_reading = hub.database.generation
    hub.identities.write()

    assert while_reading == before
    with hub.database.reading() as session:
        assert tokens.get(session, ada.actor, minted.token.id).last_used_at is not None


def test_a_list_of_tokens_comes_in_pages_newest_first(database: Database, ada: Person) -> None:
    ids = [made(database, ada.actor).token.id for _ in range(3)]

    with database.reading() as session:
        first = tokens.browse(session, ada.actor, Window(2))
        second = tokens.browse(session, ada.actor, Window(2, first.next))

    assert [token.id for token in (*first.items, *second.items)] == ids[::-1]
    assert second.next is None
