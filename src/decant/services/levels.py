"""What each level insists on, and what comes of it for one label: the strictest of all.

A level that says something sets a floor: those below it may only be stricter. What nobody
says is as in `Policy()`. A policy that was loosened further up loosens here too, and one
that was tightened there tightens here: nothing is copied downwards.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from decant.contract import Profile, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Stance(StrEnum):
    """What a fault does to a push, loosest first; under `review` it waits for a maintainer."""

    ALLOW = "allow"
    WARN = "warn"
    REVIEW = "review"
    BLOCK = "block"

    @property
    def strictness(self) -> int:
        """How strict this is; more is stricter."""
        return list(Stance).index(self)


class Level(StrEnum):
    """Who insists, farthest first; what nobody says is the default."""

    DEFAULT = "default"
    SERVER = "server"
    ORG = "org"
    API = "api"


class Gravity(StrEnum):
    """How much a rule matters, least first."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def severity(self) -> Severity | None:
        """The severity of its findings, None if there are to be none."""
        return None if self is Gravity.OFF else Severity(self.value)


@dataclass(frozen=True, slots=True)
class Adoption:
    """A ruleset to judge by: a pack, or `name@number` of the org's own.

    What only a ruleset that is `report_only` finds is shown and never counts.
    """

    ruleset: str
    report_only: bool = False


RECOMMENDED: Final = Adoption("recommended")


