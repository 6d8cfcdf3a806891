"""Revisions as the hub hands them out: the files as pushed, or one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .remote import api_path

if TYPE_CHECKING:
    from .remote import Hub


def files_of(hub: Hub, api: str, ref: str) -> tuple[dict[str, str], str]:
    """The texts of a revision by their paths, and which one it begins in."""
    answer = hub.get(f"{_where(api, ref)}/files").having("files", "root")
    return answer["files"], answer["root"]


def bundled(hub: Hub, api: str, ref: str, *, spelling: str) -> str:
    """A revision as one file, `json` or `yaml`."""
    query = {"form": "bundled", "format": spelling}
    return hub.get(f"{_where(api, ref)}/document", query).body.decode()


def _where(api: str, ref: str) -> str:
    from urllib.parse import quote

    return f"{api_path(api)}/revisions/{quote(ref, safe=':')}"
