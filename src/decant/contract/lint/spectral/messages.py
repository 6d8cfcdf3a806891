"""The messages of rules: templates with the words that Spectral fills in.

`{{error}}`, `{{property}}`, `{{path}}`, `{{value}}` and `{{description}}` are replaced;
`#{{…}}` holds an expression, of which the few that rulesets use are understood. Whatever is not
known is left out, as Spectral does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.lint.jsonpath.values import text_of

from .functions.printing import printed

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = Any
_PLACE: Final = re.compile(r"(#?)\{\{([^}\n]+)\}\}")
_PRINT: Final = re.compile(r"""print\(\s*["'](\w+)["']\s*\)""")
_UPPER: Final = re.compile(r"(.+)\.toUpperCase\(\)")
_QUOTED: Final = re.compile(r"""(["'])(.*)\1""")


@dataclass(frozen=True, slots=True)
class Words:
    """What can be said of one fault."""

    property: str
    path: str
    value: Json
    description: str | None
    error: str = ""

    def with_error(self, error: str) -> Words:
        return replace(self, error=error)


def filled(template: str, words: Words) -> str:
    """A template with its places filled in."""
    if "{{" not in template:
        return template
    known: Mapping[str, Json] = {
        "property": words.property,
        "path": words.path,
        "value": words.value,
        "description": words.description,
        "error": words.error,
    }
    return _PLACE.sub(lambda match: _said(match, known), template)


def _said(match: re.Match[str], known: Mapping[str, Json]) -> str:
    if not match.group(1):
        name = match.group(2)
        return text_of(known[name]) if name in known else ""
    return "".join(_evaluated(term.strip(), known) for term in match.group(2).split("+"))


def _evaluated(term: str, known: Mapping[str, Json]) -> str:
    upper = _UPPER.fullmatch(term)
    if upper is not None:
        return _evaluated(upper.group(1), known).upper()
    quoted = _QUOTED.fullmatch(term)
    if quoted is not None:
        return quoted.group(2)
    call = _PRINT.fullmatch(term)
    if call is not None:
        return _printed(call.group(1), known)
    return text_of(known[term]) if term in known else ""


def _printed(name: str, known: Mapping[str, Json]) -> str:
    if name == "property":
        return f'"{known[name]}" property ' if known[name] else "The document "
    if name == "value":
        return printed(known[name])
    return text_of(known[name]) if known.get(name) is not None else ""
