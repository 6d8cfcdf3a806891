"""The committed contract: what the code says, without a fault, and kept to those who rely on it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from decant import contract

if TYPE_CHECKING:
    from collections.abc import Callable

OPENAPI = Path(__file__).parents[2] / "openapi"
COMMITTED = OPENAPI / "decant.v1.json"
RELEASED = OPENAPI / "released" / "decant.v1.json"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with nothing but the committed contract and the released one."""
    shutil.copytree(OPENAPI, tmp_path / "openapi")
    return tmp_path


def check(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "decant.server", "openapi", "--check"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )


def release(checkout: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Pretend that something else was released."""
    file = checkout / "openapi" / "released" / "decant.v1.json"
    document = orjson.loads(file.read_bytes())
    edit(document)
    file.write_bytes(orjson.dumps(document))


def test_the_committed_contract_is_what_the_code_says_and_breaks_nobody(checkout: Path) -> None:
    done = check(checkout)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", [COMMITTED, RELEASED], ids=["committed", "released"])
def test_decant_finds_no_fault_in_its_own_contract(file: Path) -> None:
    document = contract.read({file.name: file.read_bytes()})

    assert list(contract.validate(document)) == []
    assert list(contract.lint(document)) == []


def test_a_contract_that_is_not_what_the_code_says_fails_the_check(checkout: Path) -> None:
    committed = checkout / "openapi" / "decant.v1.json"
    committed.write_bytes(committed.read_bytes().replace(b'"getOrg"', b'"fetchOrg"'))

    done = check(checkout)

    assert done.returncode == 1
    assert '+        "operationId": "getOrg"' in done.stdout
    assert "run `make openapi`" in done.stderr


def test_losing_an_operation_that_was_released_fails_the_check(checkout: Path) -> None:
    def edit(document: dict[str, Any]) -> None:
        document["paths"]["/api/v1/orgs/{org}/star"] = {"put": _starring(document)}

    release(checkout, edit)

    done = check(checkout)

    assert done.returncode == 1
    assert "breaking:" in done.stdout
    assert "PUT /api/v1/orgs/{org}/star" in done.stdout
    assert "users of v1 would notice" in done.stderr


def test_adding_to_what_was_released_passes_the_check(checkout: Path) -> None:
    release(checkout, lambda document: document["paths"].pop("/api/v1/whoami"))

    done = check(checkout)

    assert "breaking:" not in done.stdout
    assert "would notice" not in done.stderr


def _starring(document: dict[str, Any]) -> dict[str, Any]:
    deleting = document["paths"]["/api/v1/orgs/{org}"]["delete"]
    return {**deleting, "operationId": "starOrg"}
