"""Sessions: sign in, refresh, sign out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.sessions import RefreshSchema, SignedInSchema, SignInSchema
from decant.services import sessions
from decant.web import actor, address, database, hub, identities, session, unbound

if TYPE_CHECKING:
    from decant.services.sessions import SignedIn

blp = Blueprint(
    "Sessions",
    __name__,
    url_prefix="/api/v1/sessions",
    description="Signing in with a name and a password, for people; CI uses tokens.",
)


@blp.route("")
class Sessions(View):
    """Everybody's sign-ins."""

    @blp.operation("signIn", auth=Auth.NONE, errors=(401,), secret=True)
    @blp.arguments(SignInSchema)
    @blp.response(201, SignedInSchema)
    @unbound
    def post(self, sent: dict[str, str]) -> SignedIn:
        """Sign in.

        Gives an access token for 15 minutes, and a refresh token for the next one. Ten
        attempts in five minutes, per name and per address.
        """
        hub().limits.spend_sign_in(sent["name"], address())
        keys = identities().access_tokens
        return sessions.sign_in(database(), keys, sent["name"], sent["password"])


@blp.route("/refresh")
class Refresh(View):
    """The next pair of tokens."""

    @blp.operation("refreshSession", auth=Auth.NONE, errors=(401,), secret=True)
    @blp.arguments(RefreshSchema)
    @blp.response(200, SignedInSchema)
    @unbound
    def post(self, sent: dict[str, str]) -> SignedIn:
        """Exchange a refresh token for new tokens.

        A refresh token works once. Using one again ends the session: somebody has a copy.
        """
        keys = identities().access_tokens
        return sessions.refresh(database(), keys, sent["refresh_token"])


@blp.route("/current")
class CurrentSession(View):
    """One's own sign-in."""

    @blp.operation("signOut", errors=(404,))
    @blp.response(204)
    def delete(self) -> None:
        """Sign out.

        The access token stops working at once, and so does its refresh token.
        """
        sessions.sign_out(session(), actor())
