"""FILE as people give it: a file, a folder, `-`, `main:api.yaml` of git, `hub:org/api@main`."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import git
from .exits import Misused, Unreadable
from .trees import CommitFolder, Folder, follow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from decant.contract import Document

    from .trees import Tree

STDIN: Final = "-"
HUB: Final = "hub:"


@dataclass(frozen=True, slots=True)
class Given:
    """A document's files, where they came from, and how to speak of them.

    `prefix` leads from here to the folder that paths in `files` start at. `folder` is that
    folder on disk, `commit` the commit it is of; both are None for what came by stdin.
    """

    name: str
    files: Mapping[str, bytes]
    root: str
    prefix: str = ""
    folder: Path | None = None
    commit: str | None = None

    def shown(self, file: str | None) -> str:
        """A file of this document as a path from here (`specs/api.yaml`, `main:api.yaml`)."""
        return f"{self.prefix}{file or self.root}"

    def in_repository(self) -> Callable[[str | None], str]:
        """How to name a file of this document from the top of its repository, for tools."""
        if self.folder is None or self.commit is not None:
            inside = self.prefix.rpartition(":")[2]
            return lambda file: f"{inside}{file or self.root}"
        top = git.find(self.folder, "rev-parse", "--show-toplevel")
        folder = os.path.relpath(os.path.realpath(self.folder), os.path.realpath(top or "/"))
        if top is None or folder.startswith(".."):
            return self.shown
        return lambda file: Path(folder, file or self.root).as_posix()

    def measure(self) -> None:
        """Refuse at once what no engine would take, such as 100 MB; raises Unreadable."""
        from decant.contract import UnreadableDocument
        from decant.contract.source import gather

        try:
            gather(self.files, self.root)
        except UnreadableDocument as refusal:
            raise Unreadable(self.name, refusal.findings, self.shown) from None

    def read(self) -> Document:
        """The document; raises Unreadable."""
        from decant import contract

        from .progress import telling

        try:
            with telling(f"reading {self.name}"):
                return contract.read(self.files, self.root)
        except contract.UnreadableDocument as refusal:
            raise Unreadable(self.name, refusal.findings, self.shown) from None


def find(name: str, root: str | None = None) -> Given:
    """Everything that belongs to the document; raises Misused or Unreadable.

    `root` names the root file if `name` is a folder; otherwise the engine finds it.
    """
    if name == STDIN:
        _no_root(name, root)
        return _from_stdin()
    path = Path(name)
    if path.is_dir():
        prefix = "" if name == "." else f"{name.rstrip('/')}/"
        tree = Folder(path)
        chosen = _root(tree, root, name)
        return Given(name, follow(tree, chosen), chosen, prefix, folder=path)
    if path.exists():
        _no_root(name, root)
        return _from_file(path)
    if name.startswith(HUB):
        _no_root(name, root)
        return _from_hub(name)
    if ":" in name:
        return _from_git(name, root)
    raise Misused(f"there is no file '{name}'")


def reference(name: str, file: str) -> str:
    """What `--against NAME` means: a document, or else `file` as it is in a commit."""
    is_document = name == STDIN or ":" in name or Path(name).exists()
    is_here = file != STDIN and ":" not in file and not Path(file).is_absolute()
    return f"{name}:./{file}" if is_here and not is_document else name


def _from_stdin() -> Given:
    data = sys.stdin.buffer.read()
    # A revision keeps its file names, so what has none gets one that says its format.
    is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    name = "openapi.json" if is_json else "openapi.yaml"
    return Given("stdin", {name: data}, name, "stdin:")


def _from_file(path: Path) -> Given:
    folder = path.parent
    prefix = "" if str(folder) == "." else f"{str(folder).rstrip('/')}/"
    if not path.is_file():  # a pipe, as in <(curl …): it can be read once, and has no folder
        return Given(str(path), {path.name: path.read_bytes()}, path.name, prefix)
    tree = Folder(Path(os.path.realpath(path)).parent) if path.is_symlink() else Folder(folder)
    root = Path(os.path.realpath(path)).name if path.is_symlink() else path.name
    return Given(str(path), follow(tree, root), root, prefix, folder=tree.path)


def _from_git(name: str, root: str | None) -> Given:
    here = Path.cwd()
    place = git.resolve(here, name)
    ref = name.partition(":")[0]
    if not place.is_folder:
        _no_root(name, root)
    folder = place.path if place.is_folder else place.path.rpartition("/")[0]
    tree = CommitFolder(here, place.id, folder)
    file = place.path.rpartition("/")[2]
    chosen = _root(tree, root, name) if place.is_folder else file
    prefix = f"{ref}:{folder}/" if folder else f"{ref}:"
    return Given(name, follow(tree, chosen), chosen, prefix, folder=here, commit=place.id)


def _from_hub(name: str) -> Given:
    """A revision: `hub:org/api` is where its label is, `hub:org/api@3` the third."""
    from . import config, revisions
    from .progress import telling
    from .remote import connect

    settings = config.load()
    api, _, ref = name.removeprefix(HUB).partition("@")
    hub = connect(None, settings)
    with telling(f"{hub.url} sends {api}"):
        said = revisions.files_of(hub, api, ref or settings.label or config.DEFAULT_LABEL)
    files = {path: text.encode() for path, text in said[0].items()}
    return Given(name, files, said[1], f"{name}:")


def _root(tree: Tree, root: str | None, name: str) -> str:
    """The root file of a folder: as asked for, or as the engine finds it."""
    if root is not None:
        if not tree.read([root]):
            raise Misused(f"there is no file '{root}' in '{name}'", "--root starts at FILE")
        return root
    candidates = tree.read(tree.documents())
    if not candidates:
        raise Misused(f"there are no YAML or JSON files in '{name}'")
    from decant.contract import UnreadableDocument
    from decant.contract.source import gather

    try:
        return gather(candidates).root
    except UnreadableDocument as refusal:
        raise Unreadable(name, refusal.findings) from None


def _no_root(name: str, root: str | None) -> None:
    if root is not None:
        raise Misused(f"--root is for folders, and '{name}' is none")
