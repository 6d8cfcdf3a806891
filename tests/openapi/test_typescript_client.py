"""A TypeScript client, made from the committed contract by @hey-api/openapi-ts, at a running hub."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
import pytest

import documents
from processes import PASSWORD

if TYPE_CHECKING:
    from processes import HubProcess

ROOT: Final = Path(__file__).parents[2]
CONTRACT: Final = ROOT / "openapi" / "decant.v1.json"
MAIN: Final = Path(__file__).with_name("main.ts")
# The last generator that runs on each Node.js; Debian 12 has 18, Debian 13 has 20.
GENERATORS: Final = {(20, 19): "0.95.0", (18, 18): "0.85.2"}
COMPILER: Final = ("typescript@5.9.3", "@types/node@20.19.25")
STRICT: Final = {
    "compilerOptions": {
        "strict": True,
        "noEmitOnError": True,
        "target": "ES2022",
        "module": "NodeNext",
        "lib": ["ES2022", "DOM", "DOM.Iterable"],
        "types": ["node"],
        "outDir": "built",
        "rootDir": "source",
    },
    "include": ["source"],
}


def _generator() -> str:
    if shutil.which("npm") is None or shutil.which("node") is None:
        return ""
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    has = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])
    return next((version for needed, version in GENERATORS.items() if has >= needed), "")


GENERATOR: Final = _generator()
pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(not GENERATOR, reason="needs npm and Node.js 18.18 or newer"),
]


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the generator and the compiler, kept under `var/` between runs."""
    packages = (f"@hey-api/openapi-ts@{GENERATOR}", *COMPILER)
    versions = "-".join(package.rpartition("@")[2] for package in packages)
    kept = ROOT / "var" / f"typescript-{versions}"
    if not (kept / "complete").exists():
        kept.mkdir(parents=True, exist_ok=True)
        (kept / "package.json").write_text('{"private": true}')
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--save-exact")
        done = run("npm", "install", *options, *packages, folder=kept)
        assert done.returncode == 0, done.stdout + done.stderr
        (kept / "complete").touch()
    folder = tmp_path_factory.mktemp("typescript_client")
    (folder / "node_modules").symlink_to(kept / "node_modules")
    (folder / "package.json").write_text('{"private": true}')
    (folder / "tsconfig.json").write_text(json.dumps(STRICT))
    return folder


@pytest.fixture(scope="module")
def generated(workshop: Path) -> subprocess.CompletedProcess[str]:
    """What the generator said; the client is in `source/decant`."""
    generator = str(workshop / "node_modules" / ".bin" / "openapi-ts")
    out = str(workshop / "source" / "decant")
    return run(generator, "-i", str(CONTRACT), "-o", out, folder=workshop)


@pytest.fixture(scope="module")
def compiled(
    generated: subprocess.CompletedProcess[str], workshop: Path
) -> subprocess.CompletedProcess[str]:
    """What the compiler said of the client and of a program that uses it."""
    shutil.copy(MAIN, workshop / "source")
    return run(str(workshop / "node_modules" / ".bin" / "tsc"), "-p", ".", folder=workshop)


def test_a_client_is_generated_without_a_warning(
    generated: subprocess.CompletedProcess[str],
) -> None:
    said = generated.stdout + generated.stderr

    assert generated.returncode == 0, said
    assert "Done!" in said
    assert "warn" not in said.lower()
    assert "⚠" not in said


def test_it_and_a_program_that_uses_it_are_strictly_typed(
    compiled: subprocess.CompletedProcess[str],
) -> None:
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    assert compiled.stdout == ""


def test_it_signs_in_pushes_and_reads_both_verdicts(
    compiled: subprocess.CompletedProcess[str], workshop: Path, served: HubProcess
) -> None:
    good, breaking = (
        orjson.dumps(document).decode()
        for document in (documents.petstore(), documents.breaking_petstore())
    )

    hub = f"http://127.0.0.1:{served.port}"
    done = run("node", "built/main.js", hub, PASSWORD, good, breaking, folder=workshop)

    assert done.returncode == 0, done.stderr
    assert orjson.loads(done.stdout) == {
        "number": 1,
        "verdict": "pass",
        "kind": "push",
        "code": "push_refused",
        "refused": "fail",
        "levels": ["breaking", "docs"],
    }
