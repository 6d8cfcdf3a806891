"""The files of a ruleset: as somebody sends them, and together with those that it extends."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import orjson

from decant.contract import Finding, Location, Severity
from decant.contract.errors import UnreadableDocument
from decant.contract.lint.spectral.shelf import HUB
from decant.contract.lint.spectral.stored import in_folder
from decant.contract.source import gather
from decant.errors import UnreadableRuleset
from decant.pool import StoredRuleset, pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decant.pool import Packed

MOST_FILES: Final = 100
MOST_BYTES: Final = 1 << 20
MOST_TOGETHER: Final = 1_000
# What Spectral looks for, and what people call rulesets that others extend.
_ROOTS: Final = tuple(
    f"{name}{ending}"
    for name in (".spectral", "spectral", "ruleset")
    for ending in (".yaml", ".yml", ".json")
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Files that were sent, by normal paths, and the one that the ruleset begins in."""

    root: str
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return sum(map(len, self.files.values()))


@dataclass(frozen=True, slots=True)
class Pin:
    """The revision (`ref`, as `hub:name@number`) that a name in `extends` stands for."""

    name: str
    ref: str
    stored: StoredRuleset


@dataclass(frozen=True, slots=True)
class Laid:
    """A draft with all that it extends, as `contract.lint.spectral.stored` lays files out."""

    draft: Draft
    pins: tuple[Pin, ...] = ()

    @property
    def sent(self) -> dict[str, bytes]:
        """What is not in the store yet: the draft's own files, and what its names stand for."""
        meant = {pin.name: pin.ref.encode() for pin in self.pins if pin.name != pin.ref}
        return {**self.draft.files, **meant}

    @property
    def shared(self) -> tuple[tuple[str, str], ...]:
        """The paths and digests of the stored files that it extends."""
        found: dict[str, str] = {}
        for pin in self.pins:
            found.update(in_folder(pin.ref, pin.stored.root, dict(pin.stored.files)))
        return tuple(found.items())

    @property
    def stored(self) -> StoredRuleset:
        """All of it in the store; the digest is that of the files and of what they extend."""
        root = self.draft.root
        sent = sorted((path, _digest(text)) for path, text in self.sent.items())
        extended = sorted((pin.name, pin.stored.digest) for pin in self.pins)
        ordered = sorted(sent, key=lambda one: one[0] != root)
        content = orjson.dumps([root, sent, extended])
        return StoredRuleset(f"sha256:{_digest(content)}", root, (*ordered, *self.shared))

    @property
    def blobs(self) -> Iterator[Packed]:
        """What the store must have, beside what is extended."""
        return map(pack, self.sent.values())


def require_few(laid: Laid) -> None:
    """Refuse a ruleset that has too many files together with all that it extends."""
    count = len(laid.sent) + len(laid.shared)
    if count > MOST_TOGETHER:
        raise _refusal(
            "too-many-files",
            f"with all that it extends there are {count:,} files; {MOST_TOGETHER:,} are allowed",
            "Extend fewer rulesets.",
        )


def draft(files: Mapping[str, bytes], root: str | None) -> Draft:
    """Look at files before anything reads them; raises UnreadableRuleset.

    Without a root it is the only file, or the one with a name that Spectral looks for.
    """
    _refuse_size(files)
    chosen = _chosen(files) if root is None else root
    try:
        source = gather(files, chosen)
    except UnreadableDocument as refusal:
        raise UnreadableRuleset(refusal.findings) from None
    for path in source.files:
        if path.startswith(HUB):
            raise _refusal(
                "file-path",
                f"the path '{path[:60]}' begins with `{HUB}`, which names stored rulesets",
                "Call the file otherwise.",
                path,
            )
    return Draft(source.root, source.files)


def _refuse_size(files: Mapping[str, bytes]) -> None:
    if len(files) > MOST_FILES:
        raise _refusal(
            "too-many-files",
            f"there are {len(files):,} files; a ruleset may have {MOST_FILES}",
            "Push only the files that the ruleset extends.",
        )
    size = sum(map(len, files.values()))
    if size > MOST_BYTES:
        raise _refusal(
            "ruleset-too-large",
            f"the files have {size:,} bytes; a ruleset may have {MOST_BYTES:,}",
            "Push only the files that the ruleset extends, or split it into several rulesets.",
        )


def _chosen(files: Mapping[str, bytes]) -> str:
    if len(files) == 1:
        return next(iter(files))
    found = next((name for name in _ROOTS if name in files), None)
    if found is None:
        raise _refusal(
            "root-not-found",
            f"none of the {len(files)} files is called {', '.join(_ROOTS[:3])}",
            "Name the root.",
        )
    return found


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _refusal(rule: str, message: str, hint: str, file: str | None = None) -> UnreadableRuleset:
    return UnreadableRuleset([Finding(rule, Severity.ERROR, message, Location("", file), hint)])
