"""Findings by rule, Decant's beside Spectral's, and what explains each difference."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from contract.lint.beside_spectral import (
    by_decant,
    by_spectral,
    counted,
    explanations,
    seen,
)
from decant.contract import Document, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Beside:
    """A document, and where Spectral's report of it lies, if it gave one."""

    pack: str
    name: str
    file: Path
    folder: Path | None
    report: Path

    def read(self) -> Document:
        if self.folder is None:
            return read({self.file.name: self.file.read_bytes()}, self.file.name)
        files = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }
        return read(files, self.file.relative_to(self.folder).as_posix())


@dataclass(frozen=True, slots=True)
class Found:
    """What both found in one document: faults by rule, and differences by explanation."""

    ours: Counter[str]
    theirs: Counter[str]
    why: dict[str, int]


def written(path: Path, all_of_them: Sequence[Beside]) -> Path:
    """Write the tables of all documents that Spectral answered for, pack by pack."""
    lines = ["# Findings beside Spectral", ""]
    lines += ["Faults by place, each once: Decant / Spectral, where they are not the same.", ""]
    for pack in ("oas", "owasp"):
        found = {
            one.name: _found(one) for one in all_of_them if one.pack == pack and one.report.exists()
        }
        lines += _tables(pack, found)
        for name, one in found.items():
            if one.why != seen(pack)[name]:
                print(f"{pack}, {name}: not as recorded: {one.why}")
    path.write_text("\n".join(lines) + "\n")
    return path


def _found(one: Beside) -> Found:
    document = one.read()
    base = one.folder or one.file.parent
    ours = by_decant(document, one.pack)
    theirs = by_spectral(document, orjson.loads(one.report.read_bytes() or b"[]"), base)
    return Found(
        Counter(rule for rule, _, _ in ours),
        Counter(rule for rule, _, _ in theirs),
        counted(ours, theirs, explanations(one.pack)),
    )


def _tables(pack: str, found: dict[str, Found]) -> Iterator[str]:
    yield from (
        f"## {pack}",
        "",
        f"| rule | {' | '.join(found)} |",
        "|---" * (len(found) + 1) + "|",
    )
    rules = sorted({rule for one in found.values() for rule in (*one.ours, *one.theirs)})
    for rule in rules:
        cells = (_cell(one.ours[rule], one.theirs[rule]) for one in found.values())
        yield f"| {rule} | {' | '.join(cells)} |"
    whys = [one.why.get("both", 0) for one in found.values()]
    yield f"| **told by both** | {' | '.join(map(str, whys))} |"
    yield from ("", f"| difference | told by | right | why | {' | '.join(found)} |")
    yield "|---" * (4 + len(found)) + "|"
    for known in explanations(pack):
        counts = " | ".join(str(one.why.get(known.id, 0)) for one in found.values())
        yield f"| {known.id} | {known.only} | {known.right} | {known.why} | {counts} |"
    names = {"both", *(known.id for known in explanations(pack))}
    unknown = sorted({why for one in found.values() for why in one.why} - names)
    yield from ("", *(f"Not explained: {why}" for why in unknown), "")


def _cell(ours: int, theirs: int) -> str:
    return str(ours) if ours == theirs else f"{ours} / {theirs}"
