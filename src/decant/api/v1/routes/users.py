"""People: register, who am I, change the password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.users import (
    PasswordChangeSchema,
    UserCreateSchema,
    UserSchema,
    WhoAmISchema,
)
from decant.services import users, whoami
from decant.web import actor, address, database, hub, session, settings, unbound

if TYPE_CHECKING:
    from decant.models import User
    from decant.services.whoami import Self

blp = Blueprint("Users", __name__, url_prefix="/api/v1", description="People who may sign in.")


@blp.route("/users")
class Users(View):
    """Everybody."""

    @blp.operation("registerUser", auth=Auth.OPTIONAL, errors=(403, 409), secret=True)
    @blp.arguments(UserCreateSchema)
    @blp.response(201, UserSchema)
    @unbound
    def post(self, wanted: dict[str, Any]) -> User:
        """Register a user.

        Where registration is closed, only an administrator may.
        """
        hub().limits.spend_sign_in(wanted["name"], address())
        is_open = settings().registration == "open"
        return users.register(database(), actor(), wanted["name"], wanted["password"], open=is_open)


@blp.route("/whoami")
class WhoAmI(View):
    """Oneself."""

    @blp.operation("whoAmI")
    @blp.response(200, WhoAmISchema)
    def get(self) -> Self:
        """Say whom the hub takes you for.

        Shows the user behind the token, its scopes and when it ends: the first thing to ask
        when something is not allowed.
        """
        return whoami.describe(session(), actor())


@blp.route("/whoami/password")
class Password(View):
    """One's password."""

    @blp.operation("changePassword")
    @blp.arguments(PasswordChangeSchema)
    @blp.response(204)
    @unbound
    def put(self, change: dict[str, str]) -> None:
        """Change your password.

        Every other session of yours ends at once; this one and your tokens go on. Takes a
        signed-in session: a token may not.
        """
        hub().limits.spend_sign_in(actor().name, address())
        users.change_password(database(), actor(), change["old_password"], change["new_password"])
