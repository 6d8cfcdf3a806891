"""Serve the hub until it is told to stop, then finish what has begun."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

from decant import db
from decant.app import create_app, write_log
from decant.server.databases import require_current
from decant.server.listener import Limits, Listener

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from decant.settings import Settings
    from decant.web import Hub, Site

MEGABYTE = 1024 * 1024


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve; `--migrate` brings the database up to date first."""
    if arguments.migrate:
        db.upgrade(settings.database_url)
    else:
        require_current(settings)
    app = create_app(settings)
    return serve(app, lambda address: print(f"Decant listens on {address}", flush=True))


def upgrade(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Bring the database up to date."""
    db.upgrade(settings.database_url)
    print("the database is up to date")
    return 0


def serve(app: Site, announce: Callable[[str], None]) -> int:
    """Serve until SIGTERM or SIGINT; `announce` is told the address once it listens."""
    hub: Hub = app.extensions["decant"]
    write_log(app, sys.stderr)
    listener = Listener(app, limits_of(hub.settings))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    hub.pool.start()  # so that the first push need not wait for the engine
    announce(listener.address)
    try:
        listener.serve_until(stop)
    finally:
        hub.identities.close()
        hub.pool.close()
        hub.database.dispose()
    return 0


def limits_of(settings: Settings) -> Limits:
    """Say what the listener binds and allows."""
    return Limits(
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        body_bytes=settings.max_upload_mb * MEGABYTE,
        trusted_proxy=settings.trusted_proxy or None,
    )
