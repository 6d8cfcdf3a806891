"""How much a rule matters, as rulesets say it: a word or a number."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, Final

from decant.contract.findings import Severity


class Level(Enum):
    """How many rules of an extended ruleset are switched on."""

    ALL = auto()
    RECOMMENDED = auto()
    OFF = auto()


LEVELS: Final = {level.name.lower(): level for level in Level}
DEFAULT: Final = Severity.WARNING
# fmt: off
# Decant knows no hints: they are told as information.
_NAMED: Final[dict[str, Severity | None]] = {
    "error": Severity.ERROR, "warn": Severity.WARNING, "info": Severity.INFO,
    "hint": Severity.INFO,   "off": None,
    "0": Severity.ERROR,     "1": Severity.WARNING,    "2": Severity.INFO,
    "3": Severity.INFO,      "-1": None,
}
# fmt: on


def is_severity(value: Any) -> bool:
    """Whether this says how much something matters; a boolean does not."""
    return isinstance(value, (str, int)) and not isinstance(value, bool) and str(value) in _NAMED


def severity_of(value: Any) -> Severity | None:
    """The severity of a word or number; None if it is off."""
    return _NAMED[str(value)]
