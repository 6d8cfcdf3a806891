"""What git says: the files of a commit, and facts about the working tree.

Arguments go to git as a list, never through a shell, and nothing here writes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .exits import Misused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_QUIET: Final = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",  # looking must not take the index lock
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",  # a file called `*.yaml` is a file
}
_FILE_MODES: Final = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a commit."""

    path: str
    object_id: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, and the place in it that was asked for (a file, or a folder if `is_folder`)."""

    id: str
    path: str
    is_folder: bool


def find(repository: Path, *arguments: str, given: bytes = b"") -> str | None:
    """What git prints, less the last line break; None where it fails or is not installed."""
    found = _run(repository, arguments, given)
    return None if found is None else found.decode(errors="replace").removesuffix("\n")


def resolve(repository: Path, name: str) -> Commit:
    """The commit and path behind `main:api.yaml`; raises Misused with the reason."""
    ref, _, path = name.partition(":")
    if not ref or ref.startswith("-"):
        raise Misused(f"'{name}' is neither a file nor a git reference like main:api.yaml")
    if find(repository, "rev-parse", "--git-dir") is None:
        raise Misused(f"there is no file '{name}'", "and this folder is in no git repository")
    commit = find(repository, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if commit is None:
        raise Misused(f"git knows no '{ref}'", "fetch it first, or check the spelling")
    path = _from_top(repository, path)
    kind = find(repository, "cat-file", "-t", f"{commit}:{path}")
    if kind not in ("blob", "tree"):
        hint = f"paths start at the top of the repository; {ref}:./{path} starts here"
        raise Misused(f"there is no '{path}' in {ref}", hint)
    return Commit(commit, path, is_folder=kind == "tree")


def entries(repository: Path, commit: str, folder: str) -> list[Entry]:
    """The regular files under a folder of a commit, by paths relative to it; no links."""
    tree = f"{commit}:{folder}"
    listing = _run(repository, ("ls-tree", "-r", "-z", "--full-tree", tree), b"")
    found: list[Entry] = []
    for line in (listing or b"").split(b"\0"):
        facts, _, path = line.partition(b"\t")
        mode, _, rest = facts.decode().partition(" ")
        if mode in _FILE_MODES:
            found.append(Entry(os.fsdecode(path), rest.partition(" ")[2]))
    return found


def contents(repository: Path, wanted: Sequence[Entry]) -> dict[str, bytes]:
    """The bytes of these files, read by one process."""
    ids = "".join(f"{entry.object_id}\n" for entry in wanted).encode()
    stream = _run(repository, ("cat-file", "--batch"), ids) or b""
    found: dict[str, bytes] = {}
    at = 0
    for entry in wanted:
        # `<object id> blob <size>`, then the bytes and a line break (git-cat-file(1)).
        end = stream.index(b"\n", at)
        size_or_trouble = stream[at:end].rpartition(b" ")[2]
        if not size_or_trouble.isdigit():
            raise Misused(f"git has no content for '{entry.path}'", "fetch it first")
        size = int(size_or_trouble)
        found[entry.path] = stream[end + 1 : end + 1 + size]
        at = end + size + 2
    return found


def _from_top(repository: Path, path: str) -> str:
    """A path from the top of the repository; `./x` and `../x` start at this folder."""
    here = ""
    if path.startswith(("./", "../")) or path in (".", ".."):
        here = find(repository, "rev-parse", "--show-prefix") or ""
    whole = os.path.normpath(here + path) if path else "."
    if whole.startswith(("/", "..")):
        raise Misused(f"'{path}' leads out of the repository")
    return "" if whole == "." else whole


def _run(repository: Path, arguments: Sequence[str], given: bytes) -> bytes | None:
    import subprocess

    environment: Mapping[str, str] = {**os.environ, **_QUIET}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=repository,
            env=environment,
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
