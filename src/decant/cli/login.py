"""`decant login` and `decant whoami`: a token for one hub, made once and kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from . import config, credentials
from .credentials import Credential
from .exits import Exit, Misused, NotAllowed
from .output import bold, dim
from .remote import Hub, connect, warn_of_eavesdroppers

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from .output import Terminal

_SCOPES: Final = ("read", "write")


def login(options: Namespace, terminal: Terminal) -> Exit:
    """Keep a token for the hub: one given on stdin, or one made with name and password."""
    hub = Hub(config.hub_url(options.url, config.load()))
    if hub.is_overheard:
        warn_of_eavesdroppers(hub)
    credential = _given(hub) if options.token_stdin else _made(hub)
    kept = credentials.keep(hub.url, credential)
    if options.format == "json":
        terminal.json({"url": hub.url, "user": credential.user, "credentials": str(kept)})
    else:
        terminal.line("signed in to ", bold(hub.url), " as ", bold(credential.user))
        until = f", good until {credential.expires_at}" if credential.expires_at else ""
        terminal.line(dim(f"the token is kept in {kept}{until}"))
    return Exit.OK


def whoami(options: Namespace, terminal: Terminal) -> Exit:
    """Who does the hub take me for?"""
    hub = connect(options.url, config.load())
    me = hub.get("/whoami").having("name")
    if options.format == "json":
        terminal.json({"url": hub.url, **me})
        return Exit.OK
    terminal.line(bold(str(me["name"])), f" on {hub.url}")
    for label, words in _facts(me):
        terminal.line(dim(f"{label:<9}"), words)
    return Exit.OK


def _given(hub: Hub) -> Credential:
    """A token from stdin, tried out before it is kept."""
    token = sys.stdin.readline().strip()
    if not token:
        raise Misused("there is no token on stdin", "decant login --token-stdin < token.txt")
    me = Hub(hub.url, token).get("/whoami").having("name")
    return Credential(token, str(me["name"]), _expiry(me))


def _made(hub: Hub) -> Credential:
    """A token of its own for this machine, so that it can be revoked alone."""
    from platform import node

    name, password = _asked(hub)
    signed_in = hub.post("/sessions", {"name": name, "password": password}, once=False)
    person = Hub(hub.url, signed_in.having("access_token")["access_token"])
    wish = {"name": f"decant on {node()}"[:100], "scopes": list(_SCOPES)}
    minted = person.post("/tokens", wish, once=False).having("secret", "token")
    person.delete("/sessions/current")
    return Credential(minted["secret"], name, minted["token"]["expires_at"])


def _asked(hub: Hub) -> tuple[str, str]:
    if not sys.stdin.isatty():
        hint = "in a script, use: decant login --token-stdin"
        raise Misused("name and password are asked for at a terminal only", hint)
    from getpass import getpass

    sys.stderr.write(f"Name on {hub.url}: ")
    sys.stderr.flush()
    name = sys.stdin.readline().strip()
    password = getpass("Password: ")
    if not name or not password:
        raise NotAllowed("no name or no password, no token")
    return name, password


def _expiry(me: Mapping[str, Any]) -> str:
    return str((me.get("token") or {}).get("expires_at") or "")


def _facts(me: Mapping[str, Any]) -> list[tuple[str, str]]:
    token = me.get("token") or {}
    facts = [
        ("scopes", ", ".join(me.get("scopes") or ())),
        ("token", str(token.get("name") or "")),
        ("until", _expiry(me)),
        ("only for", str(me.get("api") or me.get("org") or "")),
    ]
    return [(label, words) for label, words in facts if words]
