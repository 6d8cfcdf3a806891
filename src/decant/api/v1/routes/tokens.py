"""Tokens: make, list, read, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from decant.api import pages
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.tokens import (
    MintedTokenSchema,
    TokenCreateSchema,
    TokenPageSchema,
    TokenSchema,
)
from decant.services import tokens
from decant.web import actor, session

if TYPE_CHECKING:
    from uuid import UUID

    from decant.services.pages import Window
    from decant.services.tokens import Minted, TokenView, Wish

blp = Blueprint(
    "Tokens",
    __name__,
    url_prefix="/api/v1/tokens",
    description="Revocable, scoped, expiring rights to act: what CI signs in with.",
)


@blp.route("")
class Tokens(View):
    """All one's tokens."""

    @blp.operation("listTokens")
    @blp.arguments(pages.ByNumber, location="query")
    @blp.response(200, TokenPageSchema, headers={"Link": "Link"})
    def get(self, window: Window) -> Any:
        """List your tokens, newest first.

        Secrets are not shown: nobody has them any more.
        """
        return pages.answer(tokens.browse(session(), actor(), window))

    @blp.operation("createToken", errors=(404,), secret=True)
    @blp.arguments(TokenCreateSchema)
    @blp.response(201, MintedTokenSchema, headers={"Location": "Location"})
    def post(self, wish: Wish) -> tuple[Minted, dict[str, str]]:
        """Make a token.

        Its secret is in this answer and nowhere else. Takes a signed-in session: a token
        cannot make tokens.
        """
        minted = tokens.create(session(), actor(), wish)
        return minted, {"Location": url_for("Tokens.Token", token_id=minted.token.id)}


@blp.route("/<uuid:token_id>")
class Token(View):
    """One token."""

    @blp.operation("getToken")
    @blp.response(200, TokenSchema)
    def get(self, token_id: UUID) -> TokenView:
        """Show one of your tokens.

        Its scopes, its end and when it was last used.
        """
        return tokens.get(session(), actor(), str(token_id))

    @blp.operation("revokeToken")
    @blp.response(204)
    def delete(self, token_id: UUID) -> None:
        """Revoke one of your tokens.

        It stops working at once.
        """
        tokens.revoke(session(), actor(), str(token_id))
