"""What a team insists on: which rules, and how much each matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from decant.contract.errors import ContractError

from . import rules  # noqa: F401 - importing the areas registers their rules
from .packs import JUDGED_BY_VALIDATION, PACKS
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


class UnknownPack(ContractError):  # noqa: N818 - it says what is unknown
    """A ruleset asks for a pack that does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no pack called '{name}'; there are {', '.join(PACKS)}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules of `severities`, each as grave as it says; None, or not named, is off.

    The ids under which validation reports (JUDGED_BY_VALIDATION) may be named and change
    nothing: whether a document is valid is no matter of taste.
    """

    severities: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for name in self.severities:
            if name not in BUILT_IN and name not in JUDGED_BY_VALIDATION:
                raise UnknownRule(name)

    @classmethod
    def of(cls, *packs: str, severities: Mapping[str, Severity | None] | None = None) -> Ruleset:
        """These packs together, with changes of one's own; what comes later has the last word.

        Raises UnknownPack or UnknownRule.
        """
        chosen: dict[str, Severity | None] = {}
        for name in packs:
            if name not in PACKS:
                raise UnknownPack(name)
            chosen.update(PACKS[name])
        return cls(MappingProxyType(chosen | dict(severities or {})))

    def chosen(self) -> Iterator[tuple[Rule, Severity]]:
        """The rules to run, in order, with how much each matters here."""
        for rule in BUILT_IN.values():
            severity = self.severities.get(rule.id)
            if severity is not None:
                yield rule, severity

    @property
    def digest(self) -> str:
        """The same for all rulesets that choose the same rules and severities."""
        lines = "\n".join(sorted(f"{rule.id}={severity}" for rule, severity in self.chosen()))
        return f"sha256:{sha256(lines.encode()).hexdigest()}"


RECOMMENDED: Final = Ruleset.of("recommended")
EVERYTHING: Final = Ruleset({rule.id: rule.severity for rule in BUILT_IN.values()})
