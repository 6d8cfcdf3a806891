"""`decant pull`: a revision from the hub, as it was pushed or as one file."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from . import config
from .exits import Exit, Misused, ServiceDown
from .output import complain, counted
from .progress import telling
from .publish import target
from .remote import api_path, connect

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from .output import Terminal
    from .remote import Hub


def pull(options: Namespace, terminal: Terminal) -> Exit:
    """Fetch a revision."""
    from urllib.parse import quote

    settings = config.load()
    api = target(options, settings)
    ref = options.ref or settings.label or config.DEFAULT_LABEL
    where = f"{api_path(api)}/revisions/{quote(ref, safe=':')}"
    hub = connect(options.url, settings)
    with telling(f"{hub.url} sends {api} {ref}"):
        if options.bundled or options.format is not None:
            text = _bundled(hub, where, options.format)
            files, root = {f"openapi.{options.format or 'json'}": text}, ""
        else:
            answer = hub.get(f"{where}/files").having("files", "root")
            files, root = answer["files"], answer["root"]
    output: str | None = options.output
    if output is None or output == "-":
        _print(files, api, terminal)
    elif _is_folder(output, files):
        write_all(Path(output), files)
        complain(f"{counted(len(files), 'file')} in {output}, root {root}")
    else:
        _write(Path(output), next(iter(files.values())))
    return Exit.OK


def _bundled(hub: Hub, where: str, spelling: str | None) -> str:
    query = {"form": "bundled", "format": spelling or "json"}
    return hub.get(f"{where}/document", query).body.decode()


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
        _write(path, text)


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole: nobody reads half of it, and no link is followed."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(text.encode())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
