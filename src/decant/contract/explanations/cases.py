"""Documents that a rule complains of, and documents that content it.

They lie beside the rules, one file for each, are what the rules are tested with, and are
never written twice: the first of each kind is the example that explanations show.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from decant.contract.document import Document
from decant.contract.lint import lint
from decant.contract.lint.rule import BUILT_IN
from decant.contract.lint.ruleset import Ruleset
from decant.contract.parsers import DEFAULT_LIMITS, parse
from decant.contract.source import gather
from decant.contract.validate import validate

if TYPE_CHECKING:
    from decant.contract.findings import Finding

Json: TypeAlias = Any

LINT: Final = "decant.contract.lint"
VALIDATION: Final = "decant.contract.validate"


@dataclass(frozen=True, slots=True)
class Case:
    """A part of a document, the pointers a rule complains of, and words it must use for it.

    What every document has (`openapi`, `info`, `paths`) is left out where it does not matter.
    """

    part: Json
    at: tuple[str, ...] = ()
    says: str = ""

    def document(self) -> Document:
        """The part with all that makes a document of it."""
        from decant.contract.bundle import bundle

        version = {} if "swagger" in self.part else {"openapi": "3.0.3"}
        whole = {**version, "info": {"title": "Pets", "version": "1"}, "paths": {}, **self.part}
        source = gather({"openapi.json": orjson.dumps(whole)})
        return Document.parsed(source, bundle(source, DEFAULT_LIMITS))


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of one rule."""

    fails: tuple[Case, ...]
    passes: tuple[Case, ...]


def file_of(rule: str) -> str:
    """The name of the file with the cases of a rule; some systems know none with a colon."""
    return f"{rule.replace(':', '-')}.yaml"


@cache
def cases_of(rule: str) -> Cases:
    """The cases of a rule; raises FileNotFoundError if it is never shown."""
    name = file_of(rule)
    folder = resources.files(LINT if rule in BUILT_IN else VALIDATION).joinpath("cases")
    written = parse(folder.joinpath(name).read_bytes(), name, DEFAULT_LIMITS)
    return Cases(*(tuple(map(_case, written[kind])) for kind in ("fails", "passes")))


def judged(rule: str, case: Case) -> tuple[Finding, ...]:
    """What the rule by itself says of a case, whatever others say in its stead."""
    document = case.document()
    if rule in BUILT_IN:
        return lint(document, Ruleset({rule: BUILT_IN[rule].severity}))
    return tuple(finding for finding in validate(document) if finding.rule == rule)


def _case(written: Json) -> Case:
    return Case(written["document"], tuple(written.get("at", ())), written.get("says", ""))
