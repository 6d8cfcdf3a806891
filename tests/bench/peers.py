"""Other programs that find breaking changes, installed by their ordinary package managers.

What cannot be had, or does not run, stays in the table with the reason: a peer is never
skipped silently. Everything lies under var/bench/peers and is kept from one run to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Final

from .installing import FOLDER, go_install, go_version, npm_folder, npm_install, npm_version

_HERE: Final = Path(__file__).parent


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
    reason = go_install("github.com/oasdiff/oasdiff", program)
    if reason:
        return Peer("oasdiff", missing=reason)
    return Peer("oasdiff", go_version(program), (str(program), "changelog"), ("--format", "json"))


def _openapi_changes() -> Peer:
    """Its npm package only fetches a program, and scripts of packages are not run here."""
    program = FOLDER / "bin" / "openapi-changes"
    reason = go_install("github.com/pb33f/openapi-changes", program)
    if reason:
        return Peer("openapi-changes", missing=reason)
    return Peer("openapi-changes", go_version(program), (str(program), "report"))


def _openapi_diff() -> Peer:
    """JSON and YAML, OpenAPI 3.0."""
    return _of_npm("openapi-diff", ("node_modules", ".bin", "openapi-diff"))


def _optic() -> Peer:
    """No longer maintained."""
    return _of_npm("@useoptic/optic", ("node_modules", ".bin", "optic"), "diff")


def _api_smart_diff() -> Peer:
    """A library: a few lines make it a program."""
    name = "api-smart-diff"
    reason, node = npm_install(name), which("node")
    if reason or node is None:
        return Peer(name, missing=reason or "there is no node")
    library = npm_folder(name) / "node_modules" / name
    before = (node, str(_HERE / "api_smart_diff.cjs"), str(library))
    return Peer(name, npm_version(name), before, reads_yaml=False)


def _of_npm(name: str, program: tuple[str, ...], *words: str) -> Peer:
    reason = npm_install(name)
    if reason:
        return Peer(name, missing=reason)
    return Peer(name, npm_version(name), (str(npm_folder(name).joinpath(*program)), *words))
