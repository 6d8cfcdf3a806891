"""Programs of others, installed by their ordinary package managers and kept from run to run.

Everything lies under var/bench/peers. What cannot be had is told with the reason.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Final

import orjson

FOLDER: Final = (Path("var") / "bench" / "peers").absolute()
_INSTALL_SECONDS: Final = 600
_ADDRESS: Final = re.compile(r"https?://\S+")


def go_install(module: str, program: Path) -> str:
    """Empty if the program is there; else why it is not."""
    if program.exists():
        return ""
    if which("go") is None:
        return "there is no go"
    environment = {**os.environ, "GOBIN": str(program.parent)}
    return _installed(["go", "install", f"{module}@latest"], environment)


def go_version(program: Path) -> str:
    said = subprocess.run(["go", "version", "-m", program], capture_output=True, check=False)
    modules = [line.split() for line in said.stdout.decode().splitlines()]
    return next((words[2] for words in modules if words[:1] == ["mod"]), "")


def npm_install(name: str, version: str = "latest", *also: str) -> str:
    """Empty if the package is there; else why it is not. Scripts of packages are not run.

    `also` are packages that it needs beside it.
    """
    folder = npm_folder(name)
    if (folder / "node_modules" / name / "package.json").exists():
        return ""
    if which("npm") is None:
        return "there is no npm"
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    command += ["--prefix", str(folder), *also, f"{name}@{version}"]
    return _installed(command, dict(os.environ))


def npm_folder(name: str) -> Path:
    return FOLDER / "npm" / name.replace("/", "_").removeprefix("@")


def npm_version(name: str) -> str:
    about = npm_folder(name) / "node_modules" / name / "package.json"
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
