"""Comparing stored revisions, as the hub does: nothing is parsed but the units that differ.

Each run begins with manifests and a store of bytes, and ends with the comparison. The time
must grow with the number of edits and not with what else is in the document. It is processor
time, so that other work on the machine does not count.
"""

from __future__ import annotations

import gc
import random
from copy import deepcopy
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import orjson

from decant.contract import Document, compare, read

from . import plot
from .figures import FOLDER, Figure, Table
from .pairs import CORPUS, GITHUB, github

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from decant.contract import Comparison, Manifest

ROUNDS: Final = 9
EDITS: Final = (1, 10, 100, 1000)
COPIES: Final = (1, 2, 4, 8)
# What the hub may take, in milliseconds.
MOST: Final = {"box": 5, "github, smallest step": 10, "github, largest step": 120}


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as a store keeps it."""

    manifest: Manifest
    blobs: dict[str, bytes]

    @classmethod
    def of(cls, text: bytes, name: str) -> Kept:
        document = read({name: text})
        blobs = dict(document.unit_bytes())
        blobs.update((digest, text) for digest in document.manifest.files.values())
        return cls(document.manifest, blobs)

    def opened(self) -> Document:
        """The document with nothing loaded yet."""
        return Document.stored(self.manifest, self.blobs.__getitem__)


def run() -> None:
    """Measure, print and write the tables, and draw the growth."""
    table = Table("Stored")
    for name, older, newer in _steps():
        comparison, seconds = _compared(older, newer)
        most = next(limit for what, limit in MOST.items() if name.startswith(what))
        milliseconds = seconds * 1000
        shown = f"{milliseconds:.1f} ms"
        said = f"{len(comparison.changes)} changes"
        table.add(Figure(name, shown, said, f"≤ {most} ms", milliseconds <= most))
    _by_edits(table)
    _by_size(table)
    print(f"written to {table.write()}")


def _steps() -> Iterator[tuple[str, Kept, Kept]]:
    files = sorted((CORPUS / "box").glob("*.json"))
    if len(files) > 1:
        older, newer = map(_kept, files[-2:])
        yield "box, last step", older, newer
    for step, versions in zip(("smallest", "largest"), GITHUB, strict=True):
        paths = [github(version) for version in versions]
        if paths[0] is None or paths[1] is None:
            print(f"missing: github {' to '.join(versions)}")
            continue
        yield f"github, {step} step", _kept(paths[0]), _kept(paths[1])


def _kept(path: Path) -> Kept:
    return Kept.of(path.read_bytes(), path.name)


def _compared(older: Kept, newer: Kept) -> tuple[Comparison, float]:
    """The comparison, without lines, and the median of its seconds."""
    seconds = []
    for _ in range(ROUNDS):
        gc.collect()
        one, two = older.opened(), newer.opened()
        started = process_time()
        comparison = compare(one, two, locate=False)
        seconds.append(process_time() - started)
    return comparison, median(seconds)


def _by_edits(table: Table) -> None:
    """Box with more and more of its properties edited."""
    text = _newest_box(table)
    if text is None:
        return
    tree, points = orjson.loads(text), []
    older = Kept.of(text, "box.json")
    for edits in EDITS:
        comparison, seconds = _compared(older, Kept.of(_edited(tree, edits), "box.json"))
        points.append((float(edits), seconds * 1000))
        said = f"{len(comparison.changes)} changes"
        table.add(Figure(f"box, edits: {edits}", f"{seconds * 1000:.1f} ms", said))
    grown = points[-1][1] / points[0][1]
    most = EDITS[-1] / EDITS[0]
    words = f"{grown:.0f}x for {most:.0f}x the edits"
    table.add(Figure("box, growth with edits", words, "", "no more", grown <= most))
    path = FOLDER / "stored-edits.svg"
    path.write_text(plot.curve("Comparing stored revisions", ("edits", "ms"), points))
    print(f"drawn in {path}")


def _by_size(table: Table) -> None:
    """One edit in Box and in documents that hold Box several times."""
    text = _newest_box(table)
    if text is None:
        return
    points = []
    for copies in COPIES:
        tree = _repeated(orjson.loads(text), copies)
        whole = orjson.dumps(tree)
        older, newer = Kept.of(whole, "box.json"), Kept.of(_edited(tree, 1), "box.json")
        _, seconds = _compared(older, newer)
        points.append((len(whole) / 1e6, seconds * 1000))
        units = f"{len(older.manifest.units):,} units"
        name = f"box {copies} times ({len(whole) / 1e6:.1f} MB), 1 edit"
        table.add(Figure(name, f"{seconds * 1000:.1f} ms", units))
    path = FOLDER / "stored-size.svg"
    path.write_text(plot.curve("Comparing stored revisions, one edit", ("MB", "ms"), points))
    print(f"drawn in {path}")


def _newest_box(table: Table) -> bytes | None:
    files = sorted((CORPUS / "box").glob("*.json"))
    if not files:
        table.add(Figure("box", "-", "missing: the corpus"))
        return None
    return files[-1].read_bytes()


def _edited(tree: dict[str, Any], count: int) -> bytes:
    """The document with the lengths of that many strings limited, the same ones every time."""
    edited = deepcopy(tree)
    places = list(_strings(edited))
    for schema in random.Random(1).sample(places, min(count, len(places))):
        schema["maxLength"] = schema.get("maxLength", 1000) - 1
    return orjson.dumps(edited)


def _strings(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = [tree["components"]["schemas"]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("type") == "string" and "enum" not in node and "format" not in node:
                yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _repeated(tree: dict[str, Any], copies: int) -> dict[str, Any]:
    """The document with its paths and components again under other names."""
    paths, schemas = dict(tree["paths"]), dict(tree["components"]["schemas"])
    for copy in range(1, copies):
        text = orjson.dumps([tree["paths"], tree["components"]["schemas"]])
        text = text.replace(b'"#/components/schemas/', b'"#/components/schemas/C%d' % copy)
        again, named = orjson.loads(text)
        paths.update((f"/copy-{copy}{path}", item) for path, item in again.items())
        schemas.update((f"C{copy}{name}", schema) for name, schema in named.items())
    return {**tree, "paths": paths, "components": {**tree["components"], "schemas": schemas}}