@dataclass(frozen=True, slots=True)
class LabelStances:
    """Other stances for pushes to the labels that a pattern with `*` matches."""

    pattern: str
    breaking: Stance | None = None
    invalid: Stance | None = None
    lint: Stance | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one level says; None is nothing. `version` counts how often it was put."""

    breaking: Stance | None = None
    invalid: Stance | None = None
    lint: Stance | None = None
    profile: Profile | None = None
    new_only: bool | None = None
    four_eyes: bool | None = None
    rulesets: tuple[Adoption, ...] | None = None
    severities: Mapping[str, Gravity] | None = None
    labels: tuple[LabelStances, ...] | None = None
    version: int = 1

    def stance(self, about: str, label: str) -> Stance | None:
        """What it says about a kind of fault in a push to this label.

        The first pattern that matches speaks, and where it is silent, the rest of the level.
        """
        matching = (each for each in self.labels or () if fnmatchcase(label, each.pattern))
        speaker = next(matching, None)
        said: Stance | None = None if speaker is None else getattr(speaker, about)
        return getattr(self, about) if said is None else said


@dataclass(frozen=True, slots=True)
class Demand:
    """The rules that one level insists on, and how much each matters to it."""

    level: Level
    rulesets: tuple[Adoption, ...] = ()
    severities: Mapping[str, Gravity] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Policy:
    """What a push must pass. `origins` names the level that each value comes from."""

    breaking: Stance = Stance.BLOCK
    invalid: Stance = Stance.WARN
    lint: Stance = Stance.WARN
    profile: Profile = Profile.WIRE
    new_only: bool = True
    four_eyes: bool = False
    demands: tuple[Demand, ...] = ()
    origins: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))

    def is_as_strict_as(self, other: Policy) -> bool:
        """Whether no kind of fault does less to a push here than it does there."""
        return all(
            getattr(self, name).strictness >= getattr(other, name).strictness for name in STANCES
        )

    def origin(self, name: str) -> Level:
        """The level that a value comes from."""
        return self.origins.get(name, Level.DEFAULT)

    @property
    def adoptions(self) -> tuple[tuple[Adoption, Level], ...]:
        """Every ruleset to judge by, with who insists on it."""
        all_of_them = tuple(
            (each, demand.level) for demand in self.demands for each in demand.rulesets
        )
        return all_of_them or ((RECOMMENDED, Level.DEFAULT),)

    @property
    def rulesets(self) -> tuple[Adoption, ...]:
        """Every ruleset to judge by, once."""
        return tuple(dict.fromkeys(adoption for adoption, _ in self.adoptions))

    @property
    def gravities(self) -> Mapping[str, tuple[Gravity, Level]]:
        """For each rule that a level speaks of, the gravest that any says, and which."""
        gravest: dict[str, tuple[Gravity, Level]] = {}
        order = list(Gravity)
        for demand in self.demands:
            for rule, said in demand.severities.items():
                known = gravest.get(rule)
                if known is None or order.index(said) > order.index(known[0]):
                    gravest[rule] = (said, demand.level)
        return gravest

    @property
    def severities(self) -> Mapping[str, Gravity]:
        """For each rule that a level speaks of, the gravest that any says."""
        return {rule: said for rule, (said, _) in self.gravities.items()}


@dataclass(frozen=True, slots=True)
class Loosening:
    """A value that is looser than what a level above insists on; `at` is a JSON pointer."""

    at: str
    level: Level
    insisted: object


STANCES: Final = ("breaking", "invalid", "lint")
# How strict each value is. To a strict reader and to the user of an SDK other things break:
# neither is stricter than the other, so the nearest level that names one of them is heard.
_RANKS: Final[Mapping[str, Mapping[Any, int]]] = {
    **{name: {stance: stance.strictness for stance in Stance} for name in STANCES},
    "profile": {Profile.WIRE: 0, Profile.STRICT: 1, Profile.SOURCE: 1},
    "new_only": {True: 0, False: 1},
    "four_eyes": {False: 0, True: 1},
}


def strictest(said: Mapping[Level, Said], label: str) -> Policy:
    """What a push to a label must pass."""
    values: dict[str, Any] = {}
    origins: dict[str, Level] = {}
    ordered = [(level, said[level]) for level in Level if level in said]
    for name, ranks in _RANKS.items():
        for level, each in ordered:
            value = each.stance(name, label) if name in STANCES else getattr(each, name)
            if value is not None and _is_heard(ranks, value, values.get(name)):
                values[name], origins[name] = value, level
    demands = tuple(
        Demand(level, each.rulesets or (), each.severities or {})
        for level, each in ordered
        if each.rulesets or each.severities
    )
    return Policy(**values, demands=demands, origins=origins)


def loosenings(wanted: Said, above: Mapping[Level, Said]) -> Iterator[Loosening]:
    """What of a level's wishes is looser than those above it insist on."""
    for level, said in above.items():
        for name, ranks in _RANKS.items():
            value, floor = getattr(wanted, name), getattr(said, name)
            if value is not None and floor is not None and ranks[value] < ranks[floor]:
                yield Loosening(f"/{name}", level, floor)
        for number, entry in enumerate(wanted.labels or ()):
            for name in STANCES:
                # A pattern above that matches this one as a text matches all its labels.
                stance, least = getattr(entry, name), said.stance(name, entry.pattern)
                if stance and least and stance.strictness < least.strictness:
                    yield Loosening(f"/labels/{number}/{name}", level, least)


def _is_heard(ranks: Mapping[Any, int], value: object, known: object) -> bool:
    """Whether a nearer level's value goes before that of those farther away."""
    if known is None or ranks[value] > ranks[known]:
        return True
    return ranks[value] == ranks[known] and value != known


def policy_json(policy: Policy) -> dict[str, Any]:
    """A policy as JSON values, as checks keep the one they judged by."""
    return asdict(policy) | {"origins": dict(policy.origins)}


def policy_from_json(written: Mapping[str, Any]) -> Policy:
    """The policy that `policy_json` wrote."""
    return Policy(
        **{name: Stance(written[name]) for name in STANCES},
        profile=Profile(written["profile"]),
        new_only=written["new_only"],
        four_eyes=written["four_eyes"],
        demands=tuple(map(_demand_from_json, written["demands"])),
        origins={name: Level(level) for name, level in written["origins"].items()},
    )


def _demand_from_json(written: Mapping[str, Any]) -> Demand:
    rulesets = tuple(Adoption(each["ruleset"], each["report_only"]) for each in written["rulesets"])
    severities = {rule: Gravity(said) for rule, said in written["severities"].items()}
    return Demand(Level(written["level"]), rulesets, severities)
