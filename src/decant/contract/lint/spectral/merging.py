"""Rulesets that extend others, put together: whose rule it is, whether it is on, how much it matters.

What is said here was read from Spectral's source, because its corners are what teams rely on: a
severity switches an inherited rule on, an object replaces what it names and keeps the rest, and
`[name, all]` reaches the rules of that ruleset, not those it extends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .built_in import built_in_rules
from .definitions import INVALID, Definition, Extension, Reading
from .levels import DEFAULT, Level, is_severity, severity_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract.findings import Severity

    from .definitions import Aliases
    from .shelf import Shelf, Spot

Json: TypeAlias = Any
Drafts: TypeAlias = "dict[str, Draft]"
DEEPEST: Final = 20


@dataclass(slots=True)
class Draft:
    """A rule while rulesets are merged; without a body it is one of Decant's own."""

    name: str
    body: dict[str, Json] | None
    spot: Spot | None
    severity: Severity | None
    aliases: Aliases = field(default_factory=dict)
    formats: frozenset[str] | None = None
    recommended: bool = True
    enabled: bool = True


class Merging:
    """Follows `extends` from one definition; problems are noted on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._reading = Reading(shelf)

    def drafts(
        self,
        definition: Definition,
        level: Level | None = None,
        onway: tuple[str, ...] = (),
        base: Definition | None = None,
    ) -> Drafts:
        """The rules of a ruleset with those it extends; those of `base` are under its own."""
        found: Drafts = {}
        for extension in definition.extends:
            for draft in self._extended(extension, (*onway, definition.spot.file)).values():
                if level is not None:
                    draft.enabled = _is_on(draft, level)
                found[draft.name] = draft
        if base is not None:
            found.update(self.drafts(base, None, onway))
        for name, (body, spot) in definition.rules.items():
            is_new = name not in found
            merged = self._merged(found.get(name), name, body, (spot, definition))
            if merged is not None:
                found[name] = merged
                if is_new or level is not None:
                    merged.enabled = _is_on(merged, level or Level.RECOMMENDED)
        return found

    def _extended(self, extension: Extension, onway: tuple[str, ...]) -> Drafts:
        own = built_in_rules(extension.name)
        if own is not None:
            return self._built_in(own, extension.level)
        file = self._shelf.stored(extension.name, onway[-1])
        if file is None:
            self._missing(extension)
            return {}
        if file in onway:
            return {}  # as in Spectral, a circle ends where it closes
        if len(onway) > DEEPEST:
            self._shelf.problem(
                INVALID, "Rulesets extend each other too deeply.", extension.spot, "Flatten them."
            )
            return {}
        if file.endswith((".js", ".mjs", ".cjs", ".ts")):
            self._refuse_script(extension)
            return {}
        body = self._shelf.try_to_read(file)
        spot = type(extension.spot)(file)
        definition = self._reading.definition(body, spot) if body is not None else None
        return self.drafts(definition, extension.level, onway) if definition else {}

    @staticmethod
    def _built_in(own: Mapping[str, tuple[Severity, bool]], level: Level | None) -> Drafts:
        found: Drafts = {}
        for name, (severity, recommended) in own.items():
            draft = Draft(name, None, None, severity, recommended=recommended)
            draft.enabled = _is_on(draft, level or Level.RECOMMENDED)
            found[name] = draft
        return found

    def _missing(self, extension: Extension) -> None:
        if extension.name.endswith((".js", ".mjs", ".cjs", ".ts")):
            self._refuse_script(extension)
            return
        self._shelf.problem(
            "ruleset-not-stored",
            f"There is no ruleset `{extension.name}` at hand, and none is ever fetched.",
            extension.spot,
            "Store it beside this one, under this name.",
        )

    def _refuse_script(self, extension: Extension) -> None:
        self._shelf.problem(
            "ruleset-function-unsupported",
            f"`{extension.name}` is a program, and the hub executes nobody's code.",
            extension.spot,
            "Write it as YAML or JSON; Spectral reads that, too.",
        )

    def _merged(
        self, existing: Draft | None, name: str, body: Json, where: tuple[Spot, Definition]
    ) -> Draft | None:
        if isinstance(body, dict):
            return self._with_object(existing, name, body, where)
        if existing is None:
            self._shelf.problem(
                INVALID,
                f"No rule is called `{name}` in what this ruleset extends.",
                where[0],
                "Extend the ruleset that has it, or say what it asks with `given` and `then`.",
            )
            return None
        if isinstance(body, bool):
            existing.enabled = body
        elif is_severity(body):
            existing.severity = severity_of(body)
            existing.enabled = existing.severity is not None
        return existing

    def _with_object(
        self,
        existing: Draft | None,
        name: str,
        body: dict[str, Json],
        where: tuple[Spot, Definition],
    ) -> Draft:
        spot, definition = where
        formats = self._reading.formats(body.get("formats"), spot.at("formats"))
        inherited = existing.body if existing is not None and existing.body is not None else {}
        severity = existing.severity if existing is not None else DEFAULT
        return Draft(
            name,
            {**inherited, **body},
            spot,
            severity_of(body["severity"]) if "severity" in body else severity,
            definition.aliases,
            formats
            if formats is not None
            else (existing.formats if existing is not None else definition.formats),
            recommended=body.get("recommended", existing is None or existing.recommended)
            is not False,
            enabled=True,
        )


def _is_on(draft: Draft, level: Level) -> bool:
    return level is Level.ALL or (level is Level.RECOMMENDED and draft.recommended)
