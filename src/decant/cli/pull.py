"""`decant pull`: a revision from the hub, as it was pushed or as one file."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from . import config, revisions
from .exits import Exit, Misused, ServiceDown
from .files import replace
from .output import complain, counted
from .progress import telling
from .remote import connect

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from .output import Terminal


def pull(options: Namespace, terminal: Terminal) -> Exit:
    """Fetch a revision."""
    settings = config.load()
    api = config.api_name(options.api, settings)
    ref = options.ref or settings.label or config.DEFAULT_LABEL
    hub = connect(options.url, settings)
    with telling(f"{hub.url} sends {api} {ref}"):
        if options.bundled or options.format is not None:
            text = revisions.bundled(hub, api, ref, spelling=options.format or "json")
            files, root = {f"openapi.{options.format or 'json'}": text}, ""
        else:
            files, root = revisions.files_of(hub, api, ref)
    output: str | None = options.output
    if output is None or output == "-":
        _print(files, api, terminal)
    elif _is_folder(output, files):
        write_all(Path(output), files)
        complain(f"{counted(len(files), 'file')} in {output}, root {root}")
    else:
        replace(Path(output), next(iter(files.values())).encode())
    return Exit.OK


def _is_folder(output: str, files: Mapping[str, str]) -> bool:
    return len(files) > 1 or output.endswith("/") or Path(output).is_dir()


def _print(files: Mapping[str, str], api: str, terminal: Terminal) -> None:
    if len(files) > 1:
        hint = "add -o FOLDER, or --bundled for one file"
        raise Misused(f"{api} is a tree of {len(files)} files", hint)
    terminal.text(next(iter(files.values())))


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write below `folder` only, whatever the hub says the files are called."""
    for name in files:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or "\\" in name or "\0" in name or ".." in parts:
            raise ServiceDown(f"the hub names a file '{name}', which leads out of {folder}")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        inside = os.path.realpath(folder).rstrip("/") + "/"
        if not f"{os.path.realpath(path.parent)}/".startswith(inside):
            raise Misused(f"{path} leads out of {folder} through a link")
        replace(path, text.encode())
