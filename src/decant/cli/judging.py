"""What `decant lint` judges by: packs that Decant brings, and a team's own ruleset.

A ruleset is a file with those it extends, or a revision that the hub keeps (`hub:org/name`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .exits import Misused

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from decant.contract import Document, Finding, Ruleset

    from .config import Config
    from .sources import Given

    Judge = Callable[[Document], Sequence[Finding]]

_HUB: Final = "hub:"


class RulesetFiles(Mapping[str, bytes]):
    """The files around a ruleset, each read when it is extended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            try:
                self._read[name] = (self._folder / name).read_bytes()
            except (OSError, ValueError):
                raise KeyError(name) from None
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def judge_of(options: Namespace, settings: Config, given: Given) -> Judge:
    """What judges by --pack and --ruleset, or by what Decant recommends; raises Misused."""
    from decant import contract

    judges: list[Judge] = []
    if options.pack:
        packs = _packs(options.pack)
        judges.append(lambda document: contract.lint(document, packs))
    if options.ruleset:
        is_kept = options.ruleset.startswith(_HUB)
        own = _judge_of_hub(options, settings) if is_kept else judge_by(options.ruleset, given)
        judges.append(own)
    if not judges:
        return contract.lint
    return judges[0] if len(judges) == 1 else lambda document: _merged(judges, document)


def judge_by(name: str, given: Given) -> Judge:
    """What judges a document by the ruleset of a file. Raises Misused if there is none."""
    from decant.contract.lint.spectral import SpectralRuleset, apply

    path = Path(name)
    try:
        ruleset = SpectralRuleset.compile(RulesetFiles(path.parent), path.name)
    except KeyError:
        raise Misused(f"there is no ruleset '{name}'", "name a .spectral.yaml") from None
    beside = os.path.relpath(path.parent, given.prefix or ".") if given.folder else "."
    place = os.path.relpath(given.shown(None), path.parent) if given.folder else given.root

    def judge(document: Document) -> tuple[Finding, ...]:
        return tuple(
            _beside(finding, document, beside)
            for finding in apply(ruleset, document, path=Path(place).as_posix())
        )

    return judge


def unknown_pack(name: str) -> Misused:
    """There is no such pack, but there are others."""
    from decant.contract.lint.packs import PACKS

    return Misused(f"there is no pack '{name}'", f"there are {', '.join(PACKS)}")


def _packs(names: Sequence[str]) -> Ruleset:
    from decant.contract.lint.packs import PACKS
    from decant.contract.lint.ruleset import Ruleset

    for name in names:
        if name not in PACKS:
            raise unknown_pack(name)
    return Ruleset.of(*names)


def _judge_of_hub(options: Namespace, settings: Config) -> Judge:
    from decant.contract.lint.spectral import SpectralRuleset, apply

    from . import kept
    from .remote import connect

    name = options.ruleset.removeprefix(_HUB)
    found = kept.fetch(connect(options.url, settings), kept.named(name))
    ruleset = SpectralRuleset.compile(found.files, found.root)

    def judge(document: Document) -> tuple[Finding, ...]:
        return tuple(
            _beside(finding, document, f"{_HUB}{found.name}")
            for finding in apply(ruleset, document)
        )

    return judge


def _beside(finding: Finding, document: Document, beside: str) -> Finding:
    """A finding about the ruleset, its file told from the folder of the document."""
    file = finding.location.file
    if file is None or file in document.files:
        return finding
    told = Path(os.path.normpath(Path(beside, file))).as_posix()
    return replace(finding, location=replace(finding.location, file=told))


def _merged(judges: Iterable[Judge], document: Document) -> tuple[Finding, ...]:
    """What all of them find, in reading order; of two that say the same the first is heard."""
    from decant.contract.validate.rules import in_reading_order

    found: dict[object, Finding] = {}
    for judge in judges:
        for finding in judge(document):
            found.setdefault((finding.rule, finding.location, finding.message), finding)
    return in_reading_order(found.values())
