"""`decant waiver`: what the hub lets pass for a while, with the reason and who agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from . import config
from .exits import Exit, Misused
from .moments import moment, shown
from .output import bold, dim, severity
from .remote import api_path, connect

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from .output import Terminal

_MARGIN: Final = " " * 11
_SELECTS: Final = ("rule", "fingerprint", "pointer", "label")


def add(options: Namespace, terminal: Terminal) -> Exit:
    """Let a fault or a change pass, for a reason and for a time."""
    from datetime import UTC, datetime

    settings = config.load()
    api = config.api_name(options.api, settings)
    if options.rule is None and options.fingerprint is None:
        raise Misused("what is to pass?", "name it by --rule or --fingerprint")
    plea = {name: getattr(options, name) for name in _SELECTS}
    plea |= {"reason": options.reason, "expires_at": moment(options.expires, datetime.now(UTC))}
    hub = connect(options.url, settings)
    said = hub.post(f"{api_path(api)}/waivers", plea).having("id", "state", "expires_at")
    if options.format == "json":
        terminal.json(said)
        return Exit.OK
    _tell(said, terminal)
    if said["state"] == "pending":
        terminal.line(_MARGIN, dim("a maintainer approves it with"))
        terminal.line(_MARGIN, f"decant waiver approve {said['id']} --api {api}")
    return Exit.OK


def browse(options: Namespace, terminal: Terminal) -> Exit:
    """What may pass, why, and until when."""
    settings = config.load()
    api = config.api_name(options.api, settings)
    query = {"state": options.state} if options.state else {}
    found = list(connect(options.url, settings).every(f"{api_path(api)}/waivers", query))
    if options.format == "json":
        terminal.json(found)
        return Exit.OK
    for said in found:
        _tell(said, terminal)
    if not found:
        kind = f"{options.state} " if options.state else ""
        terminal.line(f"{api} has no {kind}waivers")
    return Exit.OK


def approve(options: Namespace, terminal: Terminal) -> Exit:
    """Agree to a waiver that somebody asked for."""
    settings = config.load()
    path = _path(options, config.api_name(options.api, settings))
    said = connect(options.url, settings).post(f"{path}/approval", {}).having("id", "state")
    return _end(said, options, terminal)


def revoke(options: Namespace, terminal: Terminal) -> Exit:
    """End a waiver before its time."""
    settings = config.load()
    path = _path(options, config.api_name(options.api, settings))
    hub = connect(options.url, settings)
    hub.delete(path)
    return _end(hub.get(path).having("id", "state"), options, terminal)


def target_of(said: Mapping[str, Any]) -> str:
    """What a waiver is about, in the words of its author."""
    words = " ".join(str(said[name]) for name in _SELECTS[:3] if said.get(name))
    return words + (f" on {said['label']}" if said.get("label") else "")


def _path(options: Namespace, api: str) -> str:
    from urllib.parse import quote

    return f"{api_path(api)}/waivers/{quote(options.id, safe='')}"


def _end(said: Mapping[str, Any], options: Namespace, terminal: Terminal) -> Exit:
    if options.format == "json":
        terminal.json(said)
    else:
        _tell(said, terminal)
    return Exit.OK


def _tell(said: Mapping[str, Any], terminal: Terminal) -> None:
    terminal.line(severity(str(said["state"]), 9), "  ", bold(target_of(said)))
    terminal.line(_MARGIN, dim("because  "), str(said["reason"]))
    terminal.line(_MARGIN, dim("until    "), shown(str(said["expires_at"])), dim(_people(said)))
    terminal.line(_MARGIN, dim("id       "), str(said["id"]))


def _people(said: Mapping[str, Any]) -> str:
    named = (("asked by", "author"), ("approved by", "approver"), ("revoked by", "revoked_by"))
    told = [f"{words} {said[name]}" for words, name in named if said.get(name)]
    return f" · {', '.join(told)}" if told else ""
