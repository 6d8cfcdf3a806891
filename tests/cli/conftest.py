"""Where commands are typed: an empty folder, with nobody signed in."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cast import Person
    from decant.web import Site


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory; no setting of the machine that runs the tests reaches it."""
    for name in list(os.environ):
        if name.startswith(("DECANT_", "GIT_", "GITHUB_", "CI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def hub_url(app: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a hub that serves, known to the command by its environment."""
    from decant.server.listener import Limits, Listener

    listener = Listener(app, Limits("127.0.0.1", 0, threads=4, body_bytes=64 * 2**20))
    stop = threading.Event()
    thread = threading.Thread(target=listener.serve_until, args=(stop,))
    thread.start()
    monkeypatch.setenv("DECANT_URL", listener.address)
    yield listener.address
    stop.set()
    thread.join()
    listener.asyncore.close_all(listener._map)


@pytest.fixture
def as_ada(ada: Person, hub_url: str, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Ada at the keyboard, with a token in the environment."""
    assert ada.bearer is not None
    monkeypatch.setenv("DECANT_TOKEN", ada.bearer)
    return ada
