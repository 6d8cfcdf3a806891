"""Tokens that `decant login` keeps: one per hub, in a file only its owner can read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from .exits import Misused

_OTHERS: Final = 0o077


@dataclass(frozen=True, slots=True)
class Credential:
    """A token for one hub, and whose it is; `expires_at` as the hub wrote it."""

    token: str
    user: str = ""
    expires_at: str = ""


def path() -> Path:
    """Where they lie (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    # A relative path is invalid there and must be ignored.
    home = Path(base) if base.startswith("/") else Path.home() / ".config"
    return home / "decant" / "credentials.json"


def find(url: str) -> Credential | None:
    """What to show the hub: DECANT_TOKEN if it is set, else what login kept for it."""
    token = os.environ.get("DECANT_TOKEN", "").strip()
    if token:
        return Credential(token)
    return _load().get(url)


def keep(url: str, credential: Credential) -> Path:
    """Remember the token for this hub; readers never see half a file."""
    hubs = {known: asdict(kept) for known, kept in {**_load(), url: credential}.items()}
    target = path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump({"hubs": hubs}, stream, indent=2)
    fresh.replace(target)
    return target


def _load() -> dict[str, Credential]:
    file = path()
    try:
        with file.open() as stream:
            if os.fstat(stream.fileno()).st_mode & _OTHERS:
                raise Misused(f"others can read {file}", f"run: chmod 600 {file}")
            hubs = json.load(stream)["hubs"]
        return {url: Credential(**kept) for url, kept in hubs.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Misused(f"{file} is damaged", "remove it and sign in again") from None
