"""What a document is linted by: the rulesets of several levels, of which none can loosen another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from decant.contract.findings import Finding, Severity
from decant.contract.validate.rules import in_reading_order

from . import lint
from .rule import BUILT_IN
from .ruleset import RECOMMENDED, Ruleset
from .spectral import SpectralRuleset, apply

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from decant.contract.document import Document


@dataclass(frozen=True, slots=True)
class Adopted:
    """A ruleset that a level adopts: a pack by its name, or files."""

    name: str
    files: Mapping[str, bytes] | None = None
    root: str = ""
    is_report_only: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """What one level insists on."""

    rulesets: tuple[Adopted, ...] = ()
    severities: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Ruled:
    """A finding, and whether only rulesets that are tried out find it."""

    finding: Finding
    is_report_only: bool


@dataclass(frozen=True, slots=True)
class _Own:
    """A team's own ruleset at one level, which may weigh its rules otherwise."""

    ruleset: SpectralRuleset
    severities: Mapping[str, Severity | None]
    is_report_only: bool

    def judge(self, document: Document) -> Iterator[Ruled]:
        for finding in apply(self.ruleset, document):
            severity = self.severities.get(finding.rule, finding.severity)
            if severity is not None:
                yield Ruled(replace(finding, severity=severity), self.is_report_only)


@dataclass(frozen=True, slots=True)
class Standard:
    """The rules of all levels together: the built-in ones that count, or are tried, and others."""

    digest: str
    binding: Ruleset
    tried: Ruleset
    own: tuple[_Own, ...]

    @classmethod
    def of(cls, levels: Sequence[Level]) -> Standard:
        """The standard of these levels.

        Where none adopts anything, what is recommended holds, as far as no level says otherwise:
        nobody has insisted on it.
        """
        binding = _merged(levels, is_report_only=False)
        if not any(level.rulesets for level in levels):
            binding = Ruleset({**RECOMMENDED.severities, **binding.severities})
        return cls(
            _digest(levels),
            binding,
            _merged(levels, is_report_only=True),
            tuple(
                _Own(
                    SpectralRuleset.compile(adopted.files, adopted.root),
                    level.severities,
                    adopted.is_report_only,
                )
                for level in levels
                for adopted in level.rulesets
                if adopted.files is not None
            ),
        )

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What is wrong with the rulesets themselves."""
        return tuple(problem for own in self.own for problem in own.ruleset.problems)

    def judge(self, document: Document) -> tuple[Ruled, ...]:
        """What the rules find, in reading order; of two that say the same the gravest is heard."""
        ruled = [Ruled(finding, is_report_only=False) for finding in lint(document, self.binding)]
        if self.tried.severities:
            ruled += (Ruled(finding, is_report_only=True) for finding in lint(document, self.tried))
        for own in self.own:
            ruled += own.judge(document)
        gravest: dict[Hashable, Ruled] = {}
        for each in sorted(
            ruled, key=lambda one: (one.is_report_only, _rank(one.finding.severity))
        ):
            finding = each.finding
            gravest.setdefault((finding.rule, finding.location, finding.message), each)
        heard = {each.finding: each for each in gravest.values()}
        return tuple(heard[finding] for finding in in_reading_order(heard))


def _digest(levels: Sequence[Level]) -> str:
    """The same for levels that adopt the same and weigh it alike."""
    told = [
        [
            [each.name, each.root, each.is_report_only, sorted((each.files or {}).items())]
            for each in level.rulesets
        ]
        + [sorted((rule, str(said)) for rule, said in level.severities.items())]
        for level in levels
    ]
    return f"sha256:{sha256(repr(told).encode()).hexdigest()}"


_GRAVEST_FIRST = [Severity.ERROR, Severity.WARNING, Severity.INFO]


def _merged(levels: Sequence[Level], *, is_report_only: bool) -> Ruleset:
    """The built-in rules of all levels, each as grave as any of them says."""
    gravest: dict[str, Severity | None] = {}
    for level in levels:
        chosen = dict(
            Ruleset.of(
                *(
                    each.name
                    for each in level.rulesets
                    if each.files is None and each.is_report_only is is_report_only
                )
            ).severities
        )
        if chosen or not is_report_only:
            said = level.severities.items()
            chosen.update({rule: severity for rule, severity in said if rule in BUILT_IN})
        for rule, severity in chosen.items():
            if rule not in gravest or _rank(severity) < _rank(gravest[rule]):
                gravest[rule] = severity
    return Ruleset(gravest)


def _rank(severity: Severity | None) -> int:
    return len(_GRAVEST_FIRST) if severity is None else _GRAVEST_FIRST.index(severity)
