"""A maintainer who pushes rulesets, and a ruleset to push."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from decant.errors import UnreadableRuleset
from decant.services import rulesets
from decant.services.rulesets import RulesetName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cast import Person
    from decant.contract import Finding
    from decant.db import Database
    from decant.pool import Pool
    from decant.services.rulesets import Publication

STYLE: Final = RulesetName("acme", "style")
BASE: Final = RulesetName("acme", "base")
TITLE: Final = """\
rules:
  short-title:
    given: $.info.title
    severity: error
    then: {function: length, functionOptions: {max: 5}}
"""


class Maintainer:
    """Pushes a text, or several files by path."""

    def __init__(self, database: Database, pool: Pool, person: Person) -> None:
        self.database, self.pool, self.person = database, pool, person

    def push(
        self, name: RulesetName, files: str | Mapping[str, str], root: str | None = None
    ) -> Publication:
        """Push to a ruleset."""
        if isinstance(files, str):
            files = {".spectral.yaml": files}
        encoded = {path: content.encode() for path, content in files.items()}
        return rulesets.push(
            self.database, self.pool, self.person.actor, name, files=encoded, root=root
        )

    def refused(
        self, files: str | Mapping[str, str], root: str | None = None
    ) -> tuple[Finding, ...]:
        """Push what is refused; returns the faults that are told."""
        with pytest.raises(UnreadableRuleset) as refused:
            self.push(STYLE, files, root)
        return refused.value.findings
