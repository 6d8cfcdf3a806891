"""Rulesets that a hub keeps, fetched with all that they extend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .exits import Misused
from .remote import org_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .remote import Hub

_HOW: Final = "write org/name, or org/name@3 for one revision of it"


@dataclass(frozen=True, slots=True)
class Name:
    """A ruleset of an org, and one revision of it; None is the newest."""

    org: str
    ruleset: str
    number: int | None = None

    def __str__(self) -> str:
        return f"{self.org}/{self.ruleset}" + (f"@{self.number}" if self.number else "")

    @property
    def path(self) -> str:
        """Where the hub has the ruleset."""
        from urllib.parse import quote

        return f"{org_path(self.org)}/rulesets/{quote(self.ruleset, safe='')}"


@dataclass(frozen=True, slots=True)
class Kept:
    """One revision with its files, and those of all that it extends, as compilers want them."""

    name: Name
    root: str
    files: Mapping[str, bytes]


def named(text: str) -> Name:
    """What `org/name` or `org/name@3` means; raises Misused."""
    org, _, rest = text.partition("/")
    ruleset, at, number = rest.partition("@")
    is_numbered = number.isascii() and number.isdigit() and int(number) > 0
    if not ruleset or "/" in rest or {org, ruleset} & {"", ".", ".."} or (at and not is_numbered):
        raise Misused(f"'{text}' is no ruleset of a hub", _HOW)
    return Name(org, ruleset, int(number) if at else None)


def pinned(hub: Hub, name: Name) -> Name:
    """The name with a number: that of the newest revision, if it has none."""
    if name.number is not None:
        return name
    newest = hub.get(name.path).having("newest")["newest"]
    return Name(name.org, name.ruleset, int(newest["number"]))


def fetch(hub: Hub, name: Name) -> Kept:
    """A ruleset of the hub, ready to be compiled."""
    exact = pinned(hub, name)
    answer = hub.get(f"{exact.path}/revisions/{exact.number}").having("files", "root", "extends")
    files = {path: text.encode() for path, text in answer["files"].items()}
    for written, meant in answer["extends"].items():
        files |= _extended(hub, exact.org, written, meant)
    return Kept(exact, str(answer["root"]), files)


def _extended(hub: Hub, org: str, written: str, meant: str) -> dict[str, bytes]:
    """The files of a ruleset that another names in `extends`, laid out as it looks for them."""
    from decant.contract.lint.spectral.stored import in_folder

    inner = fetch(hub, named(f"{org}/{meant.removeprefix('hub:')}"))
    laid = in_folder(meant, inner.root, inner.files)
    return laid if written == meant else {**laid, written: meant.encode()}
