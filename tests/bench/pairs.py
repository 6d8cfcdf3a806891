"""Pairs of real documents: neighbours and far ends of the corpus, and GitHub's own releases."""

from __future__ import annotations

import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .installing import FOLDER

CORPUS: Final = Path(__file__).parents[3] / "shared" / "corpus"
APIS: Final = ("box", "twilio-core", "adyen-management", "twilio-conversations", "adyen-checkout")
GITHUB: Final = (("23.0.0", "23.0.1"), ("22.0.0", "23.0.0"))
_PACKAGE: Final = "@octokit/openapi"
_MEMBER: Final = "package/generated/api.github.com.json"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two revisions of one API."""

    name: str
    older: Path
    newer: Path

    @property
    def is_json(self) -> bool:
        return self.older.suffix == ".json"

    @property
    def size(self) -> int:
        """Bytes of both files."""
        return self.older.stat().st_size + self.newer.stat().st_size


def pairs() -> list[Pair]:
    """Every pair at hand; says which are missing."""
    return [*_of_corpus(), *_of_github()]


def _of_corpus() -> list[Pair]:
    found = []
    for api in APIS:
        files = sorted((CORPUS / api).glob("*.*"))
        if len(files) < 2:
            print(f"missing: {api}, no revisions in {CORPUS.name}/{api}")
            continue
        found.append(Pair(f"{api}, last step", files[-2], files[-1]))
        found.append(Pair(f"{api}, first to last", files[0], files[-1]))
    return found


def _of_github() -> list[Pair]:
    found = []
    for older, newer in GITHUB:
        files = [github(version) for version in (older, newer)]
        if files[0] is None or files[1] is None:
            print(f"missing: github {older} to {newer}, npm does not hand out {_PACKAGE}")
        else:
            found.append(Pair(f"github {older} to {newer}", files[0], files[1]))
    return found


def github(version: str) -> Path | None:
    """GitHub's document in one release of its npm package; None if it cannot be had."""
    path = FOLDER / f"github-{version}.json"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{_PACKAGE}@{version}"],
            cwd=FOLDER,
            capture_output=True,
            check=True,
            timeout=300,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    archive = FOLDER / packed.stdout.decode().strip()
    with tarfile.open(archive) as package:
        member = package.extractfile(_MEMBER)
        if member is None:
            return None
        path.write_bytes(member.read())
    archive.unlink()
    return path
