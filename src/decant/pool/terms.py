"""What an upload is judged by, on its way to a worker: the rulesets of all levels, and waivers."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract.findings import Severity

    from .rulesets import StoredRuleset

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class AdoptedRuleset:
    """A ruleset that a level insists on: a pack by its name, or one from the store."""

    name: str
    stored: StoredRuleset | None = None
    is_report_only: bool = False

    @property
    def message(self) -> dict[str, Json]:
        """This as a worker reads it."""
        return {
            "name": self.name,
            "stored": None if self.stored is None else self.stored.message,
            "report_only": self.is_report_only,
        }


@dataclass(frozen=True, slots=True)
class Insistence:
    """The rules that one level insists on, and how much single ones matter to it."""

    rulesets: tuple[AdoptedRuleset, ...] = ()
    severities: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def message(self) -> dict[str, Json]:
        """This as a worker reads it."""
        return {
            "rulesets": [each.message for each in self.rulesets],
            "severities": {rule: said and said.value for rule, said in self.severities.items()},
        }


@dataclass(frozen=True, slots=True)
class WaiverTerms:
    """A waiver that is in force; `shown` is what a report tells of it, as JSON values."""

    id: str
    rule: str = ""
    fingerprint: str = ""
    pointer: str = ""
    shown: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def message(self) -> dict[str, Json]:
        """This as a worker reads it."""
        return {
            "id": self.id,
            "rule": self.rule,
            "fingerprint": self.fingerprint,
            "pointer": self.pointer,
            "shown": dict(self.shown),
        }


@dataclass(frozen=True, slots=True)
class Terms:
    """All of it; no level that adopts a ruleset means the recommended one.

    Under `new_only` errors that the base has already do not count.
    """

    levels: tuple[Insistence, ...] = ()
    waivers: tuple[WaiverTerms, ...] = ()
    new_only: bool = True

    @property
    def message(self) -> dict[str, Json]:
        """This as a worker reads it."""
        return {
            "levels": [level.message for level in self.levels],
            "waivers": [waiver.message for waiver in self.waivers],
            "new_only": self.new_only,
        }
