"""Make the demo on the first start, find it again on the next, and serve.

Everything goes through the services that people use, so what the demo shows is what the
hub does. Each step first looks whether it was done before.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from decant import db
from decant.app import create_app
from decant.errors import NotFound, Refusal
from decant.server import accounts, serving
from decant.services import apis, orgs, revisions, users
from decant.services.access import ALL_SCOPES, ApiName, Visibility
from decant.services.tokens import Wish
from decant.services.uploads import Upload
from decant.settings import Production, UnsafeSettings

if TYPE_CHECKING:
    import argparse

    from decant.services.access import Actor
    from decant.settings import Settings
    from decant.web import Hub

ADMIN: Final = "admin"
ORG: Final = "demo"
API: Final = ApiName(ORG, "bookshop")
DOCUMENTS: Final = ("bookshop-1.yaml", "bookshop-2.yaml", "bookshop-3.yaml")
BREAKING: Final = "bookshop-breaking.yaml"
TOKEN_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Keys:
    """What somebody who tries the demo needs: the administrator's password and a token."""

    password: str
    token: str


def demo(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Serve a hub with the demo in it."""
    if isinstance(settings, Production):
        raise UnsafeSettings("the demo makes an administrator; in production use `run`")
    db.upgrade(settings.database_url)
    app = create_app(settings)
    keys = plant(app.extensions["decant"])
    return serving.serve(app, lambda address: print(_welcome(address, keys, settings), flush=True))


def plant(hub: Hub) -> Keys:
    """Make what of the demo is missing."""
    room = hub.settings.data_dir
    password = _have_admin(hub, room / "admin-password")
    with hub.database.reading() as session:
        actor = accounts.acting_as(session, ADMIN)
    _have_api(hub, actor)
    _have_revisions(hub, actor)
    for name in (DOCUMENTS[-1], BREAKING):
        copy = room / "demo" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(_document(name))
    return Keys(password, _have_token(hub, room / "demo-token"))


def _have_admin(hub: Hub, kept: Path) -> str:
    with hub.database.reading() as session:
        try:
            users.get(session, ADMIN)
        except NotFound:
            pass
        else:
            return _read(kept) or "the one you set"
    password = accounts.generate_password()
    _keep(kept, password)
    users.create_admin(hub.database, ADMIN, password)
    return password


def _have_api(hub: Hub, actor: Actor) -> None:
    with hub.database.writing() as session:
        try:
            orgs.get(session, actor, ORG)
        except NotFound:
            orgs.create(session, actor, ORG, title="Demo")
        try:
            apis.get(session, actor, API)
        except NotFound:
            description = "Find books and order them. Part of the demo."
            apis.create(session, actor, API, description=description, visibility=Visibility.PUBLIC)


def _have_revisions(hub: Hub, actor: Actor) -> None:
    with hub.database.reading() as session:
        if apis.get(session, actor, API).revision_count:
            return
    for name in (*DOCUMENTS, BREAKING):
        upload = Upload(API, {"bookshop.yaml": _document(name)})
        revisions.publish(hub.database, hub.pool, actor, upload)


def _have_token(hub: Hub, kept: Path) -> str:
    known = _read(kept)
    if known:
        try:
            hub.identities.of(known)
        except Refusal:
            pass  # expired or revoked since
        else:
            return known
    wish = Wish("made for the demo", ALL_SCOPES, TOKEN_DAYS)
    with hub.database.writing() as session:
        secret = accounts.mint_for(session, ADMIN, wish).secret
    _keep(kept, secret)
    return secret


def _document(name: str) -> bytes:
    return (resources.files("decant.server.demo") / name).read_bytes()


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _keep(path: Path, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{secret}\n")


def _welcome(address: str, keys: Keys, settings: Settings) -> str:
    room = _near(settings.data_dir) / "demo"
    decant = _near(Path(sys.executable).with_name("decant"))
    return f"""
Decant is ready.

  Open      {address}/{API}
  Sign in   {ADMIN} / {keys.password}

Paste this into another terminal:

  export DECANT_URL={address}
  export DECANT_TOKEN={keys.token}

Then see what would break, and watch the hub refuse it:

  {decant} diff {room / DOCUMENTS[-1]} {room / BREAKING}
  {decant} push {room / BREAKING} --api {API}

Stop with Ctrl-C; the next start finds everything again."""


def _near(path: Path) -> Path:
    path, here = path.absolute(), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
