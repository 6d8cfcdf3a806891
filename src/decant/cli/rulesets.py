"""A team's own ruleset, as `--ruleset FILE` names it, with the files it extends."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .exits import Misused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from decant.contract import Document, Finding

    from .sources import Given


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


def judge_by(name: str, given: Given) -> Callable[[Document], tuple[Finding, ...]]:
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


def _beside(finding: Finding, document: Document, beside: str) -> Finding:
    """A finding about the ruleset, its file told from the folder of the document."""
    file = finding.location.file
    if file is None or file in document.files:
        return finding
    told = Path(os.path.normpath(Path(beside, file))).as_posix()
    return replace(finding, location=replace(finding.location, file=told))
