"""What the hub said about a document, as people read it: check and publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from . import changes, findings
from .output import bold, cyan, dim, severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .output import Painted, Terminal
    from .sources import Given


# What a check has at least.
CHECK: Final = (
    "verdict", "reasons", "counts", "base", "required_bump", "findings", "changes", "not_evaluated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """A terminal, and what is spoken of: the document given, its API, and the hub."""

    terminal: Terminal
    given: Given
    api: str
    hub_url: str

    def publication(self, said: Mapping[str, Any]) -> None:
        """Print what became of a push; the last line is the outcome."""
        revision = said["revision"]
        self.check(said["check"])
        if revision is None:
            self.terminal.line(bold(f"{self.api} stays as it is"))
            return
        self._fact("digest", str(revision["digest"]))
        self._link("docs", revision.get("docs_url"))
        outcome = "is new" if said["created"] else "is unchanged"
        names = ", ".join(revision["labels"])
        self.terminal.line(
            bold(f"{self.api} revision {revision['number']} {outcome}"), f" · {names}" * bool(names)
        )

    def check(self, said: Mapping[str, Any]) -> None:
        """Print a check: findings, changes, what was not compared, and the verdict."""
        found = [findings.from_json(each) for each in said["findings"]]
        findings.tell(self.terminal, found, self.given.shown)
        changes.tell(
            self.terminal, said["changes"], older=self._older(said), newer=self.given.shown
        )
        changes.tell_gaps(self.terminal, said["not_evaluated"])
        reasons = ", ".join(said["reasons"])
        self.terminal.line(severity(said["verdict"]), f": {reasons}" * bool(reasons))
        if said.get("override_reason"):
            self._fact("because", str(said["override_reason"]))
        self._fact("changes", _compared(said))
        self._fact("findings", findings.summary(said["counts"]["findings"]))
        self._link("check", said.get("html_url"))

    def _older(self, said: Mapping[str, Any]) -> changes.Shown:
        return lambda file: f"{self.api}@{said['base']}:{file or ''}"

    def _fact(self, label: str, words: str | Painted) -> None:
        self.terminal.line(dim(f"{label:<10}"), words)

    def _link(self, label: str, url: str | None) -> None:
        """A link that can be followed from here; the hub's own are relative to it."""
        if url:
            self._fact(label, cyan(f"{self.hub_url}{url}" if url.startswith("/") else url))


def _compared(said: Mapping[str, Any]) -> str:
    if said["base"] is None:
        return "nothing to compare with"
    gaps = len(said["not_evaluated"])
    words = changes.summary(said["counts"]["changes"], said["required_bump"], gaps)
    return f"compared with revision {said['base']}: {words}"
