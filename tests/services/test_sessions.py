"""Sessions: refresh tokens that work once, and cookies that end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

import cast
from decant.errors import BadCredentials, BadToken, NotFound
from decant.models import User, UserSession, utcnow
from decant.services import sessions, users
from decant.services.access import ANONYMOUS
from decant.services.access_tokens import AccessTokens

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database
    from decant.services.sessions import SignedIn
    from decant.web import Hub

NEW = "a much longer passphrase"


@pytest.fixture
def signed_in(hub: Hub) -> SignedIn:
    keys = hub.identities.access_tokens
    return sessions.sign_in(hub.database, keys, "ada", cast.PASSWORD)


def test_an_access_token_says_who_one_is(hub: Hub, signed_in: SignedIn) -> None:
    assert hub.identities.of(signed_in.access_token).name == "ada"
    assert signed_in.expires_in == 15 * 60


def test_a_refresh_token_gives_the_next_pair(hub: Hub, signed_in: SignedIn) -> None:
    keys = hub.identities.access_tokens

    second = sessions.refresh(hub.database, keys, signed_in.refresh_token)
    third = sessions.refresh(hub.database, keys, second.refresh_token)

    assert len({signed_in.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert third.refresh_expires_at == signed_in.refresh_expires_at


def test_a_spent_refresh_token_ends_the_whole_family(hub: Hub, signed_in: SignedIn) -> None:
    keys = hub.identities.access_tokens
    second = sessions.refresh(hub.database, keys, signed_in.refresh_token)
    assert hub.identities.of(second.access_token)

    with pytest.raises(BadCredentials):
        sessions.refresh(hub.database, keys, signed_in.refresh_token)

    with pytest.raises(BadCredentials):
        sessions.refresh(hub.database, keys, second.refresh_token)
    with pytest.raises(BadToken):
        hub.identities.of(second.access_token)


def test_a_refresh_token_nobody_issued_is_refused(hub: Hub) -> None:
    with pytest.raises(BadCredentials):
        sessions.refresh(hub.database, hub.identities.access_tokens, "dcnr_invented")


def test_signing_out_ends_the_session_at_once(hub: Hub, signed_in: SignedIn) -> None:
    actor = hub.identities.of(signed_in.access_token)

    with hub.database.writing() as session:
        sessions.sign_out(session, actor)

    with pytest.raises(BadToken):
        hub.identities.of(signed_in.access_token)
    with pytest.raises(BadCredentials):
        sessions.refresh(hub.database, hub.identities.access_tokens, signed_in.refresh_token)


def test_there_is_nothing_to_sign_out_of_with_a_token(database: Database) -> None:
    with database.writing() as session, pytest.raises(NotFound):
        sessions.sign_out(session, ANONYMOUS)


def test_a_new_password_ends_every_other_session(
    hub: Hub, signed_in: SignedIn, ada: Person
) -> None:
    assert ada.bearer is not None
    assert hub.identities.of(signed_in.access_token)

    users.change_password(hub.database, ada.actor, cast.PASSWORD, NEW)

    with pytest.raises(BadToken):
        hub.identities.of(signed_in.access_token)
    assert hub.identities.of(ada.bearer).name == "ada"


def test_a_disabled_user_is_out_when_memory_fades(hub: Hub, signed_in: SignedIn) -> None:
    with hub.database.writing() as session:
        session.execute(update(User).where(User.name == "ada").values(disabled_at=utcnow()))

    with pytest.raises(BadToken):
        hub.identities.of(signed_in.access_token)


def test_an_expired_session_is_over(hub: Hub, signed_in: SignedIn) -> None:
    past = utcnow() - timedelta(seconds=1)
    with hub.database.writing() as session:
        session.execute(update(UserSession).values(expires_at=past))

    with pytest.raises(BadToken):
        hub.identities.of(signed_in.access_token)


def test_a_browsers_cookie_says_who_one_is(database: Database) -> None:
    secret = sessions.open_browser(database, "grace", cast.PASSWORD)

    with database.reading() as session:
        found = sessions.find_browser(session, secret)
        invented = sessions.find_browser(session, secret[::-1])

    assert found is not None
    assert found.name == "grace"
    assert invented is None


def test_an_idle_browser_is_signed_out_unless_it_was_touched(database: Database) -> None:
    secret = sessions.open_browser(database, "grace", cast.PASSWORD)
    long_ago = utcnow() - sessions.BROWSER_IDLE - timedelta(seconds=1)
    with database.writing() as session:
        found = sessions.find_browser(session, secret)
        assert found is not None
        assert found.session_id is not None
        session.execute(update(UserSession).values(last_used_at=long_ago))
        idle = sessions.find_browser(session, secret)

        sessions.touch(session, found.session_id)

        touched = sessions.find_browser(session, secret)

    assert idle is None
    assert touched == found


def test_a_refresh_token_is_no_cookie(database: Database, signed_in: SignedIn) -> None:
    with database.reading() as session:
        assert sessions.find_browser(session, signed_in.refresh_token) is None


def test_tokens_signed_before_a_rotation_hold_until_the_old_key_goes() -> None:
    old, new = "o" * 32, "n" * 32
    signed = AccessTokens((old,)).issue(1, "s").token

    assert AccessTokens((new, old)).read(signed).user_id == 1
    with pytest.raises(BadToken):
        AccessTokens((new,)).read(signed)
