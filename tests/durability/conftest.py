"""A hub in a process of its own, with one API to push to."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from processes import HubProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> HubProcess:
    """A hub's folder with tables, an administrator and a token, to be copied."""
    process = HubProcess(tmp_path_factory.mktemp("prepared"))
    process.set_up()
    return process


@pytest.fixture
def hub_process(prepared: HubProcess, tmp_path: Path) -> Iterator[HubProcess]:
    """A hub that serves acme/books."""
    folder = tmp_path / "hub"
    shutil.copytree(prepared.folder, folder)
    process = HubProcess(folder, token=prepared.token)
    process.start()
    assert process.ask("POST", "/orgs", {"name": "acme"}).status == 201
    assert process.ask("POST", "/orgs/acme/apis", {"name": "books"}).status == 201
    yield process
    process.stop(signal.SIGKILL)
