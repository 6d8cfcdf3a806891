"""A team's own ruleset, in the format of Spectral: compiled once, applied to any document.

`SpectralRuleset.compile` reads `.spectral.yaml` as it is and never fails: what cannot be read is
a problem with its line, and the rules that can run do. `apply` gives the findings of its rules,
of the built-in rules it extends, and its problems, in the order of the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from decant.contract.findings import Finding, Severity
from decant.contract.lint.rule import BUILT_IN
from decant.contract.lint.ruleset import Ruleset
from decant.contract.validate.rules import MOST_PER_RULE, in_reading_order

from .definitions import Definition, Reading
from .judging import Complaint, Failure, Judging
from .merging import Draft, Merging
from .overrides import Overrides, overrides_of
from .rules import Compiling, SpectralRule
from .shelf import Shelf, Spot
from .views import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decant.contract.document import Document

FAILED: Final = "rule-error"


@dataclass(frozen=True, slots=True, eq=False)
class SpectralRuleset:
    """Rules, the built-in rules that go with them, and what is wrong with the ruleset.

    `digest` is the same for the same files; `problems` are findings about the ruleset's files.
    """

    name: str
    digest: str
    rules: tuple[SpectralRule, ...]
    built_in: Ruleset
    problems: tuple[Finding, ...]
    _files: Mapping[str, bytes]
    _definition: Definition | None
    _overrides: Overrides

    @classmethod
    def compile(cls, files: Mapping[str, bytes], name: str) -> SpectralRuleset:
        """The ruleset of the file `name`; `files` has it and those it extends, by path.

        Raises KeyError if there is no such file.
        """
        shelf = Shelf(files)
        if name not in files:
            raise KeyError(name)
        body = shelf.try_to_read(name)
        definition = Reading(shelf).definition(body, Spot(name)) if body is not None else None
        if definition is None:
            return cls._of(shelf, files, None, Overrides(), {}, name=name)
        overrides = overrides_of(definition, shelf)
        drafts = Merging(shelf).drafts(definition)
        return cls._of(shelf, files, definition, overrides, drafts, name=name)

    @classmethod
    def _of(  # noqa: PLR0917 - the parts of one value, in one place
        cls,
        shelf: Shelf,
        files: Mapping[str, bytes],
        definition: Definition | None,
        overrides: Overrides,
        drafts: Mapping[str, Draft],
        *,
        name: str,
    ) -> SpectralRuleset:
        chosen = [draft for draft in drafts.values() if _may_run(draft, overrides)]
        compiling = Compiling(shelf)
        rules = [compiling.rule(draft) for draft in chosen if draft.body is not None]
        own = {draft.name: draft.severity for draft in chosen if draft.body is None}
        return cls(
            name=name,
            digest=_digest(files, shelf.read_files),
            rules=tuple(rule for rule in rules if rule is not None),
            built_in=Ruleset(MappingProxyType(own)),
            problems=tuple(dict.fromkeys(shelf.problems)),
            _files=files,
            _definition=definition,
            _overrides=overrides,
        )

    def for_file(self, path: str) -> SpectralRuleset:
        """This ruleset with its overrides for a document at a path beside the ruleset."""
        override = self._overrides.definition_for(path)
        if override is None or self._definition is None:
            return self
        shelf = Shelf(self._files)
        drafts = Merging(shelf).drafts(override, base=self._definition)
        places = Overrides(places=self._overrides.places)
        return self._of(shelf, self._files, None, places, drafts, name=self.name)

    def finding(self, rule: SpectralRule, message: str, hint: str) -> Finding:
        """Something to say about a rule, at its place in the ruleset."""
        return Shelf(self._files).finding(FAILED, message, rule.spot, hint)

    @property
    def overrides(self) -> Overrides:
        """What is said of places in files."""
        return self._overrides


def apply(
    ruleset: SpectralRuleset,
    document: Document,
    *,
    path: str | None = None,
    most_per_rule: int = MOST_PER_RULE,
) -> tuple[Finding, ...]:
    """What a ruleset finds in a document, with the problems of the ruleset first.

    `path` is where the document lies beside the ruleset; without it, the root's own path.
    """
    file = path if path is not None else document.root
    chosen = ruleset.for_file(file)
    problems = list(dict.fromkeys((*ruleset.problems, *chosen.problems)))
    found = list(_built_in(chosen, document, file))
    view = View(document)
    judging = Judging(view, chosen.overrides, file)
    for rule in chosen.rules:
        paths = rule.given.get(document.dialect, ())
        try:
            found += _located(judging.complaints(rule, paths), view, most_per_rule)
        except Failure as failure:
            message = f"The rule `{rule.name}` {failure}; what it would say is not known."
            hint = "Make its path or pattern simpler, or switch it off."
            problems.append(chosen.finding(rule, message, hint))
    return (*problems, *in_reading_order(dict.fromkeys(found)))


def _built_in(ruleset: SpectralRuleset, document: Document, file: str) -> Iterator[Finding]:
    from decant.contract.lint import lint

    for found in lint(document, ruleset.built_in):
        at = (file, found.location.pointer)
        severity = ruleset.overrides.severity(found.rule, at, found.severity)
        if severity is not None:
            yield _as_grave(found, severity)


def _as_grave(found: Finding, severity: Severity) -> Finding:
    if severity is found.severity:
        return found
    return Finding(found.rule, severity, found.message, found.location, found.hint)


def _located(complaints: Iterator[Complaint], view: View, most: int) -> Iterator[Finding]:
    count, last = 0, None
    for complaint in complaints:
        count += 1
        if count <= most:
            yield _finding(complaint, view, complaint.message)
        elif count == most + 1:
            last = complaint
    if last is not None:
        yield _finding(last, view, f"{count - most} more like these are not listed, from here on.")


def _finding(complaint: Complaint, view: View, message: str) -> Finding:
    location = view.located(complaint.file, complaint.pointer)
    rule = complaint.rule
    hint = rule.documentation or rule.description
    return Finding(
        rule.name, complaint.severity, message, location, hint if hint != message else None
    )


def _may_run(draft: Draft, overrides: Overrides) -> bool:
    """Whether a rule is on, somewhere at least."""
    is_placed = any(draft.name in place.severities for place in overrides.places)
    if draft.body is None:
        return draft.enabled and draft.name in _known()
    return (draft.enabled and draft.severity is not None) or is_placed


def _known() -> frozenset[str]:
    from decant.contract.lint.packs import JUDGED_BY_VALIDATION

    return frozenset((*BUILT_IN, *JUDGED_BY_VALIDATION))


def _digest(files: Mapping[str, bytes], names: set[str]) -> str:
    lines = (f"{name}={sha256(files[name]).hexdigest()}" for name in sorted(names))
    whole = "\n".join(lines)
    return f"sha256:{sha256(whole.encode()).hexdigest()}"
