"""The rulesets that Spectral calls by name, as packs of Decant's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decant.contract.findings import Severity
from decant.contract.lint.packs import JUDGED_BY_VALIDATION, PACKS

if TYPE_CHECKING:
    from collections.abc import Mapping

# fmt: off
# The pack with all rules, and the one with those that are recommended. Packages are named by
# address, too, so that it is enough if the name is in it.
_PACKS: Final[Mapping[str, tuple[str, str]]] = {
    "spectral:oas":                           ("oas/all", "oas"),
    "@stoplight/spectral-owasp-ruleset":      ("owasp", "owasp"),
}
# They judge other documents than OpenAPI, so here they have nothing to say.
_ELSEWHERE: Final = frozenset({"spectral:asyncapi", "spectral:arazzo"})
# fmt: on


def built_in_rules(name: str) -> Mapping[str, tuple[Severity, bool]] | None:
    """Severity, and whether it is recommended, of every rule; None if the name is not known.

    `decant:` before the name of a pack names that pack.
    """
    if name in _ELSEWHERE:
        return {}
    own = name.removeprefix("decant:")
    if own != name and own in PACKS:
        return {rule: (severity, True) for rule, severity in PACKS[own].items()}
    known = next((known for known in _PACKS if known in name), None)
    if known is None:
        return None
    every, recommended = (PACKS[pack] for pack in _PACKS[known])
    found = {rule: (severity, rule in recommended) for rule, severity in every.items()}
    if known == "spectral:oas":
        found.update(dict.fromkeys(JUDGED_BY_VALIDATION, (Severity.ERROR, True)))
    return found
