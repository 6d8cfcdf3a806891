"""The engine, run in worker processes with limits: bytes in, findings out, the hub unharmed.

A document that kills or stalls its worker is refused like any other that cannot be read.
Workers start when first needed (or with `start`), live long and share nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.findings import Finding, Location, Severity, finding_from_json
from decant.errors import Unreadable

from .channel import Message
from .examination import Base, Counted, Examination, Facts
from .packing import Packed, pack, unpack
from .process import Allowance, EngineFault, WorkerDied, WorkerStalled
from .recent import Recent
from .rulesets import Compiled, Extends, Linted, StoredRuleset, Tally, compiled, linted
from .staff import Staff
from .terms import AdoptedRuleset, Insistence, Terms, WaiverTerms
from .turns import Turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from .process import Supply

    # Paths with the digests of their blobs.
    StoredFiles: TypeAlias = Sequence[tuple[str, str]]

__all__ = [
    "AdoptedRuleset", "Allowance", "Base", "Compiled", "Counted", "EngineFault", "Examination",
    "Extends", "Eyes", "Facts", "Insistence", "Linted", "Packed", "Pool", "Recent",
    "StoredRuleset", "Tally", "Terms", "WaiverTerms", "pack", "unpack",
]  # fmt: skip

Json: TypeAlias = Any

_USUAL: Final = Terms()


@dataclass(frozen=True, slots=True)
class Eyes:
    """How a comparison looks: the profile, and the day (ISO 8601) sunset dates are held against."""

    profile: str
    today: str


class Pool:
    """`workers` engine processes; more tasks wait, at most `waiting` for `patience` seconds."""

    def __init__(
        self,
        *,
        workers: int = 2,
        allowance: Allowance | None = None,
        waiting: int = 200,
        patience: float = 60.0,
    ) -> None:
        self._allowance = allowance or Allowance()
        self._staff = Staff(workers, self._allowance, waiting, patience)
        self._turns = Turns(patience)
        self._starting: Thread | None = None

    def start(self) -> None:
        """Start one worker in the background, so that the first push need not wait for it."""
        self._starting = Thread(target=self._staff.warm, name="engine-start", daemon=True)
        self._starting.start()

    def close(self) -> None:
        """End every worker; tasks under way are refused as Unavailable."""
        self._staff.close()
        if self._starting is not None:
            self._starting.join()

    def turn(self, name: str) -> AbstractContextManager[None]:
        """Hold everybody else off who wants a turn of that name; raises Unavailable."""
        return self._turns.of(name)

    def examine(
        self,
        files: Mapping[str, bytes],
        root: str | None,
        eyes: Eyes,
        *,
        base: Base | None,
        supply: Supply,
        terms: Terms = _USUAL,
    ) -> Examination:
        """Read, validate and lint files, and compare them with a base; raises Unreadable.

        `terms` say by what they are linted, and what of all that is found has a say. `supply`
        is asked for stored bytes of the base and of rulesets, compressed, from this thread.
        """
        head = {
            "task": "examine",
            "paths": list(files),
            "root": root,
            "base": None if base is None else base.message,
            "profile": eyes.profile,
            "today": eyes.today,
            **terms.message,
        }
        named = root or (next(iter(files)) if len(files) == 1 else None)
        answer = self._done(Message(head, tuple(files.values())), supply, named)
        return _examination(answer)

    def compare(self, manifests: tuple[str, str], eyes: Eyes, supply: Supply) -> bytes:
        """Compare two stored documents, older first, by the digests of their manifests.

        The report is JSON, as `contract.diff.report.as_json` spells it.
        """
        head = {
            "task": "compare",
            "manifests": manifests,
            "profile": eyes.profile,
            "today": eyes.today,
        }
        return self._done(Message(head), supply).parts[0]

    def convert(self, text: bytes, form: str) -> bytes:
        """Spell one text as `json` or `yaml`, members in the order they were written."""
        return self._done(Message({"task": "convert", "format": form}, (text,))).parts[0]

    def compile(
        self, files: Mapping[str, bytes], root: str, stored: StoredFiles, *, supply: Supply
    ) -> Compiled:
        """Read a pushed ruleset, and those of the store that it extends; raises Unreadable.

        What is merely wrong in it is among its problems.
        """
        head = {"task": "compile", "paths": list(files), "root": root, "stored": stored}
        return compiled(self._done(Message(head, tuple(files.values())), supply, root))

    def lint(self, manifest: str, levels: Sequence[Insistence], supply: Supply) -> Linted:
        """Judge a stored document (its manifest's digest) by rulesets; raises Unreadable."""
        written = [level.message for level in levels]
        head = {"task": "lint", "manifest": manifest, "levels": written}
        return linted(self._done(Message(head), supply))

    def _done(
        self, task: Message, supply: Supply | None = None, file: str | None = None
    ) -> Message:
        answer = self._asked(task, supply or _nothing)
        if answer is None or answer.head["outcome"] == "too costly":
            is_ruleset = task.head["task"] == "compile"
            raise Unreadable([self._too_costly("ruleset" if is_ruleset else "document", file)])
        if answer.head["outcome"] == "unreadable":
            raise Unreadable([finding_from_json(fields) for fields in answer.head["findings"]])
        return answer

    def _asked(self, task: Message, supply: Supply) -> Message | None:
        """The answer, or None if the task ends every worker that tries it.

        A worker that had done other tasks may have died of those: a new one tries again.
        """
        is_new = False
        while not is_new:
            try:
                with self._staff.worker() as worker:
                    is_new = worker.tasks == 0
                    return worker.ask(task, supply)
            except WorkerStalled:
                return None
            except WorkerDied:
                continue
        return None

    def _too_costly(self, thing: str, file: str | None) -> Finding:
        allowed = f"{self._allowance.seconds} seconds and {self._allowance.memory_mb} MB"
        return Finding(
            f"{thing}-too-costly",
            Severity.ERROR,
            f"this {thing} takes more than the {allowed} that a {thing} may take",
            Location("", file),
            f"Split the {thing}, or look for what multiplies in it without end.",
        )


def _nothing(_digests: Sequence[str]) -> dict[str, bytes]:
    return {}


def _examination(answer: Message) -> Examination:
    head = answer.head
    sizes: list[tuple[str, int]] = head["blobs"]
    return Examination(
        facts=Facts(**head["facts"]),
        engine=head["engine"],
        findings=head["findings"],
        changes=head["changes"],
        gaps=head["gaps"],
        counted=Counted(**head["counted"]),
        score=head["score"],
        required_bump=head["required_bump"],
        manifest=head["manifest"],
        text=head["text"],
        operations=head["operations"],
        report=head["report"],
        bundled=head.get("bundled"),
        blobs=tuple(
            Packed(digest, size, data)
            for (digest, size), data in zip(sizes, answer.parts, strict=True)
        ),
    )
