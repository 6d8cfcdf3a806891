"""What a team insists on: which rules, and how much each matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from decant.contract.errors import ContractError

from . import rules  # noqa: F401 - importing the areas registers their rules
from .rule import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decant.contract.findings import Severity

    from .rule import Rule


class UnknownRule(ContractError):  # noqa: N818 - it says what is unknown
    """A ruleset speaks of a rule that does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no lint rule called '{name}'")
        self.name = name


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Every built-in rule at its own severity, except those in `severities`; None means off."""

    severities: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for name in self.severities:
            if name not in BUILT_IN:
                raise UnknownRule(name)

    def chosen(self) -> Iterator[tuple[Rule, Severity]]:
        """The rules to run, in order, with how much each matters here."""
        for rule in BUILT_IN.values():
            severity = self.severities.get(rule.id, rule.severity)
            if severity is not None:
                yield rule, severity


# Off unless asked for: a matter of taste, or of documents that few people read.
MATTERS_OF_TASTE: Final = ("info-license", "tag-description")

RECOMMENDED: Final = Ruleset(MappingProxyType(dict.fromkeys(MATTERS_OF_TASTE)))
