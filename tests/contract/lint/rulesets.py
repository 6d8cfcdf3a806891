"""Rulesets and documents that the tests of a team's own rules are told with."""

from __future__ import annotations

from typing import Any, Final

import orjson

from decant.contract import Document, read
from decant.contract.lint.spectral import SpectralRuleset

RULESET: Final = ".spectral.yaml"
PETS: Final = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {}}


def ruleset(text: str, **others: str) -> SpectralRuleset:
    files = {RULESET: text} | {name.replace("__", "."): body for name, body in others.items()}
    return SpectralRuleset.compile({name: text.encode() for name, text in files.items()}, RULESET)


def pets(**fields: Any) -> Document:
    return read({"openapi.json": orjson.dumps(PETS | fields)})
