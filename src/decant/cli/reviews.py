"""`decant review`: pushes that wait for a maintainer to let them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from . import config
from .exits import Exit
from .moments import shown
from .output import bold, dim, severity
from .remote import api_path, connect

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from .output import Terminal

_MARGIN: Final = " " * 12


def browse(options: Namespace, terminal: Terminal) -> Exit:
    """Which pushes wait for somebody to let them in."""
    settings = config.load()
    api = config.api_name(options.api, settings)
    query = {"state": options.state} if options.state else {}
    found = list(connect(options.url, settings).every(f"{api_path(api)}/reviews", query))
    if options.format == "json":
        terminal.json(found)
        return Exit.OK
    for said in found:
        _tell(said, api, terminal)
    if not found:
        kind = f"{options.state} " if options.state else ""
        terminal.line(f"{api} has no {kind}reviews")
    return Exit.OK


def approve(options: Namespace, terminal: Terminal) -> Exit:
    """Let a push in that waits: its label moves."""
    return _decide(options, terminal, "approve")


def reject(options: Namespace, terminal: Terminal) -> Exit:
    """Turn a push away that waits."""
    return _decide(options, terminal, "reject")


def _decide(options: Namespace, terminal: Terminal, decision: str) -> Exit:
    from urllib.parse import quote

    settings = config.load()
    api = config.api_name(options.api, settings)
    path = f"{api_path(api)}/reviews/{quote(options.id, safe='')}/decision"
    answer = connect(options.url, settings).put(path, {"decision": decision, "note": options.note})
    said = answer.having("id", "state", "label", "revision")
    if options.format == "json":
        terminal.json(said)
        return Exit.OK
    _tell(said, api, terminal)
    moved = f"{api} {said['label']} moves to revision {said['revision']}"
    stays = f"{api} {said['label']} stays as it is"
    terminal.line(bold(moved if said["state"] == "approved" else stays))
    return Exit.OK


def _tell(said: Mapping[str, Any], api: str, terminal: Terminal) -> None:
    head = f"from revision {said['head']} " if said.get("head") else ""
    moves = f"{api} {said['label']} {head}to revision {said['revision']}"
    terminal.line(severity(str(said["state"]), 10), "  ", bold(moves))
    facts = (
        ("reasons", ", ".join(said.get("reasons") or ())),
        ("because", said.get("reason")),
        ("asked", f"by {said['asked_by']}, {shown(str(said['created_at']))}"),
        ("decided", _decision(said)),
        ("note", said.get("note")),
        ("id", said["id"]),
    )
    for name, words in facts:
        if words:
            terminal.line(_MARGIN, dim(f"{name:<9}"), str(words))


def _decision(said: Mapping[str, Any]) -> str:
    if not said.get("decided_at"):
        return ""
    by = f"by {said['decided_by']}, " if said.get("decided_by") else ""
    return f"{by}{shown(str(said['decided_at']))}"
