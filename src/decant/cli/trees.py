"""The files that belong to a document: its root, and what its references lead to.

Nothing else is read into a document, however much lies beside it. A reference can reach
neither out of the folder nor a hidden file: a document must not be able to publish `.env`
or `.git/config` by pointing at them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Final, Protocol

from . import git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DOCUMENTS: Final = (".yaml", ".yml", ".json")
_NEVER: Final = ("node_modules", "__pycache__")
# A reference as YAML or JSON may spell it: in double quotes, in single quotes, or bare. It
# may find more than the parser would (in a comment, say); what does not exist is left out.
# What begins with `#` leads nowhere else, and most do.
_REF: Final = re.compile(
    rb"""\$ref["']?\s*:(?!\s*["']?#)\s*(?:"((?:[^"\\\n]|\\.)+)"|'([^'\n]+)'|([^\s"'#][^\n#]*))"""
)
# A discriminator's mapping, as an object in braces or as indented lines, and the values in it.
# A pattern that begins with its one literal is looked for at the speed of memchr.
_MAPPING: Final = re.compile(
    rb"""mapping(?<!\wmapping)["']?:[ \t]*(\{[^{}]*\}|(?:[\r\n]+[ \t]+[^\s:][^:\r\n]*:[ \t]+[^\r\n]+)+)"""
)
_VALUE: Final = re.compile(rb""":\s*["']?([^\s"',{}#][^"',{}\r\n]*)""")
_BARE_ENDS: Final = re.compile(r"[,}\]]")


class Tree(Protocol):
    """A folder of files, on disk or in a commit; paths are relative POSIX ones."""

    def documents(self) -> list[str]:
        """The paths of all files that may be OpenAPI documents or parts of one."""
        ...

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those paths that exist and may be read."""
        ...


class Folder:
    """A folder on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._inside = os.path.realpath(path)

    def documents(self) -> list[str]:
        """See Tree."""
        found: list[str] = []
        for folder, folders, names in os.walk(self.path):
            folders[:] = sorted(name for name in folders if _is_open(name))
            here = Path(folder).relative_to(self.path).as_posix()
            found += [
                normpath(f"{here}/{name}")
                for name in sorted(names)
                if name.lower().endswith(_DOCUMENTS) and _is_open(name)
            ]
        return found

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """See Tree."""
        found: dict[str, bytes] = {}
        for path in paths:
            real = os.path.realpath(self.path / path)
            inside = real.startswith(f"{self._inside.rstrip('/')}/")
            if inside and Path(real).is_file():
                found[path] = Path(real).read_bytes()
        return found


class CommitFolder:
    """A folder in a git commit."""

    def __init__(self, repository: Path, commit: str, folder: str) -> None:
        self._repository = repository
        self._entries = {entry.path: entry for entry in git.entries(repository, commit, folder)}

    def documents(self) -> list[str]:
        """See Tree."""
        return [
            path
            for path in self._entries
            if path.lower().endswith(_DOCUMENTS) and all(map(_is_open, path.split("/")))
        ]

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """See Tree."""
        wanted = [self._entries[path] for path in paths if path in self._entries]
        return git.contents(self._repository, wanted) if wanted else {}


def follow(tree: Tree, root: str) -> dict[str, bytes]:
    """The root and every file that references lead to, in the order of their paths."""
    files: dict[str, bytes] = {}
    wanted = {root}
    while wanted:
        found = tree.read(sorted(wanted))
        seen = wanted | files.keys()
        files |= found
        wanted = {
            path for file, data in found.items() for path in _leads(file, data) if path not in seen
        }
    return dict(sorted(files.items()))


def _leads(file: str, data: bytes) -> Iterator[str]:
    """Where the references of one file may lead, as paths from the top of the tree."""
    folder = dirname(file)
    for text in dict.fromkeys(_spellings(data)):
        target = text.partition("#")[0].strip()
        if not target or target.startswith("/") or "\\" in target or "\0" in target:
            continue
        path = normpath(f"{folder}/{target}")
        path = path.lstrip("/") if not folder else path
        if all(map(_is_open, path.split("/"))):
            yield path


def _spellings(data: bytes) -> Iterator[str]:
    """What references may mean: escapes undone, flow context assumed, percents decoded."""
    for double, single, bare in _REF.findall(data):
        text = (double or single or bare).decode(errors="replace")
        yield from _decoded(_unescaped(text) if double and b"\\" in double else text)
        if bare:
            yield from _decoded(_BARE_ENDS.split(text)[0])
    for mapping in _MAPPING.findall(data):
        for value in _VALUE.findall(mapping):
            yield from _decoded(value.decode(errors="replace"))


def _decoded(text: str) -> Iterator[str]:
    yield text
    if "%" in text:
        from urllib.parse import unquote

        yield unquote(text)


def _unescaped(text: str) -> str:
    import json

    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _is_open(name: str) -> bool:
    """Not hidden, not a way up, and not somebody else's code."""
    return not name.startswith(".") and name not in _NEVER
