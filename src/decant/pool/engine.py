"""The engine's side of a task: plain values in, the engine's answer out."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from decant import contract
from decant.contract.diff.report import as_json
from decant.contract.document import Document, Manifest
from decant.contract.gating import gate, in_file_of

from .answer import Seen, answer_of
from .channel import Message
from .judging import Judge, told_before
from .recent import Recent
from .rendering import converted
from .rulings import compiled, tally
from .shelf import Shelf
from .standards import waivers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from decant.contract.findings import Finding
    from decant.contract.lint.standard import Standard

    from .channel import Channel

Json: TypeAlias = Any

_TINY: Final = b"""{"openapi": "3.1.0", "info": {"title": "Warm-up", "version": "1"}, "paths": {
"/a": {"get": {"responses": {"200": {"description": "Fine", "content": {"application/json":
{"schema": {"type": "object"}, "example": {}}}}}}}}}"""
# Documents kept read, by bytes of text: a push finds what its check read, and its base.
_KEPT_BYTES: Final = 32 << 20
_LEAST_WEIGHT: Final = 64 << 10  # what a document takes beside its text
_KEPT_MANIFESTS: Final = 64


class Engine:
    """What one worker knows how to do, and the few documents it read last."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._readings: Recent[Document] = Recent(_KEPT_BYTES)
        self._manifests: Recent[Manifest] = Recent(_KEPT_MANIFESTS)
        self._documents: Recent[Document] = Recent(_KEPT_BYTES)
        self._bytes: Recent[bytes] = Recent(_KEPT_BYTES)
        self._shelf = Shelf(channel, self._bytes)
        self._judge = Judge()

    def perform(self, task: Message) -> Message:
        """Do a task; raises UnreadableDocument if its files are not a document."""
        return _TASKS[task.head["task"]](self, task)

    def warm(self) -> None:
        """Import and compile what the first task would otherwise wait for."""
        document = contract.read({"openapi.json": _TINY})
        standard = self._judge.standard([], self._texts)
        self._judge.score(document, standard)
        contract.compare(document, document)
        converted(_TINY, "yaml")

    def examine(self, task: Message) -> Message:
        """Read, validate and lint files, and compare them with a base if there is one."""
        head = task.head
        newer = self._reading(dict(zip(head["paths"], task.parts, strict=True)), head["root"])
        standard = self._judge.standard(head["levels"], self._texts)
        older = None if head["base"] is None else self._base(head["base"], newer)
        comparison = None
        debt: Sequence[Finding] = ()
        if older is not None:
            profile = contract.Profile(head["profile"])
            comparison = contract.compare(older, newer, profile, today=head["today"])
            debt = self._debt(older, newer, standard, head["base"]["report"])
        passage = gate(
            self._judge.faults(newer, standard),
            () if comparison is None else comparison.changes,
            base=debt,
            waivers=waivers_of(head["waivers"]),
        )
        score = self._judge.score(newer, standard)
        seen = Seen(newer, standard.digest, passage, score, older, comparison)
        return answer_of(seen, head["waivers"], new_only=head["new_only"])

    def compare(self, task: Message) -> Message:
        """Compare two stored documents; what differs is fetched in one go."""
        older, newer = (self._stored(digest) for digest in task.head["manifests"])
        # The walk skips what has the same deep hash on both sides, and reads the rest.
        one, other = older.manifest, newer.manifest
        self._shelf.fetch({*_met_by_the_walk(one, other), *_met_by_the_walk(other, one)})
        profile = contract.Profile(task.head["profile"])
        comparison = contract.compare(older, newer, profile, today=task.head["today"])
        report = as_json(comparison, engine_version=contract.ENGINE_VERSION)
        return Message({}, (orjson.dumps(report),))

    def convert(self, task: Message) -> Message:
        """Spell one text as JSON or YAML, members in the order they were written."""
        return Message({}, (converted(task.parts[0], task.head["format"]),))

    def compile(self, task: Message) -> Message:
        """Read a ruleset that was pushed, with those in the store that it extends."""
        head = task.head
        files = dict(zip(head["paths"], task.parts, strict=True)) | self._texts(head["stored"])
        return Message(compiled(files, head["root"]))

    def lint(self, task: Message) -> Message:
        """Judge a stored document by rulesets alone."""
        document = self._stored(task.head["manifest"])
        standard = self._judge.standard(task.head["levels"], self._texts)
        self._shelf.fetch(unit.raw for unit in document.manifest.units.values())
        self._shelf.fetch(document.manifest.files.values())
        return Message(tally([ruled.finding for ruled in standard.judge(document)]))

    def _texts(self, stored: Iterable[tuple[str, str]]) -> dict[str, bytes]:
        """Stored texts by path, fetched in one go."""
        digests = dict(stored)
        self._shelf.fetch(digests.values())
        return {path: self._shelf.load(digest) for path, digest in digests.items()}

    def _reading(self, files: Mapping[str, bytes], root: str | None) -> Document:
        named = [[path, sha256(files[path]).hexdigest()] for path in sorted(files)]
        asked = sha256(orjson.dumps([root, named])).hexdigest()
        known = self._readings.get(asked)
        if known is None:
            known = contract.read(files, root)
            manifest = known.manifest
            # Twice in the books, as asked for and as named by the engine: half of it each.
            for key in (asked, manifest.digest):
                self._readings.put(key, known, _weight(manifest) // 2)
        return known

    def _base(self, base: Mapping[str, str], newer: Document) -> Document:
        known = self._readings.get(base["digest"])
        if known is not None:
            return known
        shelf = Shelf(self._channel, self._bytes, newer)
        manifest = self._manifest(base["manifest"])
        shelf.fetch(unit.raw for unit in manifest.units.values())
        return Document.stored(manifest, shelf.load)

    def _debt(
        self, older: Document, newer: Document, standard: Standard, report: str | None
    ) -> Sequence[Finding]:
        """What is wrong with the base, as its report says or as it is found now."""
        told = None if report is None else told_before(self._shelf.load(report), standard)
        if told is None:
            told = [fault.finding for fault in self._judge.faults(older, standard)]
        return in_file_of(told, older.manifest.root, newer.manifest.root)

    def _stored(self, manifest: str) -> Document:
        known = self._documents.get(manifest)
        if known is None:
            known = Document.stored(self._manifest(manifest), self._shelf.load)
            self._documents.put(manifest, known, _weight(known.manifest))
        return known

    def _manifest(self, digest: str) -> Manifest:
        known = self._manifests.get(digest)
        if known is None:
            known = Manifest.from_bytes(self._shelf.load(digest))
            self._manifests.put(digest, known)
        return known


_TASKS: Final[dict[str, Callable[[Engine, Message], Message]]] = {
    "examine": Engine.examine,
    "compare": Engine.compare,
    "convert": Engine.convert,
    "compile": Engine.compile,
    "lint": Engine.lint,
}


def _weight(manifest: Manifest) -> int:
    return manifest.size + _LEAST_WEIGHT


def _met_by_the_walk(one: Manifest, other: Manifest) -> Iterator[str]:
    """What lies deeper than the other side has it, and the few fields that are always read."""
    known = {unit.deep for unit in other.units.values()}
    for name, unit in one.units.items():
        if unit.deep not in known or "/" not in name:
            yield unit.raw
    yield one.files[one.root]
