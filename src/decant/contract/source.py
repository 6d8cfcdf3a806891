"""The files of one document as they were pushed, checked before anything reads them.

A document is a map from path to text, never a folder: a path cannot leave it. Each file is
parsed at most once, when it is first asked for.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .errors import UnreadableDocument
from .findings import Finding, Location, Severity
from .parsers import DEFAULT_LIMITS, Json, Limits, parse
from .positions import Positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DEFAULT_LIMITS", "Json", "Limits", "Source", "gather"]

_IS_ROOT: Final = re.compile(
    rb"""(?:\A|[\r\n{,\xbf]|---)[ \t]*["']?(?:openapi|swagger)["']?[ \t]*:"""
)
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_CANDIDATES_SHOWN: Final = 10


class Source:
    """The files of one document; made by `gather`."""

    def __init__(self, files: Mapping[str, bytes], root: str, limits: Limits) -> None:
        self.files = MappingProxyType(dict(files))
        self.root = root
        self._limits = limits
        self._trees: dict[str, Json] = {}
        self._positions: dict[str, Positions] = {}

    def has(self, file: str) -> bool:
        return file in self.files

    def tree(self, file: str) -> Json:
        """What `file` says. Raises UnreadableDocument, KeyError if there is no such file.

        The root is an object; any other file may hold any JSON value.
        """
        if file not in self._trees:
            tree = parse(self.files[file], file, self._limits)
            if file == self.root and not isinstance(tree, dict):
                raise _root_refusal(tree, file)
            self._trees[file] = tree
        return self._trees[file]

    def position(self, file: str, pointer: str) -> tuple[int, int]:
        """Line and column (from 1) of `pointer` in `file`, or of its nearest ancestor there."""
        if file not in self._positions:
            self._positions[file] = Positions(self.files[file])
        return self._positions[file].at(pointer)


def gather(
    files: Mapping[str, bytes], root: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Source:
    """The files of one document, their paths normalised, with the one that is read first.

    Without `root` it is the only file, or else the one nearest the top that has an `openapi`
    or `swagger` field. Raises UnreadableDocument; nothing is parsed yet.
    """
    _refuse_size(files, limits)
    checked = _normalised(files, limits)
    if root is None:
        return Source(checked, _chosen_root(checked), limits)
    wanted = _normal_path(root)
    if wanted not in checked:
        raise _refusal(
            "root-not-found",
            f"there is no file {wanted!a} among the {len(checked)} files",
            f"Name one of: {_listed(checked)}.",
            root,
        )
    return Source(checked, wanted, limits)


def _refuse_size(files: Mapping[str, bytes], limits: Limits) -> None:
    if len(files) > limits.files:
        raise _refusal(
            "too-many-files",
            f"the document has {len(files):,} files; {limits.files:,} are allowed",
            "Push only the files the root refers to.",
            "",
        )
    for path, text in files.items():
        if len(text) > limits.file_bytes:
            raise _too_large(len(text), limits.file_bytes, path)
    total = sum(map(len, files.values()))
    if total > limits.total_bytes:
        raise _too_large(total, limits.total_bytes, "")


def _too_large(size: int, allowed: int, file: str) -> UnreadableDocument:
    return _refusal(
        "document-too-large",
        f"{'the file has' if file else 'the files have'} {size:,} bytes; {allowed:,} are allowed",
        "Split the document into several APIs, or leave generated data out of it.",
        file,
    )


def _normalised(files: Mapping[str, bytes], limits: Limits) -> dict[str, bytes]:
    checked: dict[str, bytes] = {}
    folded: dict[str, str] = {}
    for path, text in files.items():
        normal = _normal_path(path)
        if len(normal) > limits.path_characters:
            raise _path_refusal(path[:60], f"is longer than {limits.path_characters} characters")
        twin = folded.setdefault(normal.casefold(), path)
        if twin != path:
            raise _path_refusal(path, f"is the same file as {twin!a} where case does not matter")
        checked[normal] = text
    return checked


def _normal_path(path: str) -> str:
    """`path` without `./` and doubled slashes; it may not climb, and means one thing anywhere."""
    if _CONTROL.search(path) or not _is_encodable(path):
        raise _path_refusal(path, "holds a control character")
    if path.startswith("/") or _DRIVE.match(path):
        raise _path_refusal(path, "is absolute")
    if "\\" in path:
        raise _path_refusal(path, "holds a backslash")
    steps = [step for step in path.split("/") if step not in ("", ".")]
    if ".." in steps:
        raise _path_refusal(path, "leads out of the document with `..`")
    if not steps or path.endswith("/"):
        raise _path_refusal(path, "names no file")
    return "/".join(steps)


def _is_encodable(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _path_refusal(path: str, reason: str) -> UnreadableDocument:
    return _refusal(
        "file-path",
        f"the path {path!a} {reason}",
        "Name files by relative paths with forward slashes, such as `schemas/pet.yaml`.",
        ascii(path)[1:-1],
    )


def _chosen_root(files: Mapping[str, bytes]) -> str:
    if len(files) == 1:
        return next(iter(files))
    candidates = [path for path, text in files.items() if _IS_ROOT.search(text)]
    top = min((path.count("/") for path in candidates), default=0)
    nearest = [path for path in candidates if path.count("/") == top]
    if len(nearest) == 1:
        return nearest[0]
    if not nearest:
        raise _refusal(
            "root-not-found",
            f"none of the {len(files)} files has an `openapi` or `swagger` field",
            "Push the file that begins with `openapi:`, or name the root.",
            "",
        )
    raise _refusal(
        "root-ambiguous",
        f"{len(nearest)} files could be the root: {_listed(nearest)}",
        "Name the root.",
        "",
    )


def _listed(paths: Iterable[str]) -> str:
    ordered = sorted(paths, key=lambda path: (path.count("/"), path))
    shown = ", ".join(map(ascii, ordered[:_CANDIDATES_SHOWN]))
    return shown + (", …" if len(ordered) > _CANDIDATES_SHOWN else "")


def _root_refusal(tree: Json, file: str) -> UnreadableDocument:
    return _refusal(
        "not-an-object",
        "the file is empty" if tree is None else "the file does not hold an object at its top",
        "An OpenAPI document begins with `openapi: 3.1.0`.",
        file,
    )


def _refusal(rule: str, message: str, hint: str, file: str) -> UnreadableDocument:
    where = Location("", file or None, 1 if file else None, 1 if file else None)
    return UnreadableDocument([Finding(rule, Severity.ERROR, message, where, hint)])
