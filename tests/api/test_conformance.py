"""A running hub does what its contract says, whatever is sent (schemathesis)."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import documents
from decant.api.openapi import document
from decant.server.listener import Limits, Listener
from decant.services.limits import Limits as RateLimits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person
    from decant.services.access import ApiName
    from decant.web import Hub, Site

CONFIG = Path(__file__).with_name("schemathesis.toml")
# They would end the very session that the test runs on.
SPARED = ("signOut", "changePassword")


@pytest.fixture
def listener(app: Site, hub: Hub) -> Iterator[Listener]:
    """The hub on a port, with nobody's attempts to sign in counted."""
    app.extensions["decant"] = replace(hub, limits=RateLimits(0, 1_000_000))
    listener = Listener(app, Limits("127.0.0.1", 0, 4, 1024 * 1024))
    stop = threading.Event()
    thread = threading.Thread(target=listener.serve_until, args=(stop,))
    thread.start()
    yield listener
    stop.set()
    thread.join(timeout=60)


@pytest.mark.slow
def test_the_hub_keeps_to_its_contract(
    app: Site, listener: Listener, ada: Person, petstore: ApiName, tmp_path: Path
) -> None:
    for number in range(2):
        text = documents.as_yaml(documents.numbered_petstore(number))
        ada.post(f"/orgs/acme/apis/{petstore.api}/revisions", {"files": {"openapi.yaml": text}})
    contract = tmp_path / "openapi.json"
    contract.write_bytes(document(app))

    ran = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG),
            "run", str(contract), "--url", listener.address,
            "--header", f"Authorization: Bearer {ada.bearer}",
            "--phases", "examples,coverage,fuzzing", "--max-examples", "10",
            "--continue-on-failure", "--seed", "1",
            *(word for operation in SPARED for word in ("--exclude-operation-id", operation)),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stdout + ran.stderr
