"""`decant.yaml`: what a repository says once, so that nobody types it twice.

A flag beats the environment, the environment beats decant.yaml. Secrets have no place in it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .exits import Misused

if TYPE_CHECKING:
    from collections.abc import Callable

    from decant.contract.suppressions import Suppression

NAME: Final = "decant.yaml"
DEFAULT_URL: Final = "http://127.0.0.1:8000"
DEFAULT_LABEL: Final = "main"
_SECRETS: Final = ("token", "password", "secret")
_PROFILES: Final = ("wire", "strict", "source")


@dataclass(frozen=True, slots=True)
class Config:
    """What decant.yaml says; `file` is a path from the working directory."""

    url: str | None = None
    api: str | None = None
    label: str | None = None
    file: str | None = None
    root: str | None = None
    profile: str | None = None
    suppressions: tuple[Suppression, ...] = ()


_KEYS: Final = tuple(Config.__dataclass_fields__)


def load(folder: Path | None = None) -> Config:
    """The nearest decant.yaml from `folder` upwards, not beyond the repository it is in."""
    start = folder or Path.cwd()
    for here in (start, *start.parents):
        path = here / NAME
        if path.is_file():
            return _read(path)
        if (here / ".git").exists():
            break
    return Config()


def hub_url(flag: str | None, config: Config) -> str:
    """Which hub to talk to.

    A token in the environment is only for a hub that its owner named: whoever can change
    decant.yaml, in a pull request say, must not choose where it is sent.
    """
    given = flag or os.environ.get("DECANT_URL")
    if given is None and config.url is not None and os.environ.get("DECANT_TOKEN"):
        raise Misused(
            f"DECANT_TOKEN is set, but only {NAME} says which hub it is for",
            f"set DECANT_URL as well, to {config.url} if you trust it",
        )
    return given or config.url or DEFAULT_URL


def named_hub(flag: str | None, config: Config) -> str:
    """The hub that somebody named, for links to it; empty if nobody did, or if it is no address."""
    url = (flag or os.environ.get("DECANT_URL") or config.url or "").rstrip("/")
    # A link must not become a script: a pull request may change decant.yaml.
    return url if url.startswith(("https://", "http://")) else ""


def api_name(flag: str | None, config: Config) -> str:
    """The API that --api, or else decant.yaml, names."""
    named = flag or config.api
    if named is None:
        raise Misused("which API?", "add --api org/api, or write api: into decant.yaml")
    return named


def org_name(flag: str | None, config: Config) -> str:
    """The org that --org, or else the API of decant.yaml, names."""
    named = flag or (config.api or "").partition("/")[0]
    if not named:
        raise Misused("which org?", "add --org, or write api: into decant.yaml")
    return named


def _read(path: Path) -> Config:
    from decant.contract.errors import UnreadableDocument
    from decant.contract.parsers import parse
    from decant.contract.parsers.limits import DEFAULT_LIMITS

    data = path.read_bytes()
    if not data.strip():
        return Config()
    shown = os.path.relpath(path)
    try:
        said = parse(data, shown, DEFAULT_LIMITS)
    except UnreadableDocument as refusal:
        first = refusal.findings[0]
        at = f"{shown}:{first.location.line}:{first.location.column}"
        raise Misused(f"{at}: {first.message}", first.hint or "") from None
    if not isinstance(said, dict):
        raise Misused(f"{shown}:1:1: this is no list of settings", _known())
    place = _places(data, shown)
    for key, value in said.items():
        if key != "suppressions":
            _check(key, value, place)
    if said.get("file") is not None:
        said["file"] = os.path.relpath(path.parent / said["file"])
    if "suppressions" in said:
        from . import suppressions

        said["suppressions"] = suppressions.read(said["suppressions"], place)
    return Config(**said)


def _check(key: str, value: Any, place: Callable[[str], str]) -> None:
    if key in _KEYS and isinstance(value, str) and value:
        if key != "profile" or value in _PROFILES:
            return
        problem, hint = f"there is no profile '{value}'", f"it is one of {', '.join(_PROFILES)}"
    elif key in _KEYS:
        problem, hint = f"'{key}' must be a text", f"write {key}: followed by it"
    elif key.lower() in _SECRETS:
        problem = f"'{key}' does not belong into a file that is shared"
        hint = "sign in with `decant login`, or set DECANT_TOKEN"
    else:
        problem, hint = f"there is no setting '{key}'", _known()
    from decant.contract.references import escaped

    raise Misused(f"{place(f'/{escaped(key)}')}: {problem}", hint)


def _places(data: bytes, shown: str) -> Callable[[str], str]:
    """Where a JSON pointer leads in the file, as `decant.yaml:3:5`."""

    def place(pointer: str) -> str:
        from decant.contract.positions import Positions

        line, column = Positions(data).at(pointer)
        return f"{shown}:{line}:{column}"

    return place


def _known() -> str:
    return f"it knows {', '.join(_KEYS)}"
