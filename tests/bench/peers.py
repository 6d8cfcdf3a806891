"""Other programs that find breaking changes, installed by their ordinary package managers.

What cannot be had, or does not run, stays in the table with the reason: a peer is never
skipped silently. Everything lies under var/bench/peers and is kept from one run to the next.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Final

import orjson

FOLDER: Final = (Path("var") / "bench" / "peers").absolute()
_HERE: Final = Path(__file__).parent
_INSTALL_SECONDS: Final = 600
_ADDRESS: Final = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that compares; `missing` says why it cannot be run here."""

    name: str
    version: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    reads_yaml: bool = True
    missing: str = ""

    def command(self, older: Path, newer: Path) -> list[str]:
        return [*self.before, str(older), str(newer), *self.after]


def peers() -> list[Peer]:
    """All peers, installed where that is possible; the one that matters most first."""
    return [_oasdiff(), _openapi_diff(), _api_smart_diff(), _optic(), _openapi_changes()]


def _oasdiff() -> Peer:
    """The strongest of them."""
    program = FOLDER / "bin" / "oasdiff"
    reason = _go_install("github.com/oasdiff/oasdiff", program)
    if reason:
        return Peer("oasdiff", missing=reason)
    return Peer("oasdiff", _go_version(program), (str(program), "changelog"), ("--format", "json"))


def _openapi_changes() -> Peer:
    """Its npm package only fetches a program, and scripts of packages are not run here."""
    program = FOLDER / "bin" / "openapi-changes"
    reason = _go_install("github.com/pb33f/openapi-changes", program)
    if reason:
        return Peer("openapi-changes", missing=reason)
    return Peer("openapi-changes", _go_version(program), (str(program), "report"))


def _openapi_diff() -> Peer:
    """JSON and YAML, OpenAPI 3.0."""
    return _of_npm("openapi-diff", ("node_modules", ".bin", "openapi-diff"))


def _optic() -> Peer:
    """No longer maintained."""
    return _of_npm("@useoptic/optic", ("node_modules", ".bin", "optic"), "diff")


def _api_smart_diff() -> Peer:
    """A library: a few lines make it a program."""
    name = "api-smart-diff"
    reason, node = _npm_install(name), which("node")
    if reason or node is None:
        return Peer(name, missing=reason or "there is no node")
    library = _npm_folder(name) / "node_modules" / name
    before = (node, str(_HERE / "api_smart_diff.cjs"), str(library))
    return Peer(name, _npm_version(name), before, reads_yaml=False)


def _of_npm(name: str, program: tuple[str, ...], *words: str) -> Peer:
    reason = _npm_install(name)
    if reason:
        return Peer(name, missing=reason)
    return Peer(name, _npm_version(name), (str(_npm_folder(name).joinpath(*program)), *words))


def _go_install(module: str, program: Path) -> str:
    """Empty if the program is there; else why it is not."""
    if program.exists():
        return ""
    if which("go") is None:
        return "there is no go"
    environment = {**os.environ, "GOBIN": str(program.parent)}
    return _installed(["go", "install", f"{module}@latest"], environment)


def _go_version(program: Path) -> str:
    said = subprocess.run(["go", "version", "-m", program], capture_output=True, check=False)
    modules = [line.split() for line in said.stdout.decode().splitlines()]
    return next((words[2] for words in modules if words[:1] == ["mod"]), "")


def _npm_install(name: str) -> str:
    """Empty if the package is there; else why it is not. Its scripts are not run."""
    folder = _npm_folder(name)
    if (folder / "node_modules" / name / "package.json").exists():
        return ""
    if which("npm") is None:
        return "there is no npm"
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    return _installed([*command, "--prefix", str(folder), name], dict(os.environ))


def _npm_folder(name: str) -> Path:
    return FOLDER / "npm" / name.replace("/", "_").removeprefix("@")


def _npm_version(name: str) -> str:
    about = _npm_folder(name) / "node_modules" / name / "package.json"
    return str(orjson.loads(about.read_bytes())["version"])


def _installed(command: list[str], environment: dict[str, str]) -> str:
    print(f"installing: {' '.join(command[-2:])}", flush=True)
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            check=False,
            timeout=_INSTALL_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"{command[0]} {command[1]}: {error}"
    if done.returncode == 0:
        return ""
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["failed"]
    return f"{command[0]} {command[1]}: {_ADDRESS.sub('the address', last[0]).strip()}"
