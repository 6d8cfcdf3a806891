"""Other programs that judge OpenAPI documents by rules, installed by their package managers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .installing import FOLDER, go_install, go_version, npm_folder, npm_install, npm_version

if TYPE_CHECKING:
    from pathlib import Path

SPECTRAL: Final = "@stoplight/spectral-cli"
OWASP: Final = "@stoplight/spectral-owasp-ruleset"
REDOCLY: Final = "@redocly/cli"
VACUUM: Final = "vacuum"


@dataclass(frozen=True, slots=True)
class Linter:
    """A program that lints; `missing` says why it cannot be run here.

    `ruleset` comes before the ruleset's file; without it the program judges by its own.
    """

    name: str
    version: str = ""
    before: tuple[str, ...] = ()
    ruleset: str = ""
    report: str = ""
    missing: str = ""

    def command(self, document: Path, ruleset: Path, report: Path) -> list[str]:
        judged_by = [self.ruleset, str(ruleset)] if self.ruleset else []
        told = [self.report, str(report)] if self.report else []
        return [*self.before, *judged_by, *told, str(document)]


def linters() -> list[Linter]:
    """All of them, installed where that is possible; the one that matters most first."""
    return [_spectral(), _redocly(), _vacuum()]


def owasp_ruleset() -> Path:
    """Where the OWASP ruleset lies, beside Spectral."""
    return npm_folder(SPECTRAL) / "node_modules" / OWASP / "dist" / "ruleset.js"


def _spectral() -> Linter:
    """The ids, severities and rules of `oas` and `owasp` are its own."""
    reason = npm_install(SPECTRAL, "6.16", OWASP)
    if reason:
        return Linter(SPECTRAL, missing=reason)
    program = npm_folder(SPECTRAL) / "node_modules" / ".bin" / "spectral"
    before = (str(program), "lint", "--quiet", "--format", "json")
    return Linter(SPECTRAL, npm_version(SPECTRAL), before, "--ruleset", "--output")


def _redocly() -> Linter:
    """It knows no ruleset of Spectral's, and judges by its own recommended rules."""
    reason = npm_install(REDOCLY)
    if reason:
        return Linter(REDOCLY, missing=reason)
    program = npm_folder(REDOCLY) / "node_modules" / ".bin" / "redocly"
    before = (str(program), "lint", "--format", "json", "--extends", "recommended")
    return Linter(REDOCLY, npm_version(REDOCLY), before)


def _vacuum() -> Linter:
    """Its npm package only fetches a program, and scripts of packages are not run here."""
    program = FOLDER / "bin" / "vacuum"
    reason = go_install("github.com/daveshanley/vacuum", program)
    if reason:
        return Linter(VACUUM, missing=reason)
    before = (str(program), "lint", "--no-banner", "--silent")
    return Linter(VACUUM, go_version(program), before, "--ruleset")
